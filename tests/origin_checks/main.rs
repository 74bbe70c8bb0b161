//! `origins_if`: the application is asked whether it admits an origin.

mod failures;
mod questions;
mod slow;
mod who_is_asked;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;

const PARTNER: &str = "https://partner.example";
const STRANGER: &str = "https://stranger.example";

/// What a page or a browser sends; a header may stand twice.
async fn send(app: &Router, method: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap) {
    let mut request = Request::builder().method(method).uri("/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    (response.status(), response.headers().clone())
}

async fn preflight(app: &Router, origin: &str, method: &str) -> (StatusCode, HeaderMap) {
    send(app, "OPTIONS", &[("origin", origin), ("access-control-request-method", method)]).await
}

/// The origin that an answer admits.
fn admitted((_, headers): &(StatusCode, HeaderMap)) -> Option<&str> {
    text(headers, "access-control-allow-origin")
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}
