use axum::Router;
use cors_runtime::{cors, routes};

#[cors]
#[allow(clippy::unused_async)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
