use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "*", methods = GET, max-age = 5)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
