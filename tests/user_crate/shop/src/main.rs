//! A binary whose handlers are mounted in all ways, the wrong ones among them.

mod admin;

use axum::Router;
use axum::routing::get;
use cross_origin::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn private_by_routes() {}

/// Shows what there is to buy.
#[cors(
    origins = ["https://app.example.com", "https://*.preview.example.com"],
    methods = "GET",
    headers = "x-request-id",
    expose_headers = "etag",
    credentials,
    max_age = 600
)]
pub async fn public_by_routes(_: String) {}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn private_by_get() {}

#[cors(origins = "https://app.example.com", methods = "GET")]
pub async fn public_by_get() {}

fn main() {
    let _: Router = Router::new()
        .route("/1", routes!(private_by_routes))
        .route("/2", routes!(public_by_routes))
        .route("/3", routes!(admin::in_a_module_by_routes))
        .route("/4", get(private_by_get))
        .route("/5", get(public_by_get))
        .route("/6", get(admin::in_a_module_by_get));
}
