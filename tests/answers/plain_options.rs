//! OPTIONS requests that are no preflights.

use axum::Router;
use axum::http::StatusCode;
use cors_runtime::{cors, routes};

use support::{ask, each, preflight};

const APP: &str = "https://app.example.com";
const ADMIN: &str = "https://admin.example.com";

#[cors(origins = "https://app.example.com", methods = GET, expose_headers = "x-total", credentials, max_age = 60)]
async fn read() -> &'static str {
    "read"
}

#[cors(origins = "https://admin.example.com", methods = [PUT, PATCH], headers = "x-reason")]
async fn save() -> &'static str {
    "save"
}

#[cors(origins = "https://admin.example.com", methods = "OPTIONS", headers = "x-depth")]
async fn describe() -> (StatusCode, [(&'static str, &'static str); 2], &'static str) {
    (StatusCode::OK, [("dav", "1"), ("access-control-allow-origin", "*")], "described")
}

#[cors(origins = "*", methods = "*")]
async fn any() -> &'static str {
    "any"
}

fn app() -> Router {
    Router::new()
        .route("/items", routes!(read, save))
        .route("/own", routes!(read, describe))
        .route("/only", routes!(describe))
        .route("/any", routes!(any))
}

#[test]
fn methods_of_the_path_are_told() {
    let answer = ask("OPTIONS", "/items").of(&app());
    assert_eq!((answer.status, answer.text()), (StatusCode::NO_CONTENT, ""));
    answer.allows(&["GET", "HEAD", "PUT", "PATCH", "OPTIONS"]);
    assert_eq!(answer.cors(), []);
    answer.varies_by(&["origin"]);
}

#[test]
fn answer_is_decorated_as_an_actual_one() {
    let app = app();
    let answer = ask("OPTIONS", "/items").origin(APP).of(&app);
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(
        answer.cors(),
        [
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-origin", APP),
            ("access-control-expose-headers", "x-total"),
        ]
    );
    assert_eq!(ask("OPTIONS", "/items").origin(ADMIN).of(&app).cors(), [("access-control-allow-origin", ADMIN)]);
    let answer = ask("OPTIONS", "/items").origin("https://evil.example").of(&app);
    assert_eq!((answer.status, answer.cors()), (StatusCode::NO_CONTENT, vec![]));
    answer.allows(&["GET", "HEAD", "PUT", "PATCH", "OPTIONS"]);
}

#[test]
fn half_a_preflight_is_none() {
    let app = app();
    let no_origin = ask("OPTIONS", "/items").header("access-control-request-method", "GET").of(&app);
    assert_eq!((no_origin.status, no_origin.cors()), (StatusCode::NO_CONTENT, vec![]));
    no_origin.allows(&["GET", "HEAD", "PUT", "PATCH", "OPTIONS"]);
    let no_method = ask("OPTIONS", "/items").origin(APP).header("access-control-request-headers", "x-reason").of(&app);
    assert_eq!(no_method.value("access-control-allow-methods"), None);
    assert_eq!(no_method.value("access-control-allow-origin"), Some(APP));
    let other_method = ask("GET", "/items").origin(APP).header("access-control-request-method", "GET").of(&app);
    assert_eq!(other_method.text(), "read");
    assert_eq!(other_method.value("access-control-allow-methods"), None);
}

#[test]
fn own_handler_answers_all_but_preflights() {
    let app = app();
    each(["/own", "/only"], |path| {
        let answer = ask("OPTIONS", path).origin(ADMIN).of(&app);
        assert_eq!((answer.status, answer.text()), (StatusCode::OK, "described"));
        assert_eq!(answer.value("dav"), Some("1"));
        assert_eq!(answer.cors(), [("access-control-allow-origin", ADMIN)]);
        answer.varies_by(&["origin"]);
        let cases =
            [ask("OPTIONS", path).origin(APP), ask("OPTIONS", path).header("access-control-request-method", "PUT")];
        each(cases, |asked| {
            let answer = asked.of(&app);
            assert_eq!((answer.text(), answer.cors()), ("described", vec![]));
        });
    });
}

#[test]
fn own_handler_has_preflights_answered_for_it() {
    let app = app();
    let answer = preflight("/own", ADMIN, "OPTIONS").of(&app);
    assert_eq!((answer.status, answer.text()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(
        answer.cors(),
        [
            ("access-control-allow-headers", "x-depth"),
            ("access-control-allow-methods", "OPTIONS"),
            ("access-control-allow-origin", ADMIN),
        ]
    );
    assert_eq!(preflight("/own", APP, "GET").of(&app).admitted_methods(), ["GET", "HEAD"]);
    preflight("/own", APP, "OPTIONS").of(&app).is_refused();
    preflight("/own", ADMIN, "GET").of(&app).is_refused();
}

#[test]
fn allow_names_options_once_beside_an_own_handler() {
    let answer = ask("GET", "/only").of(&app());
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    answer.allows(&["OPTIONS"]);
    let answer = ask("PUT", "/own").of(&app());
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    answer.allows(&["GET", "HEAD", "OPTIONS"]);
}

#[test]
fn path_of_every_method_tells_the_usual_ones() {
    let answer = ask("OPTIONS", "/any").of(&app());
    assert_eq!((answer.status, answer.text()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(answer.cors(), [("access-control-allow-origin", "*")]);
    let allow = answer.value("allow").expect("RFC 9110 section 10.2.1");
    each(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], |method| {
        assert!(allow.split(", ").any(|allowed| allowed == method), "{method} in {allow}");
    });
    answer.varies_by(&[]);
}
