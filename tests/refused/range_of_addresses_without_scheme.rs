use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "10.0.0.*", methods = GET)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
