use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "*", dev_origins = "http://localhost:3000", methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
