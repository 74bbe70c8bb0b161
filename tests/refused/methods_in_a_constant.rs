use axum::Router;
use cors_runtime::{cors, routes};

#[allow(dead_code)]
const ALLOWED: &str = "GET, POST";

#[cors(origins = "https://app.example.com", methods = ALLOWED)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
