//~ at: String
//~ says: an origin check cannot return `String`
//~ says: neither `bool` nor `Result<bool, _>`

use axum::Router;
use cors_runtime::{Origin, cors, origin_check, routes};

#[origin_check]
async fn is_partner(_: Origin) -> String {
    "yes".to_owned()
}

#[cors(origins_if = is_partner, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
