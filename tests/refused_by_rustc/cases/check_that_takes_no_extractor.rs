//~ at: routes!(show)

use axum::Router;
use cors_runtime::{Origin, cors, origin_check, routes};

#[origin_check]
async fn is_partner(_: Origin, _: u32) -> bool {
    true
}

#[cors(origins_if = is_partner, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
