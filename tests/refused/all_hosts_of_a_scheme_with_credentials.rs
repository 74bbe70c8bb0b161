use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "moz-extension://*", methods = "GET", credentials)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
