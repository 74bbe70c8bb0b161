//~ at: HeaderMap
//~ says: an origin check takes the origin first, and `HeaderMap` is none
//~ says: not a `cors_runtime::Origin`

use axum::Router;
use cors_runtime::{Origin, cors, origin_check, routes};

use axum::http::HeaderMap;

#[origin_check]
async fn is_partner(_: HeaderMap, _: Origin) -> bool {
    true
}

#[cors(origins_if = is_partner, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
