//! Generated policies, built at run time: the same comparison for whatever the builder lets exist.

use std::cell::Cell;
use std::convert::Infallible;

use axum::http::{Request, Response, StatusCode};
use cors_runtime::{CorsLayer, Policy};
use futures_util::FutureExt as _;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, TestRunner};
use tower::{Layer as _, ServiceExt as _};

use crate::agreement::agree;
use crate::cases::cases;
use crate::description::{Described, SENT};

const CASES: u32 = 20_000;

const ORIGINS: [&str; 14] = [
    "https://app.example.com",
    "https://app.example.com:8443",
    "https://admin.example.com",
    "https://*.example.com",
    "https://*.example.com:*",
    "https://pr-*.preview.example.com",
    "https://*-pr.preview.example.com:8443",
    "https://*.a.example.com",
    "http://app.example.com",
    "http://localhost:3000",
    "http://localhost:*",
    "http://[::1]:*",
    "moz-extension://a1b2-c3",
    "null",
];
const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PURGE", "OPTIONS"];
const HEADERS: [&str; 5] = ["content-type", "Authorization", "x-a", "x-b", "X-Request-Id"];
const EXPOSED: [&str; 3] = ["etag", "x-secret", "X-Total"];

fn texts(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}

/// Policies as somebody could write them, those that may not exist among them.
fn policies() -> impl Strategy<Value = Described> {
    let star = || Just(vec!["*".to_owned()]);
    let methods = prop_oneof![4 => subsequence(&METHODS[..], 1..5).prop_map(texts), 1 => star()];
    let headers = prop_oneof![
        4 => subsequence(&HEADERS[..], 0..4).prop_map(texts),
        2 => star(),
        1 => Just(vec!["*".to_owned(), "authorization".to_owned()]),
    ];
    let exposed = prop_oneof![4 => subsequence(&EXPOSED[..], 0..3).prop_map(texts), 1 => star()];
    let origins = prop_oneof![5 => subsequence(&ORIGINS[..], 1..4).prop_map(texts), 1 => star()];
    (origins, methods, headers, exposed, select(&[true, false][..])).prop_map(
        |(origins, methods, headers, exposed, credentials)| Described {
            origins,
            methods,
            headers,
            exposed,
            credentials,
        },
    )
}

/// The policy, where it may exist. All doors are open, so that what they guard is compared as well.
fn built(described: &Described) -> Option<Policy> {
    Policy::builder()
        .origins(&described.origins)
        .methods(&described.methods)
        .headers(&described.headers)
        .expose_headers(&described.exposed)
        .credentials(described.credentials)
        .danger_accept_insecure_origins(true)
        .danger_accept_public_suffixes(true)
        .danger_accept_null_origin(true)
        .build()
        .ok()
}

/// Answers one request: the policy as a layer around a service that serves the policy's methods.
fn answer(policy: &Policy, described: &Described, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let methods = described.methods.clone();
    let service = tower::service_fn(move |request: Request<Vec<u8>>| {
        let response = respond(&methods, request.method().as_str());
        async move { Ok::<_, Infallible>(response) }
    });
    let response = CorsLayer::new(policy).layer(service).oneshot(request).now_or_never();
    response.expect("nothing waits").expect("the service does not fail")
}

fn respond(methods: &[String], method: &str) -> Response<Vec<u8>> {
    let names = |wanted: &str| methods.iter().any(|named| named == wanted);
    let mut response = Response::new(Vec::new());
    if names(method) || (method == "HEAD" && names("GET")) || (method != "OPTIONS" && names("*")) {
        for name in SENT {
            response.headers_mut().insert(name, "1".parse().expect("a header value"));
        }
    } else {
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    }
    response
}

#[test]
fn browser_lets_the_script_have_what_a_built_policy_admits() {
    let [readable, unreadable, refused] = [const { Cell::new(0) }; 3];
    let count = |cell: &Cell<u32>| cell.set(cell.get() + 1);
    let mut runner = TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&(policies(), cases()), |(described, case)| {
        let Some(policy) = built(&described) else {
            count(&refused);
            return Ok(());
        };
        let path = std::slice::from_ref(&described);
        let reads = agree(&case, path, "/", |request| answer(&policy, &described, request))?;
        count(if reads.is_some() { &readable } else { &unreadable });
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    // Cases that all end alike would compare nothing.
    let [readable, unreadable] = [readable, unreadable].map(Cell::into_inner);
    assert!(readable > 1_000 && unreadable > 1_000, "{readable} readable, {unreadable} not");
    assert!(readable + unreadable > 10_000, "{} policies were refused", refused.into_inner());
}
