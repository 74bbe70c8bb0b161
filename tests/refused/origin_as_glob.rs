use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://?.example.com", methods = GET)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
