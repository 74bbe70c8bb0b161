//~ at: routes!(show)

use axum::Router;
use cors_runtime::{Origin, cors, origin_check, routes};

use axum::extract::State;

#[derive(Clone)]
struct Partners;

#[origin_check]
async fn is_partner(_: Origin, State(_): State<Partners>) -> bool {
    true
}

#[cors(origins_if = is_partner, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
