//! Policies that several handlers share: `policy!`, and `#[cors]` on a module.

mod keys;
mod modules;
mod sources;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;

const BASE_ORIGIN: &str = "https://base.example";
const OWN_ORIGIN: &str = "https://own.example";

async fn send(app: &Router, method: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap) {
    let mut request = Request::builder().method(method).uri("/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    (response.status(), response.headers().clone())
}

/// The headers with which a page's preflight is answered.
async fn preflight(app: &Router, origin: &str, method: &str) -> HeaderMap {
    send(app, "OPTIONS", &[("origin", origin), ("access-control-request-method", method)]).await.1
}

/// The headers that a page's request is answered with.
async fn get(app: &Router, origin: &str) -> HeaderMap {
    send(app, "GET", &[("origin", origin)]).await.1
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

fn admitted(headers: &HeaderMap) -> Option<&str> {
    text(headers, "access-control-allow-origin")
}
