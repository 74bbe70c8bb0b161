//! Layers inside CORS: they see no preflight, and their own answers can be read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{any, get};
use axum::{Router, body::Bytes};
use cors_runtime::{CorsRouter, Origin, Policy, cors, origin_check, policy, routes};
use http::StatusCode;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use support::{ask, each, each_async, from, preflight_from, send};

use crate::{APP, EVIL};

#[cors(origins = "https://app.example.com", methods = "GET, PURGE", credentials, max_age = 600)]
async fn account() -> &'static str {
    "account"
}

#[cors(origins = "https://admin.example.com", methods = "PUT")]
async fn change() -> &'static str {
    "changed"
}

#[cors(origins = "https://app.example.com", methods = "*")]
async fn everything() -> &'static str {
    "everything"
}

#[cors(origins = "https://app.example.com", methods = "POST", enforce = true)]
async fn enforced(body: Bytes) -> String {
    format!("{} bytes", body.len())
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn slow() {
    tokio::time::sleep(Duration::from_secs(60)).await;
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn panics() {
    panic!("a handler's own mistake");
}

/// How often the login was asked for.
#[derive(Clone, Default)]
struct Logins(Arc<AtomicUsize>);

async fn require_login(State(logins): State<Logins>, request: Request, next: Next) -> Result<Response, StatusCode> {
    logins.0.fetch_add(1, Ordering::Relaxed);
    if request.headers().contains_key("cookie") { Ok(next.run(request).await) } else { Err(StatusCode::UNAUTHORIZED) }
}

fn guarded(logins: &Logins) -> CorsRouter {
    CorsRouter::new()
        .route("/account", routes!(account, change))
        .route("/everything", routes!(everything))
        .route("/enforced", routes!(enforced))
        .route_plain("/plain", any(|| async { "plain" }))
        .route_layer(from_fn_with_state(logins.clone(), require_login))
        .route_plain("/health", get(|| async { "ok" }))
}

#[test]
fn preflights_do_not_reach_the_login() {
    let logins = Logins::default();
    let app: Router = guarded(&logins).with_state(());
    let cases = [
        ("/account", APP, "GET"),
        ("/account", APP, "PURGE"),
        ("/account", "https://admin.example.com", "PUT"),
        ("/account", APP, "DELETE"),
        ("/everything", APP, "PATCH"),
    ];
    each(cases, |(path, origin, method)| {
        let answer = preflight_from(&app, path, origin, method);
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.allow_origin(), Some(origin));
    });
    assert_eq!(preflight_from(&app, "/account", EVIL, "GET").status, StatusCode::FORBIDDEN);
    assert_eq!(logins.0.load(Ordering::Relaxed), 0);
}

#[test]
fn the_login_answer_can_be_read() {
    let logins = Logins::default();
    let app: Router = guarded(&logins).with_state(());
    let cases = [("GET", "/account"), ("PURGE", "/account"), ("DELETE", "/account"), ("PUT", "/everything")];
    each(cases, |(method, path)| {
        let answer = from(&app, APP, method, path);
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.allow_origin(), Some(APP));
        assert_eq!(answer.value("vary"), Some("Origin"));
    });
    let answer = from(&app, EVIL, "GET", "/account");
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(!answer.has_cors());
    assert_eq!(answer.value("vary"), Some("Origin"));
}

#[test]
fn whoever_is_logged_in_gets_the_handler() {
    let app: Router = guarded(&Logins::default()).with_state(());
    let answer = send(&app, "GET", "/account", &[("origin", APP), ("cookie", "id=1")]);
    assert_eq!(answer.allow_origin(), Some(APP));
    assert_eq!(answer.value("access-control-allow-credentials"), Some("true"));
    assert_eq!(answer.text(), "account");
    let answer = send(&app, "PURGE", "/account", &[("origin", APP), ("cookie", "id=1")]);
    assert_eq!(answer.text(), "account");
    let answer = send(&app, "OPTIONS", "/account", &[("origin", APP), ("cookie", "id=1")]);
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.value("allow"), Some("GET, HEAD, PURGE, PUT, OPTIONS"));
    assert_eq!(answer.allow_origin(), Some(APP));
}

#[test]
fn a_plain_route_is_not_opened() {
    let logins = Logins::default();
    let app: Router = guarded(&logins).with_state(());
    // axum would stop these at the login, and so does this router.
    let answer = preflight_from(&app, "/plain", APP, "GET");
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(logins.0.load(Ordering::Relaxed), 1);
    each([answer.headers, from(&app, APP, "GET", "/health").headers], |headers| {
        assert!(!headers.contains_key("vary"));
        assert!(!headers.keys().any(|name| name.as_str().starts_with("access-control-")));
    });
    assert!(!from(&app, APP, "GET", "/nowhere").has_cors());
}

#[test]
fn a_default_policy_decorates_plain_routes() {
    const EVERYBODY: Policy = policy!(origins = "*", methods = "GET");
    let runs = Logins::default();
    let counted = runs.clone();
    let app: Router = guarded(&Logins::default())
        .route_plain("/counted", any(move || async move { counted.0.fetch_add(1, Ordering::Relaxed).to_string() }))
        .default_policy(EVERYBODY)
        .with_state(());
    each(["/health", "/nowhere", "/plain"], |path| assert_eq!(from(&app, EVIL, "GET", path).allow_origin(), Some("*")));
    let answer = preflight_from(&app, "/counted", EVIL, "GET");
    assert_eq!((answer.status, answer.allow_origin()), (StatusCode::NO_CONTENT, Some("*")));
    assert_eq!(runs.0.load(Ordering::Relaxed), 0, "no handler runs on a preflight");
    // An annotated route keeps its own policy.
    assert!(!from(&app, EVIL, "GET", "/account").has_cors());
    assert_eq!(preflight_from(&app, "/account", EVIL, "GET").status, StatusCode::FORBIDDEN);
}

#[test]
fn enforce_stops_before_the_layers() {
    let logins = Logins::default();
    let app: Router = guarded(&logins).with_state(());
    let answer = from(&app, EVIL, "POST", "/enforced");
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(logins.0.load(Ordering::Relaxed), 0);
    let answer = send(&app, "POST", "/enforced", &[("origin", EVIL), ("host", "evil.example.net"), ("cookie", "x")]);
    assert_eq!(answer.status, StatusCode::OK, "the same origin is not another one");
}

#[tokio::test]
async fn tower_https_layers_answer_readably() {
    let app: Router = CorsRouter::new()
        .route("/slow", routes!(slow))
        .route("/panics", routes!(panics))
        .route("/enforced", routes!(enforced))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(1)))
        .layer(RequestBodyLimitLayer::new(10))
        .layer(CatchPanicLayer::new())
        .with_state(());
    let cases = [("GET", "/slow", StatusCode::REQUEST_TIMEOUT), ("GET", "/panics", StatusCode::INTERNAL_SERVER_ERROR)];
    each_async(cases, async |(method, path, status)| {
        let answer = ask(method, path).origin(APP).send(&app).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.allow_origin(), Some(APP));
    })
    .await;
    let answer = send(&app, "POST", "/enforced", &[("origin", APP), ("content-length", "11")]);
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.allow_origin(), Some(APP));
}

#[test]
fn too_many_requests_can_be_read() {
    let app: Router = CorsRouter::new()
        .route("/account", routes!(account))
        .route_layer(from_fn(|_: Request, _: Next| async { StatusCode::TOO_MANY_REQUESTS }))
        .with_state(());
    let answer = from(&app, APP, "GET", "/account");
    assert_eq!((answer.status, answer.allow_origin()), (StatusCode::TOO_MANY_REQUESTS, Some(APP)));
}

#[derive(Clone)]
struct Tenants(&'static str);

#[origin_check]
async fn is_tenant(origin: Origin, State(tenants): State<Tenants>) -> bool {
    origin.host() == tenants.0
}

#[cors(origins_if = is_tenant, methods = "GET")]
async fn tenant() -> &'static str {
    "tenant"
}

#[test]
fn the_application_is_asked_with_its_state() {
    let app: Router = CorsRouter::new()
        .route("/tenant", routes!(tenant))
        .route_layer(from_fn(|_: Request, _: Next| async { StatusCode::UNAUTHORIZED }))
        .with_state(Tenants("tenant.example.com"));
    let origin = "https://tenant.example.com";
    assert_eq!(preflight_from(&app, "/tenant", origin, "GET").allow_origin(), Some(origin));
    assert_eq!(from(&app, origin, "GET", "/tenant").allow_origin(), Some(origin));
    assert!(!from(&app, APP, "GET", "/tenant").has_cors());
}
