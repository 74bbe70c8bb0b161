use axum::Router;
use cors_runtime::{cors, routes};

#[cors(dev_origins = "ws://localhost:3000", methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
