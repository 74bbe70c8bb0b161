use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET", timing_origins = ["https://app.example.com", "https://app.example.com"])]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
