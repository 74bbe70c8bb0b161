//~ at: String
//~ says: an origin check takes the origin first, and `String` is none
//~ says: not a `cors_runtime::Origin`

use axum::Router;
use cors_runtime::{cors, origin_check, routes};

#[origin_check]
async fn is_partner(_: String) -> bool {
    true
}

#[cors(origins_if = is_partner, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
