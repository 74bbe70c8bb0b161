//~ at: is_partner
//~ says: this function is not an origin check
//~ says: annotate this function with `#[origin_check]`

use axum::Router;
use cors_runtime::{Origin, cors, routes};

async fn is_partner(_: Origin) -> bool {
    true
}

#[cors(origins_if = is_partner, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
