use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "http://10.0.0.0/8", methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
