//! Which policies a layer takes, and what becomes of their keys.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use axum::body::Body;
use axum::http::{Request, Response};
use cors_runtime::{CorsLayer, OriginSet, Policy, SharedOrigins, policy};
use tower::{Layer as _, ServiceExt as _};

use super::{APP, STRANGER, assert_refused, preflight, request, values};

async fn answer(layer: &CorsLayer, request: Request<Body>) -> Response<Body> {
    let served = tower::service_fn(|_| async { Ok::<_, std::convert::Infallible>(Response::default()) });
    layer.layer(served).oneshot(request).await.unwrap()
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
    for (policy, missing) in
        [(NO_ORIGINS, "nobody is admitted: no origins are given"), (NO_METHODS, "no methods are given")]
    {
        let objection = objection(&policy);
        assert!(objection.starts_with(&format!("a policy around services must be whole: {missing}\n")), "{objection}");
        assert!(objection.contains("\n  why: ") && objection.contains("\nwrite: "), "{objection}");
    }
}

#[tokio::test]
async fn development_origins_are_origins() {
    // In a release build they admit nobody, and the policy is as whole as it was.
    let constant = CorsLayer::new(policy!(dev_origins = "http://localhost:*", methods = "GET"));
    let built = Policy::builder().dev_origins("http://localhost:*").methods("GET").build().unwrap();
    for layer in [constant, CorsLayer::new(built)] {
        let response = answer(&layer, request("GET", "/", &[("origin", "http://localhost:3000")])).await;
        let expected: &[&str] = if cfg!(debug_assertions) { &["http://localhost:3000"] } else { &[] };
        assert_eq!(values(response.headers(), "access-control-allow-origin"), expected);
    }
}

#[test]
fn a_bad_set_stops_the_start() {
    static FROM_A_FILE: LazyLock<OriginSet> = LazyLock::new(|| OriginSet::parse(["https://app.example/"]).unwrap());
    const POLICY: Policy = policy!(origins_from = FROM_A_FILE, methods = "GET");
    assert!(objection(&POLICY).contains("ends in a slash"));
}

#[tokio::test]
async fn everybody() {
    let layer = CorsLayer::new(policy!(origins = "*", methods = "*", headers = ["*", "authorization"]));
    for headers in [&[][..], &[("origin", APP)], &[("origin", "null")]] {
        let response = answer(&layer, request("GET", "/", headers)).await;
        assert_eq!(values(response.headers(), "access-control-allow-origin"), ["*"]);
        assert_eq!(values(response.headers(), "vary"), [""; 0]);
    }
    let response = answer(&layer, preflight("/", STRANGER, "PURGE")).await;
    assert_eq!(values(response.headers(), "access-control-allow-origin"), ["*"]);
    assert_eq!(values(response.headers(), "access-control-allow-methods"), ["*"]);
    assert_eq!(values(response.headers(), "access-control-allow-headers"), ["*, authorization"]);
    assert_eq!(values(response.headers(), "vary"), ["Access-Control-Request-Method"]);
}

#[tokio::test]
async fn without_headers_none_are_admitted() {
    let layer = CorsLayer::new(policy!(origins = "https://app.example", methods = "PUT"));
    let response = answer(&layer, preflight("/", APP, "PUT")).await;
    assert_eq!(values(response.headers(), "access-control-allow-methods"), ["PUT"]);
    assert_eq!(values(response.headers(), "access-control-allow-headers"), [""; 0]);
}

#[tokio::test]
async fn timing_is_told_to_everyone() {
    let layer = CorsLayer::new(policy!(
        origins = "https://app.example",
        methods = "GET",
        timing_origins = "https://app.example, https://rum.example",
    ));
    for headers in [&[][..], &[("origin", STRANGER)]] {
        let response = answer(&layer, request("GET", "/", headers)).await;
        assert_eq!(values(response.headers(), "timing-allow-origin"), ["https://app.example, https://rum.example"]);
    }
}

#[tokio::test]
async fn enforced_policies_stop_other_origins_before_the_service() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let service = tower::service_fn(move |_: Request<Body>| {
        counted.fetch_add(1, Ordering::Relaxed);
        async { Ok::<_, std::convert::Infallible>(Response::new(Body::empty())) }
    });
    let layer = CorsLayer::new(policy!(origins = "https://app.example", methods = "POST", enforce = true));
    let service = layer.layer(service);
    for headers in [
        &[("origin", STRANGER), ("host", "api.example")][..],
        &[("origin", "null"), ("host", "api.example")],
        &[("origin", APP), ("origin", APP), ("host", "api.example")],
    ] {
        let response = service.clone().oneshot(request("POST", "/", headers)).await.unwrap();
        assert_eq!(response.status(), 403, "{headers:?}");
        assert_eq!(values(response.headers(), "vary"), ["Origin"]);
    }
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    for headers in [
        &[("host", "api.example")][..],
        &[("origin", APP), ("host", "api.example")],
        &[("origin", "https://api.example"), ("host", "api.example")],
        &[("origin", STRANGER), ("host", "api.example"), ("sec-fetch-site", "same-origin")],
    ] {
        assert_eq!(service.clone().oneshot(request("POST", "/", headers)).await.unwrap().status(), 200, "{headers:?}");
    }
    assert_eq!(calls.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn clones_share_a_set_that_is_swapped() {
    let origins = SharedOrigins::new(OriginSet::parse([APP]).unwrap());
    let policy = Policy::builder().origins_from(&origins).methods("GET").build().unwrap();
    let layer = CorsLayer::new(policy);
    let admitted = |response: &Response<Body>| values(response.headers(), "access-control-allow-origin").concat();
    assert_eq!(admitted(&answer(&layer.clone(), request("GET", "/", &[("origin", APP)])).await), APP);
    origins.store(OriginSet::parse([STRANGER]).unwrap());
    assert_eq!(admitted(&answer(&layer, request("GET", "/", &[("origin", APP)])).await), "");
    assert_eq!(admitted(&answer(&layer.clone(), preflight("/", STRANGER, "GET")).await), STRANGER);
    assert_refused(&answer(&layer, preflight("/", APP, "GET")).await);
}
