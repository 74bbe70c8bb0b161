use axum::Router;
use cors_runtime::{cors, routes};

#[allow(dead_code)]
const ORIGINS: &str = "https://app.example.com";

#[cors(origins = ORIGINS, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
