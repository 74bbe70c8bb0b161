//! Two policies on one handler: which is meant?

use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = GET)]
#[cors(origins = "https://admin.example.com", methods = PUT)]
async fn items() {}

fn main() {
    let _: Router = Router::new().route("/items", routes!(items));
}
