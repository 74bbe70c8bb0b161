use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET")]
fn show() -> impl axum::response::IntoResponse {
    "shown"
}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
