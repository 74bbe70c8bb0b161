use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn show() {}

#[cors(origins = "https://admin.example.com", methods = [GET, POST])]
async fn change() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show, change));
}
