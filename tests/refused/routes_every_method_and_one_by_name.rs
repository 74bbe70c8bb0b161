use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "*")]
async fn show() {}

#[cors(origins = "https://admin.example.com", methods = "DELETE")]
async fn change() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show, change));
}
