//~ at: show
//~ says: axum cannot call this as a handler of the router's state
//~ says: `#[axum::debug_handler]` above the handler says which of these it is
//~ says: an `origins_if` takes extractors that leave the body alone

use axum::Router;
use cors_runtime::{Origin, cors, origin_check, routes};

#[origin_check]
async fn is_partner(_: Origin, _: String) -> bool {
    true
}

#[cors(origins_if = is_partner, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
