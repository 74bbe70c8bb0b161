use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "http://[::ffff:127.0.0.1]:8080", methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
