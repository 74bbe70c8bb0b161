use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "http://127.1:3000", methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
