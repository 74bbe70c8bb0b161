use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://a.example, https://b.example,", methods = "GET,", headers = "x-a,")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
