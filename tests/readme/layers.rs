use axum::{
    extract::Request,
    http::StatusCode,
    middleware::{Next, from_fn},
    response::Response,
    routing::get,
};
use cors_runtime::{CorsRouter, cors, routes};

#[cors(origins = "https://app.example.com", methods = GET, credentials)]
async fn show_account() -> &'static str {
    "Ada"
}

#[cors(origins = ["https://app.example.com", "https://*.admin.example.com"], methods = [PUT, DELETE], credentials)]
async fn change_account() {}

/// In place of a real login; the example `auth` has one.
async fn require_login(request: Request, next: Next) -> Result<Response, StatusCode> {
    if request.headers().contains_key("cookie") { Ok(next.run(request).await) } else { Err(StatusCode::UNAUTHORIZED) }
}

pub fn api() -> CorsRouter {
    CorsRouter::new()
        .route("/account", routes!(show_account, change_account))
        .route_layer(from_fn(require_login))
        .route_plain("/health", get(|| async { "well" })) // axum's own, as axum made it
}

#[test]
fn what_the_api_opens() {
    insta::assert_snapshot!(api().policies());
}
