//! GET, HEAD and POST: browsers do not look for them in `Access-Control-Allow-Methods` (Fetch, "CORS-preflight fetch"), so
//! a preflight for one that no annotated handler serves must be refused. A plain handler beside would be opened otherwise.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{MethodRouter, get, post};
use cors_runtime::{CorsLayer, CorsRouter, cors, policy, routes};

use support::{ask, each, preflight};

const APP: &str = "https://app.example.com";
const EVIL: &str = "https://evil.example";

#[cors(origins = "*", methods = GET, headers = "*")]
async fn list() {}

#[cors(origins = "https://app.example.com", methods = GET, headers = ["content-type"], credentials)]
async fn private() {}

#[cors(origins = "https://app.example.com", methods = PUT, credentials)]
async fn save() {}

/// A path where a method is a plain handler's, in each way in which that can come to be; with the method.
fn beside_plain_handlers() -> Vec<(&'static str, Router)> {
    let layer = || CorsLayer::new(policy!(origins = "*", methods = GET, headers = "*"));
    let axum = || Router::new().route("/items", post(|| async {}));
    let annotated: MethodRouter = routes!(private);
    let merged = annotated.merge(post(|| async {}));
    vec![
        ("POST", Router::new().route("/items", routes!(list)).route("/items", post(|| async {}))),
        ("POST", Router::new().route("/items", merged)),
        ("POST", Router::new().route("/items", routes!(save)).route("/items", post(|| async {}))),
        ("GET", Router::new().route("/items", routes!(save)).route("/items", get(|| async {}))),
        ("HEAD", Router::new().route("/items", routes!(save)).route("/items", get(|| async {}))),
        ("POST", axum().layer(layer())),
        ("POST", CorsRouter::new().route("/items", routes!(list)).merge(axum()).with_state(())),
        ("POST", CorsRouter::new().route("/items", routes!(private)).merge(axum()).with_state(())),
    ]
}

#[test]
fn what_no_annotation_serves_is_refused() {
    each(beside_plain_handlers(), |(method, app)| {
        each([APP, EVIL], |origin| {
            let answer = preflight("/items", origin, method).header("access-control-request-headers", "content-type");
            let answer = answer.of(&app);
            assert_eq!((answer.status, answer.cors()), (StatusCode::FORBIDDEN, vec![]));
            assert!(answer.value("vary").expect("it varies").contains("Access-Control-Request-Method"));
        });
    });
}

#[test]
fn other_methods_are_told_what_there_is() {
    let app = Router::new().route("/items", routes!(list, save));
    let answer = preflight("/items", APP, "DELETE").of(&app);
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.admitted_methods(), ["GET", "HEAD", "PUT"]);
}

/// A browser sends what the preflight approved, and nothing that it refused.
#[test]
fn the_plain_handler_does_not_run_for_a_page() {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let create = move || async move { counted.fetch_add(1, Ordering::Relaxed).to_string() };
    let app = Router::new().route("/items", routes!(private)).route("/items", post(create));
    let asked = preflight("/items", APP, "POST").header("access-control-request-headers", "content-type").of(&app);
    if asked.status.is_success() {
        ask("POST", "/items").origin(APP).of(&app);
    }
    assert_eq!(runs.load(Ordering::Relaxed), 0);
}
