//! `CorsLayer` around services of all kinds.

mod files;
mod grpc_web;
mod hyper_service;
mod policies;
mod readiness;
mod router;

use cors_runtime::{Policy, policy};
use support::Answer;

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

/// The whole approval of `LAYER`, and nothing beside it.
fn assert_approved(answer: &Answer) {
    assert_eq!(answer.status, 204);
    let approval = [
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-headers", "content-type"),
        ("access-control-allow-methods", "GET, HEAD, POST"),
        ("access-control-allow-origin", APP),
        ("access-control-max-age", "60"),
    ];
    assert_eq!(answer.cors(), approval);
    assert_eq!(answer.value("vary"), Some("Origin, Access-Control-Request-Method"));
}

/// A refusal: 403, and no word of CORS but in `Vary`.
fn assert_refused(answer: &Answer) {
    answer.is_refused();
    assert_eq!(answer.value("vary"), Some("Origin, Access-Control-Request-Method"));
}

/// An actual answer that `LAYER` decorated for its page.
fn assert_readable(answer: &Answer) {
    let decoration = [
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-origin", APP),
        ("access-control-expose-headers", "etag"),
    ];
    assert_eq!(answer.cors(), decoration);
    assert_eq!(origins_in_vary(answer), 1);
}

/// An actual answer for a page that is not admitted, or for none.
fn assert_unreadable(answer: &Answer) {
    assert_eq!(answer.cors(), []);
    assert_eq!(origins_in_vary(answer), 1);
}

/// How often `Vary` names the origin, on all its lines; caches need it once.
fn origins_in_vary(answer: &Answer) -> usize {
    let lines = answer.headers.get_all("vary").iter().map(|line| line.to_str().unwrap());
    lines.flat_map(|line| line.split(',')).filter(|name| name.trim().eq_ignore_ascii_case("origin")).count()
}
