use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", dev_origins = "http://192.168.0.10:3000", methods = "GET", credentials)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
