use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET", enforce = "no")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
