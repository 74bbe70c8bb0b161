use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "chrome-extension://abcdefghijklmnop", methods = "GET", credentials)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
