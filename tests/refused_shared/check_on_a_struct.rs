use axum::Router;
use cors_runtime::{cors, origin_check, routes};

#[origin_check]
struct Partners;

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
