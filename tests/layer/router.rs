//! A whole axum `Router`, with routes that have a policy of their own and routes that have none.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};
use cors_runtime::{CorsLayer, CorsRouter, cors, policy, routes};
use support::{Answer, ask, each, from, preflight};

use super::{
    APP, LAYER, STRANGER, assert_approved, assert_readable, assert_refused, assert_unreadable, origins_in_vary,
};

const OWN: &str = "https://own.example";

type Calls = Arc<AtomicUsize>;

#[cors(origins = "https://own.example", methods = [GET, PURGE], expose_headers = ["x-own"])]
async fn own(State(calls): State<Calls>) {
    calls.fetch_add(1, Ordering::Relaxed);
}

#[cors(origins = "https://own.example", methods = [PUT, OPTIONS])]
async fn own_options(State(calls): State<Calls>) {
    calls.fetch_add(1, Ordering::Relaxed);
}

/// Runs on every method, and says of itself what only the policy may say.
async fn plain(State(calls): State<Calls>, method: Method) -> Response {
    calls.fetch_add(1, Ordering::Relaxed);
    let own_headers = [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-headers", "x-own"),
        ("vary", "accept-encoding, origin"),
    ];
    (own_headers, method.to_string()).into_response()
}

fn app(calls: &Calls) -> Router {
    let fails = || async { StatusCode::INTERNAL_SERVER_ERROR };
    let moved = || async { Redirect::to("/plain") };
    Router::new()
        .route("/own", routes!(own, own_options))
        .route("/plain", any(plain))
        .route("/get", get(|| async {}))
        .route("/fails", get(fails))
        .route("/moved", get(moved))
        .nest("/nested", Router::new().route("/plain", any(plain)))
        .layer(CorsLayer::new(LAYER))
        .with_state(Arc::clone(calls))
}

/// What a page of this origin gets, or whoever has none.
fn seen_by(app: &Router, method: &str, uri: &str, origin: Option<&str>) -> Answer {
    ask(method, uri).headers(origin.map(|origin| ("origin", origin))).of(app)
}

#[test]
fn preflights_are_answered_without_any_handler() {
    let calls = Calls::default();
    let app = app(&calls);
    each(["/own", "/plain", "/get", "/fails", "/moved", "/nested/plain", "/no/such/path"], |uri| {
        each(["GET", "PUT", "PURGE"], |method| {
            assert_approved(&preflight(uri, APP, method).of(&app));
            each([STRANGER, OWN, "null", ""], |origin| assert_refused(&preflight(uri, origin, method).of(&app)));
        });
        assert_refused(&preflight(uri, APP, "no token").of(&app));
    });
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[test]
fn plain_routes_follow_the_layer() {
    let calls = Calls::default();
    let app = app(&calls);
    let cases = [
        ("GET", "/plain", 200),
        ("HEAD", "/plain", 200),
        ("OPTIONS", "/plain", 200),
        ("PURGE", "/nested/plain", 200),
        ("POST", "/get", 405),
        ("GET", "/fails", 500),
        ("GET", "/moved", 303),
        ("GET", "/no/such/path", 404),
        ("OPTIONS", "/no/such/path", 404),
    ];
    each(cases, |(method, uri, status)| {
        let answer = from(&app, APP, method, uri);
        assert_eq!(answer.status, status);
        assert_readable(&answer);
        each([None, Some(STRANGER), Some("null")], |origin| {
            let answer = seen_by(&app, method, uri, origin);
            assert_eq!(answer.status, status);
            assert_unreadable(&answer);
        });
    });
    assert_eq!(calls.load(Ordering::Relaxed), 4 * 4);
}

#[test]
fn annotated_routes_follow_their_own_policy() {
    let app = app(&Calls::default());
    let cases = [
        ("GET", 200, Some("x-own")),
        ("HEAD", 200, Some("x-own")),
        ("PURGE", 200, Some("x-own")),
        ("PUT", 200, None),
        ("OPTIONS", 200, None),
        ("DELETE", 405, Some("x-own")),
    ];
    each(cases, |(method, status, exposed)| {
        let answer = from(&app, OWN, method, "/own");
        assert_eq!(answer.status, status);
        assert_eq!(answer.value("access-control-allow-origin"), Some(OWN));
        assert_eq!(answer.value("access-control-expose-headers"), exposed);
        assert_eq!(answer.value("access-control-allow-credentials"), None);
        assert_eq!(origins_in_vary(&answer), 1);
        each([None, Some(APP), Some(STRANGER)], |origin| {
            let answer = seen_by(&app, method, "/own", origin);
            assert_eq!(answer.status, status);
            assert_unreadable(&answer);
        });
    });
}

#[test]
fn of_two_layers_the_outer_one_counts() {
    const OUTER: cors_runtime::Policy = policy!(origins = "https://outer.example", methods = "PUT");
    let app = app(&Calls::default()).layer(CorsLayer::new(OUTER));
    let outer = "https://outer.example";
    let answer = from(&app, outer, "GET", "/plain");
    assert_eq!(answer.value("access-control-allow-origin"), Some(outer));
    assert_eq!((answer.cors().len(), origins_in_vary(&answer)), (1, 1));
    assert_unreadable(&from(&app, APP, "GET", "/plain"));

    // And the annotated route still has the last word on its own answers.
    assert_unreadable(&from(&app, outer, "GET", "/own"));
    let answer = from(&app, OWN, "GET", "/own");
    assert_eq!(answer.value("access-control-allow-origin"), Some(OWN));

    let answer = preflight("/own", outer, "DELETE").of(&app);
    assert_eq!(answer.value("access-control-allow-methods"), Some("PUT"));
}

#[cors(origins = "https://own.example", methods = "GET")]
async fn show() {}

/// With a layer that changes nothing, so that the router's policies stand around its routes.
fn with_layer(router: CorsRouter) -> CorsRouter {
    router.layer(from_fn(|request: Request, next: Next| next.run(request)))
}

#[test]
fn a_cors_router_inside_keeps_its_annotated_routes_policies() {
    let router = || CorsRouter::new().route("/show", routes!(show)).route_plain("/plain", get(|| async {}));
    let with_default = || router().default_policy(policy!(origins = "https://default.example", methods = "GET"));
    each([router(), with_layer(router()), with_default(), with_layer(with_default())], |inside| {
        let app: Router = inside.with_state(()).layer(CorsLayer::new(LAYER));
        each(["GET", "DELETE", "OPTIONS"], |method| {
            let answer = from(&app, OWN, method, "/show");
            assert_eq!(answer.value("access-control-allow-origin"), Some(OWN));
            assert_eq!(origins_in_vary(&answer), 1);
            each([None, Some(APP), Some(STRANGER)], |origin| {
                assert_unreadable(&seen_by(&app, method, "/show", origin));
            });
        });
        assert_approved(&preflight("/show", APP, "GET").of(&app));
    });
    // Plain routes have no word of their own, so the layer's is the one that counts.
    let app: Router = with_layer(router()).with_state(()).layer(CorsLayer::new(LAYER));
    assert_readable(&from(&app, APP, "GET", "/plain"));
    assert_readable(&from(&app, APP, "GET", "/no/such/path"));
}

#[test]
fn a_cors_router_inside_keeps_its_default_policy() {
    const DEFAULT: &str = "https://default.example";
    let router = CorsRouter::new()
        .route_plain("/plain", get(|| async {}))
        .default_policy(policy!(origins = "https://default.example", methods = "GET"));
    let app: Router = router.with_state(()).layer(CorsLayer::new(LAYER));
    each(["/plain", "/no/such/path"], |path| {
        let answer = from(&app, DEFAULT, "GET", path);
        assert_eq!(answer.value("access-control-allow-origin"), Some(DEFAULT));
        assert_unreadable(&from(&app, APP, "GET", path));
    });
}
