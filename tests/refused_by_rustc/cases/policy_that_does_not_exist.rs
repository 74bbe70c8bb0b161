//~ at: PARTNERS

use axum::Router;
use cors_runtime::{cors, routes};

#[cors(policy = PARTNERS, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
