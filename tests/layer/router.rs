//! A whole axum `Router`, with routes that have a policy of their own and routes that have none.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};
use cors_runtime::{CorsLayer, CorsRouter, cors, policy, routes};
use tower::ServiceExt as _;

use super::{
    APP, LAYER, STRANGER, assert_approved, assert_readable, assert_refused, assert_unreadable, cors_names,
    origins_in_vary, preflight, request, values,
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

async fn send(app: &Router, method: &str, uri: &str, origin: Option<&str>) -> Response {
    let origin: Vec<(&str, &str)> = origin.map(|origin| ("origin", origin)).into_iter().collect();
    app.clone().oneshot(request::<Body>(method, uri, &origin)).await.unwrap()
}

#[tokio::test]
async fn preflights_are_answered_without_any_handler() {
    let calls = Calls::default();
    let app = app(&calls);
    for uri in ["/own", "/plain", "/get", "/fails", "/moved", "/nested/plain", "/no/such/path"] {
        for method in ["GET", "PUT", "PURGE"] {
            assert_approved(&app.clone().oneshot(preflight::<Body>(uri, APP, method)).await.unwrap());
            for origin in [STRANGER, OWN, "null", ""] {
                assert_refused(&app.clone().oneshot(preflight::<Body>(uri, origin, method)).await.unwrap());
            }
        }
        assert_refused(&app.clone().oneshot(preflight::<Body>(uri, APP, "no token")).await.unwrap());
    }
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn plain_routes_follow_the_layer() {
    let calls = Calls::default();
    let app = app(&calls);
    for (method, uri, status) in [
        ("GET", "/plain", 200),
        ("HEAD", "/plain", 200),
        ("OPTIONS", "/plain", 200),
        ("PURGE", "/nested/plain", 200),
        ("POST", "/get", 405),
        ("GET", "/fails", 500),
        ("GET", "/moved", 303),
        ("GET", "/no/such/path", 404),
        ("OPTIONS", "/no/such/path", 404),
    ] {
        let response = send(&app, method, uri, Some(APP)).await;
        assert_eq!(response.status(), status, "{method} {uri}");
        assert_readable(&response);
        for origin in [None, Some(STRANGER), Some("null")] {
            let response = send(&app, method, uri, origin).await;
            assert_eq!(response.status(), status, "{method} {uri}");
            assert_unreadable(&response);
        }
    }
    assert_eq!(calls.load(Ordering::Relaxed), 4 * 4);
}

#[tokio::test]
async fn annotated_routes_follow_their_own_policy() {
    let app = app(&Calls::default());
    for (method, status, exposed) in [
        ("GET", 200, &["x-own"][..]),
        ("HEAD", 200, &["x-own"]),
        ("PURGE", 200, &["x-own"]),
        ("PUT", 200, &[]),
        ("OPTIONS", 200, &[]),
        ("DELETE", 405, &["x-own"]),
    ] {
        let response = send(&app, method, "/own", Some(OWN)).await;
        assert_eq!(response.status(), status, "{method}");
        assert_eq!(values(response.headers(), "access-control-allow-origin"), [OWN], "{method}");
        assert_eq!(values(response.headers(), "access-control-expose-headers"), exposed, "{method}");
        assert_eq!(values(response.headers(), "access-control-allow-credentials"), [""; 0], "{method}");
        assert_eq!(origins_in_vary(response.headers()), 1, "{method}");
        for origin in [None, Some(APP), Some(STRANGER)] {
            let response = send(&app, method, "/own", origin).await;
            assert_eq!(response.status(), status, "{method}");
            assert_unreadable(&response);
        }
    }
}

#[tokio::test]
async fn of_two_layers_the_outer_one_counts() {
    const OUTER: cors_runtime::Policy = policy!(origins = "https://outer.example", methods = "PUT");
    let app = app(&Calls::default()).layer(CorsLayer::new(OUTER));
    let outer = Some("https://outer.example");
    let response = send(&app, "GET", "/plain", outer).await;
    assert_eq!(values(response.headers(), "access-control-allow-origin"), ["https://outer.example"]);
    assert_eq!((cors_names(&response).len(), origins_in_vary(response.headers())), (1, 1));
    assert_unreadable(&send(&app, "GET", "/plain", Some(APP)).await);

    // And the annotated route still has the last word on its own answers.
    assert_unreadable(&send(&app, "GET", "/own", outer).await);
    let response = send(&app, "GET", "/own", Some(OWN)).await;
    assert_eq!(values(response.headers(), "access-control-allow-origin"), [OWN]);

    let response = app.oneshot(preflight::<Body>("/own", "https://outer.example", "DELETE")).await.unwrap();
    assert_eq!(values(response.headers(), "access-control-allow-methods"), ["PUT"]);
}

#[cors(origins = "https://own.example", methods = "GET")]
async fn show() {}

/// With a layer that changes nothing, so that the router's policies stand around its routes.
fn with_layer(router: CorsRouter) -> CorsRouter {
    router.layer(from_fn(|request: Request, next: Next| next.run(request)))
}

#[tokio::test]
async fn a_cors_router_inside_keeps_its_annotated_routes_policies() {
    let router = || CorsRouter::new().route("/show", routes!(show)).route_plain("/plain", get(|| async {}));
    let with_default = || router().default_policy(policy!(origins = "https://default.example", methods = "GET"));
    for inside in [router(), with_layer(router()), with_default(), with_layer(with_default())] {
        let app: Router = inside.with_state(()).layer(CorsLayer::new(LAYER));
        for method in ["GET", "DELETE", "OPTIONS"] {
            let response = send(&app, method, "/show", Some(OWN)).await;
            assert_eq!(values(response.headers(), "access-control-allow-origin"), [OWN], "{method}");
            assert_eq!(origins_in_vary(response.headers()), 1);
            for origin in [None, Some(APP), Some(STRANGER)] {
                assert_unreadable(&send(&app, method, "/show", origin).await);
            }
        }
        assert_approved(&app.clone().oneshot(preflight::<Body>("/show", APP, "GET")).await.unwrap());
    }
    // Plain routes have no word of their own, so the layer's is the one that counts.
    let app: Router = with_layer(router()).with_state(()).layer(CorsLayer::new(LAYER));
    assert_readable(&send(&app, "GET", "/plain", Some(APP)).await);
    assert_readable(&send(&app, "GET", "/no/such/path", Some(APP)).await);
}

#[tokio::test]
async fn a_cors_router_inside_keeps_its_default_policy() {
    const DEFAULT: &str = "https://default.example";
    let router = CorsRouter::new()
        .route_plain("/plain", get(|| async {}))
        .default_policy(policy!(origins = "https://default.example", methods = "GET"));
    let app: Router = router.with_state(()).layer(CorsLayer::new(LAYER));
    for path in ["/plain", "/no/such/path"] {
        let response = send(&app, "GET", path, Some(DEFAULT)).await;
        assert_eq!(values(response.headers(), "access-control-allow-origin"), [DEFAULT], "{path}");
        assert_unreadable(&send(&app, "GET", path, Some(APP)).await);
    }
}
