use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = if cfg!(debug_assertions) { "http://localhost:3000" } else { "https://a.example" }, methods = GET)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
