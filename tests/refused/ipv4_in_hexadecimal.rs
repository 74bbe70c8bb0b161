use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "http://0x7f000001", methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
