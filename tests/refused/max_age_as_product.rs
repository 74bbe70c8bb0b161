use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET", max_age = 60 * 60)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
