use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://a b.example", methods = GET)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
