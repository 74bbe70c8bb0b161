//! Methods that axum has no router for.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Json, Router};
use cors_runtime::{cors, routes};

use support::{ask, each, preflight};

const APP: &str = "https://app.example.com";

#[cors(origins = "https://app.example.com", methods = "PURGE")]
async fn purge() -> &'static str {
    "purged"
}

#[cors(origins = "https://app.example.com", methods = [QUERY, "M-SEARCH"], expose_headers = "x-total")]
async fn query(State(greeting): State<&'static str>, Json(name): Json<String>) -> String {
    format!("{greeting} {name}")
}

#[cors(origins = "https://other.example.com", methods = "GET")]
async fn read() -> &'static str {
    "read"
}

#[cors(origins = "https://app.example.com", methods = [GET, "PURGE"])]
async fn both() -> &'static str {
    "both"
}

fn app() -> Router {
    Router::new()
        .route("/cache", routes!(purge))
        .route("/search", routes!(read, query, purge))
        .route("/both", routes!(both))
        .with_state("hello")
}

#[test]
fn custom_method_runs_its_handler() {
    let app = app();
    each(["/cache", "/search"], |path| {
        let answer = ask("PURGE", path).origin(APP).of(&app);
        assert_eq!((answer.status, answer.text()), (StatusCode::OK, "purged"));
        assert_eq!(answer.cors(), [("access-control-allow-origin", APP)]);
        answer.varies_by(&["origin"]);
        assert_eq!(ask("PURGE", path).origin("https://other.example.com").of(&app).cors(), []);
    });
}

#[test]
fn state_and_body_reach_the_handler() {
    each(["QUERY", "M-SEARCH"], |method| {
        let asked = ask(method, "/search").origin(APP).header("content-type", "application/json");
        let answer = asked.body("\"ann\"").of(&app());
        assert_eq!((answer.status, answer.text()), (StatusCode::OK, "hello ann"));
        assert_eq!(answer.cors(), [("access-control-allow-origin", APP), ("access-control-expose-headers", "x-total")]);
    });
    let rejected = ask("QUERY", "/search").origin(APP).body("{").of(&app());
    assert_eq!(rejected.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(rejected.value("access-control-allow-origin"), Some(APP));
}

#[test]
fn preflights_know_custom_methods() {
    let app = app();
    assert_eq!(preflight("/cache", APP, "PURGE").of(&app).admitted_methods(), ["PURGE"]);
    let answer = preflight("/search", APP, "QUERY").of(&app);
    assert_eq!(
        answer.cors(),
        [
            ("access-control-allow-headers", "content-type"),
            ("access-control-allow-methods", "QUERY, M-SEARCH"),
            ("access-control-allow-origin", APP),
        ]
    );
    assert_eq!(preflight("/both", APP, "PURGE").of(&app).admitted_methods(), ["GET", "HEAD", "PURGE"]);
    preflight("/search", "https://other.example.com", "QUERY").of(&app).is_refused();
}

#[test]
fn custom_methods_keep_their_case() {
    let app = app();
    each(["purge", "Purge", "PURGE1", "PURG"], |method| {
        let answer = ask(method, "/search").origin(APP).of(&app);
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        answer.allows(&["GET", "HEAD", "QUERY", "M-SEARCH", "PURGE", "OPTIONS"]);
        assert_eq!(answer.value("access-control-allow-origin"), Some(APP));
        let answer = preflight("/search", APP, method).of(&app);
        assert_eq!(answer.admitted_methods(), ["QUERY", "M-SEARCH", "PURGE"]);
    });
}

#[test]
fn usual_methods_work_beside_custom_ones() {
    let app = app();
    assert_eq!(ask("GET", "/search").of(&app).text(), "read");
    assert_eq!(ask("HEAD", "/search").of(&app).value("content-length"), Some("4"));
    assert_eq!(ask("GET", "/both").of(&app).text(), "both");
    assert_eq!(ask("PURGE", "/both").of(&app).text(), "both");
    assert_eq!(ask("POST", "/both").of(&app).status, StatusCode::METHOD_NOT_ALLOWED);
    let answer = ask("GET", "/cache").of(&app);
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    answer.allows(&["PURGE", "OPTIONS"]);
    let answer = ask("OPTIONS", "/search").of(&app);
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    answer.allows(&["GET", "HEAD", "QUERY", "M-SEARCH", "PURGE", "OPTIONS"]);
}
