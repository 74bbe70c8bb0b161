use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://[2001:DB8::1]", methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
