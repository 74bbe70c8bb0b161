//! An annotated route allocates nothing that the same route without CORS does not.
//!
//! A binary of its own, since the counting allocator serves a whole process.

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use axum::body::Body;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderValue, Request, Response};
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, any, get, post};
use axum::{Json, Router};
use cors_runtime::{OriginSet, cors, routes};
use futures_util::FutureExt as _;
use support::{ask, each};
use tower::Service as _;

#[cors(origins = ["https://app.example.com", "https://admin.example.com:8443"], methods = GET)]
async fn show() -> &'static str {
    "shown"
}

#[cors(
    origins = ["https://app.example.com", "https://*.preview.example.com", "https://pr-*.example.net:*"],
    dev_origins = "http://localhost:3000",
    methods = POST,
    headers = "*",
    expose_headers = ["etag", "x-total"],
    credentials,
    enforce = true,
)]
async fn save(body: String) -> Json<usize> {
    Json(body.len())
}

#[cors(origins = "*", methods = GET, expose_headers = "*", timing_origins = "*")]
async fn public() -> impl IntoResponse {
    [("etag", "\"7\"")]
}

#[cors(origins = "https://app.example.com", methods = GET)]
async fn nothing() {}

#[cors(origins = "https://app.example.com", methods = "*", headers = "*", credentials)]
async fn every() -> &'static str {
    "every"
}

#[cors(origins = "https://app.example.com", methods = [GET, PURGE, OPTIONS])]
async fn show_and_purge() -> &'static str {
    "purged"
}

const ADMITTED: &str = "https://app.example.com";

fn app(route: MethodRouter) -> Router {
    Router::new().route("/", route).with_state(())
}

/// What one request costs, from its head to the answer's.
fn cost(app: &Router, request: Request<Body>) -> AllocationInfo {
    let mut app = app.clone();
    let mut answer: Option<Response<Body>> = None;
    let cost = measure(|| answer = app.call(request).now_or_never().map(|answer| answer.expect("an answer")));
    assert!(answer.expect("an answer at once").status().is_success());
    cost
}

/// The origin is not copied: whoever clones its value later then allocates nothing, as with the values of a connection.
fn request_of(method: &str, origin: Option<&HeaderValue>) -> Request<Body> {
    let mut request = ask(method, "/").header(HOST, "api.example.com").body("body").request();
    if let Some(origin) = origin {
        request.headers_mut().insert(ORIGIN, origin.clone());
    }
    request
}

/// Asserts that requests with these origins cost the same with and without CORS.
fn costs_the_same(method: &str, annotated: MethodRouter, plain: MethodRouter, origins: &[Option<HeaderValue>]) {
    let (annotated, plain) = (app(annotated), app(plain));
    each(origins, |origin| {
        let with_cors = cost(&annotated, request_of(method, origin.as_ref()));
        let without = cost(&plain, request_of(method, origin.as_ref()));
        assert!(without.count_total > 0, "the allocator counts");
        assert_eq!(with_cors.count_total, without.count_total);
    });
}

fn origins() -> Vec<Option<HeaderValue>> {
    const LEN: usize = 64 * 1024;
    let mut origins = vec![None];
    for text in [
        ADMITTED,
        "https://evil.example",
        "https://app.example.com.evil.example",
        "https://preview.example.com",
        "https://a..preview.example.com",
        "https://pr-.example.net:1",
        "http://localhost:3001",
        "null",
        "",
    ] {
        origins.push(Some(HeaderValue::from_static(text)));
    }
    for flood in ["a".repeat(LEN), ".".repeat(LEN), format!("https://{}.preview.example.com", "a.".repeat(LEN))] {
        origins.push(HeaderValue::try_from(flood).ok());
    }
    origins.push(HeaderValue::from_bytes(&vec![0xff; LEN]).ok());
    origins
}

#[test]
fn whoever_asks_a_small_policy() {
    costs_the_same("GET", routes!(show), get(show), &origins());
    costs_the_same("HEAD", routes!(show), get(show), &origins());
}

#[test]
fn whoever_is_admitted_by_a_large_policy() {
    let admitted = [
        None,
        Some(HeaderValue::from_static(ADMITTED)),
        Some(HeaderValue::from_static("https://a.preview.example.com")),
    ];
    costs_the_same("POST", routes!(save), post(save), &admitted);
}

#[test]
fn whoever_asks_for_a_public_answer() {
    costs_the_same("GET", routes!(public), get(public), &origins());
}

#[test]
fn answer_without_content() {
    costs_the_same("GET", routes!(nothing), get(nothing), &origins());
}

#[test]
fn other_handlers_on_the_path_cost_nothing() {
    costs_the_same("GET", routes!(save, show), get(show).post(save), &origins());
}

#[test]
fn every_method() {
    each(["GET", "PATCH", "PURGE"], |method| {
        costs_the_same(method, routes!(every), any(every), &origins());
    });
}

#[test]
fn custom_method() {
    each(["PURGE", "OPTIONS"], |method| {
        costs_the_same(method, routes!(show_and_purge), any(show_and_purge), &origins());
    });
}

#[test]
fn sets_are_looked_through_without_allocating() {
    let set =
        OriginSet::parse([ADMITTED, "https://*.preview.example.com", "https://pr-*.example.net:*"]).expect("a set");
    each(origins().iter().flatten().filter_map(|origin| origin.to_str().ok()), |origin| {
        let cost = measure(|| {
            black_box(set.contains(black_box(origin)));
        });
        assert_eq!(cost.count_total, 0);
    });
}
