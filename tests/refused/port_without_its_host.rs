use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "http://localhost:3000,3001", methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
