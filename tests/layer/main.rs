//! `CorsLayer` around services of all kinds.

mod files;
mod grpc_web;
mod hyper_service;
mod policies;
mod readiness;
mod router;

use axum::http::{HeaderMap, Request, Response};
use cors_runtime::{Policy, policy};

const APP: &str = "https://app.example";
const STRANGER: &str = "https://stranger.example";

/// What the layers of these tests say, where nothing else is told.
const LAYER: Policy = policy!(
    origins = "https://app.example",
    methods = "GET, POST",
    headers = ["content-type"],
    expose_headers = ["etag"],
    credentials,
    max_age = 60,
);

fn request<B: Default>(method: &str, uri: &str, headers: &[(&str, &str)]) -> Request<B> {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(B::default()).unwrap()
}

/// What the browser of a page at `origin` asks before it sends a request with `method`.
fn preflight<B: Default>(uri: &str, origin: &str, method: &str) -> Request<B> {
    request("OPTIONS", uri, &[("origin", origin), ("access-control-request-method", method)])
}

/// All values of a header, so that a doubled one shows.
fn values<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
}

/// The whole approval of `LAYER`, and nothing beside it.
fn assert_approved<B>(response: &Response<B>) {
    let headers = response.headers();
    assert_eq!(response.status(), 204);
    assert_eq!(values(headers, "access-control-allow-origin"), [APP]);
    assert_eq!(values(headers, "access-control-allow-credentials"), ["true"]);
    assert_eq!(values(headers, "access-control-allow-methods"), ["GET, HEAD, POST"]);
    assert_eq!(values(headers, "access-control-allow-headers"), ["content-type"]);
    assert_eq!(values(headers, "access-control-max-age"), ["60"]);
    assert_eq!(values(headers, "vary"), ["Origin, Access-Control-Request-Method"]);
    assert_eq!(values(headers, "access-control-expose-headers"), [""; 0]);
}

/// A refusal: 403, and no word of CORS but in `Vary`.
fn assert_refused<B>(response: &Response<B>) {
    assert_eq!(response.status(), 403);
    assert_eq!(cors_names(response), [""; 0]);
    assert_eq!(values(response.headers(), "vary"), ["Origin, Access-Control-Request-Method"]);
}

/// An actual answer that `LAYER` decorated for its page.
fn assert_readable<B>(response: &Response<B>) {
    let headers = response.headers();
    assert_eq!(values(headers, "access-control-allow-origin"), [APP]);
    assert_eq!(values(headers, "access-control-allow-credentials"), ["true"]);
    assert_eq!(values(headers, "access-control-expose-headers"), ["etag"]);
    assert_eq!(cors_names(response).len(), 3);
    assert_eq!(origins_in_vary(headers), 1);
}

/// An actual answer for a page that is not admitted, or for none.
fn assert_unreadable<B>(response: &Response<B>) {
    assert_eq!(cors_names(response), [""; 0]);
    assert_eq!(origins_in_vary(response.headers()), 1);
}

fn cors_names<B>(response: &Response<B>) -> Vec<&str> {
    response.headers().keys().map(http::HeaderName::as_str).filter(|name| name.starts_with("access-control-")).collect()
}

/// How often `Vary` names the origin; caches need it once.
fn origins_in_vary(headers: &HeaderMap) -> usize {
    let lines = values(headers, "vary");
    lines.iter().flat_map(|line| line.split(',')).filter(|name| name.trim().eq_ignore_ascii_case("origin")).count()
}
