use axum::{Json, Router};
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "PUT", headers = [])]
async fn show(_: Json<String>) {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
