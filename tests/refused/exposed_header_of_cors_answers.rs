use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET", expose_headers = "access-control-allow-methods")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
