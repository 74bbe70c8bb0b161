use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET", headers = HeaderName::from_static("x-a"))]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
