use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET")]
fn show() -> String {
    String::new()
}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
