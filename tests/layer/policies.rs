//! Which policies a layer takes, and what becomes of their keys.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use axum::body::Body;
use axum::http::{Request, Response};
use cors_runtime::{CorsLayer, OriginSet, Policy, SharedOrigins, policy};
use support::{Answer, Asked, ask, ask_with, each, preflight};
use tower::Layer as _;

use super::{APP, STRANGER, assert_refused};

/// The answer of a layer around a service that says nothing.
fn served(layer: &CorsLayer, asked: Asked) -> Answer {
    let silent = tower::service_fn(|_| async { Ok::<_, std::convert::Infallible>(Response::<Body>::default()) });
    asked.of(&layer.layer(silent))
}

/// What `CorsLayer::new` says when it panics.
fn objection(policy: &Policy) -> String {
    let panicked = panic::catch_unwind(panic::AssertUnwindSafe(|| CorsLayer::new(policy))).unwrap_err();
    panicked.downcast_ref::<String>().unwrap().clone()
}

#[test]
fn a_policy_must_be_whole() {
    const NO_ORIGINS: Policy = policy!(methods = "GET");
    const NO_METHODS: Policy = policy!(origins = "https://app.example");
    let cases = [(NO_ORIGINS, "nobody is admitted: no origins are given"), (NO_METHODS, "no methods are given")];
    each(cases, |(policy, missing)| {
        let objection = objection(&policy);
        assert!(objection.starts_with(&format!("a policy around services must be whole: {missing}\n")), "{objection}");
        assert!(objection.contains("\n  why: ") && objection.contains("\nwrite: "), "{objection}");
    });
}

#[test]
fn development_origins_are_origins() {
    // In a release build they admit nobody, and the policy is as whole as it was.
    let constant = CorsLayer::new(policy!(dev_origins = "http://localhost:*", methods = "GET"));
    let built = Policy::builder().dev_origins("http://localhost:*").methods("GET").build().unwrap();
    each([constant, CorsLayer::new(built)], |layer| {
        let answer = served(&layer, ask("GET", "/").origin("http://localhost:3000"));
        let expected = cfg!(debug_assertions).then_some("http://localhost:3000");
        assert_eq!(answer.allow_origin(), expected);
    });
}

#[test]
fn a_bad_set_stops_the_start() {
    static FROM_A_FILE: LazyLock<OriginSet> = LazyLock::new(|| OriginSet::parse(["https://app.example/"]).unwrap());
    const POLICY: Policy = policy!(origins_from = FROM_A_FILE, methods = "GET");
    assert!(objection(&POLICY).contains("ends in a slash"));
}

#[test]
fn everybody() {
    let layer = CorsLayer::new(policy!(origins = "*", methods = "*", headers = ["*", "authorization"]));
    each([&[][..], &[("origin", APP)], &[("origin", "null")]], |headers| {
        let answer = served(&layer, ask_with("GET", "/", headers));
        assert_eq!(answer.value("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.value("vary"), None);
    });
    let answer = served(&layer, preflight("/", STRANGER, "PURGE"));
    assert_eq!(answer.value("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.value("access-control-allow-methods"), Some("*"));
    assert_eq!(answer.value("access-control-allow-headers"), Some("*, authorization"));
    assert_eq!(answer.value("vary"), Some("Access-Control-Request-Method"));
}

#[test]
fn without_headers_none_are_admitted() {
    let layer = CorsLayer::new(policy!(origins = "https://app.example", methods = "PUT"));
    let answer = served(&layer, preflight("/", APP, "PUT"));
    assert_eq!(answer.value("access-control-allow-methods"), Some("PUT"));
    assert_eq!(answer.value("access-control-allow-headers"), None);
}

#[test]
fn timing_is_told_to_everyone() {
    let layer = CorsLayer::new(policy!(
        origins = "https://app.example",
        methods = "GET",
        timing_origins = "https://app.example, https://rum.example",
    ));
    each([&[][..], &[("origin", STRANGER)]], |headers| {
        let answer = served(&layer, ask_with("GET", "/", headers));
        assert_eq!(answer.value("timing-allow-origin"), Some("https://app.example, https://rum.example"));
    });
}

#[test]
fn enforced_policies_stop_other_origins_before_the_service() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let service = tower::service_fn(move |_: Request<Body>| {
        counted.fetch_add(1, Ordering::Relaxed);
        async { Ok::<_, std::convert::Infallible>(Response::new(Body::empty())) }
    });
    let layer = CorsLayer::new(policy!(origins = "https://app.example", methods = "POST", enforce = true));
    let service = layer.layer(service);
    let cases = [
        &[("origin", STRANGER), ("host", "api.example")][..],
        &[("origin", "null"), ("host", "api.example")],
        &[("origin", APP), ("origin", APP), ("host", "api.example")],
    ];
    each(cases, |headers| {
        let answer = ask_with("POST", "/", headers).of(&service);
        assert_eq!(answer.status, 403);
        assert_eq!(answer.value("vary"), Some("Origin"));
    });
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    let cases = [
        &[("host", "api.example")][..],
        &[("origin", APP), ("host", "api.example")],
        &[("origin", "https://api.example"), ("host", "api.example")],
        &[("origin", STRANGER), ("host", "api.example"), ("sec-fetch-site", "same-origin")],
    ];
    each(cases, |headers| assert_eq!(ask_with("POST", "/", headers).of(&service).status, 200));
    assert_eq!(calls.load(Ordering::Relaxed), 4);
}

#[test]
fn clones_share_a_set_that_is_swapped() {
    let origins = SharedOrigins::new(OriginSet::parse([APP]).unwrap());
    let policy = Policy::builder().origins_from(&origins).methods("GET").build().unwrap();
    let layer = CorsLayer::new(policy);
    assert_eq!(served(&layer.clone(), ask("GET", "/").origin(APP)).allow_origin(), Some(APP));
    origins.store(OriginSet::parse([STRANGER]).unwrap());
    assert_eq!(served(&layer, ask("GET", "/").origin(APP)).allow_origin(), None);
    assert_eq!(served(&layer.clone(), preflight("/", STRANGER, "GET")).allow_origin(), Some(STRANGER));
    assert_refused(&served(&layer, preflight("/", APP, "GET")));
}
