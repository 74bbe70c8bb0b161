//! Several handlers on one path, each with a policy of its own.

use axum::Router;
use axum::http::StatusCode;
use cors_runtime::{cors, routes};

use support::{ask, each, preflight};

const APP: &str = "https://app.example.com";
const ADMIN: &str = "https://admin.example.com";
const EVIL: &str = "https://evil.example";

#[cors(origins = "https://app.example.com", methods = GET, expose_headers = "x-total", max_age = 60)]
async fn list() -> &'static str {
    "list"
}

#[cors(origins = "https://admin.example.com", methods = [POST, PUT], headers = "x-reason", credentials)]
async fn save() -> &'static str {
    "save"
}

#[cors(origins = ["https://app.example.com", "https://admin.example.com"], methods = "DELETE", headers = "x-force")]
async fn delete() -> &'static str {
    "delete"
}

#[cors(origins = "https://admin.example.com", methods = "HEAD", headers = "x-probe")]
async fn head() -> [(&'static str, &'static str); 1] {
    [("x-by", "head")]
}

#[cors(origins = "*", methods = "PATCH", headers = "x-patch")]
async fn patch() -> &'static str {
    "patch"
}

#[cors(origins = "*", methods = "*", headers = "x-any")]
async fn any() -> &'static str {
    "any"
}

#[cors(origins = "https://app.example.com", methods = OPTIONS, headers = "x-describe", credentials)]
async fn describe() -> &'static str {
    "describe"
}

fn app() -> Router {
    Router::new()
        .route("/items", routes!(list, save, delete))
        .route("/head-last", routes!(list, head))
        .route("/head-first", routes!(head, list))
        .route("/public-first", routes!(patch, save))
        .route("/public-last", routes!(save, patch))
        .route("/any", routes!(describe, any))
}

#[test]
fn asked_method_chooses_the_policy() {
    let app = app();
    let list = preflight("/items", APP, "GET").of(&app);
    assert_eq!(
        list.cors(),
        [
            ("access-control-allow-methods", "GET, HEAD"),
            ("access-control-allow-origin", APP),
            ("access-control-max-age", "60"),
        ]
    );
    let save = preflight("/items", ADMIN, "PUT").of(&app);
    assert_eq!(
        save.cors(),
        [
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-headers", "x-reason"),
            ("access-control-allow-methods", "POST, PUT"),
            ("access-control-allow-origin", ADMIN),
        ]
    );
    each([APP, ADMIN], |origin| {
        let delete = preflight("/items", origin, "DELETE").of(&app);
        assert_eq!(
            delete.cors(),
            [
                ("access-control-allow-headers", "x-force"),
                ("access-control-allow-methods", "DELETE"),
                ("access-control-allow-origin", origin),
            ]
        );
    });
}

#[test]
fn neighbours_policy_admits_nobody() {
    let app = app();
    each([(APP, "PUT"), (APP, "POST"), (ADMIN, "GET"), (ADMIN, "HEAD"), (EVIL, "DELETE")], |(origin, method)| {
        preflight("/items", origin, method).of(&app).is_refused();
    });
}

#[test]
fn method_of_nobody_shows_the_union_of_those_who_admit_the_origin() {
    let app = app();
    let answer = preflight("/items", APP, "PATCH").of(&app);
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(
        answer.cors(),
        [
            ("access-control-allow-methods", "GET, HEAD, DELETE"),
            ("access-control-allow-origin", APP),
            ("access-control-max-age", "60"),
        ]
    );
    let answer = preflight("/items", ADMIN, "PATCH").of(&app);
    assert_eq!(
        answer.cors(),
        [
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-headers", "x-reason"),
            ("access-control-allow-methods", "POST, PUT, DELETE"),
            ("access-control-allow-origin", ADMIN),
        ]
    );
    answer.varies_by(&["origin", "access-control-request-method"]);
    preflight("/items", EVIL, "PATCH").of(&app).is_refused();
}

#[test]
fn union_names_a_method_once() {
    let answer = preflight("/head-last", APP, "PATCH").of(&app());
    assert_eq!(answer.admitted_methods(), ["GET", "HEAD"]);
    let answer = preflight("/head-last", ADMIN, "PATCH").of(&app());
    assert_eq!(answer.admitted_methods(), ["HEAD"]);
}

#[test]
fn actual_answers_follow_their_own_policies() {
    let app = app();
    let cases = [
        ("GET", APP, "list", &[("access-control-allow-origin", APP), ("access-control-expose-headers", "x-total")][..]),
        ("GET", ADMIN, "list", &[]),
        ("PUT", ADMIN, "save", &[("access-control-allow-credentials", "true"), ("access-control-allow-origin", ADMIN)]),
        ("POST", APP, "save", &[]),
        ("DELETE", APP, "delete", &[("access-control-allow-origin", APP)]),
        ("DELETE", ADMIN, "delete", &[("access-control-allow-origin", ADMIN)]),
        ("DELETE", EVIL, "delete", &[]),
    ];
    each(cases, |(method, origin, body, expected)| {
        let answer = ask(method, "/items").origin(origin).of(&app);
        assert_eq!(answer.text(), body, "the handler runs whoever asks: {method} {origin}");
        assert_eq!(answer.cors(), expected);
        answer.varies_by(&["origin"]);
    });
}

#[test]
fn method_not_allowed_is_told_to_the_origin_of_the_first_that_admits_it() {
    let app = app();
    let answer = ask("PATCH", "/items").origin(APP).of(&app);
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    answer.allows(&["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);
    assert_eq!(answer.cors(), [("access-control-allow-origin", APP), ("access-control-expose-headers", "x-total")]);
    let answer = ask("PATCH", "/items").origin(ADMIN).of(&app);
    assert_eq!(answer.cors(), [("access-control-allow-credentials", "true"), ("access-control-allow-origin", ADMIN)]);
    each([ask("PATCH", "/items").origin(EVIL).of(&app), ask("PATCH", "/items").of(&app)], |answer| {
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.cors(), []);
        answer.varies_by(&["origin"]);
    });
}

#[test]
fn gets_handler_answers_head_until_another_names_it() {
    let app = app();
    let answer = ask("HEAD", "/items").origin(APP).of(&app);
    assert_eq!((answer.status, answer.text()), (StatusCode::OK, ""));
    assert_eq!(answer.value("content-length"), Some("4"), "of the body that GET has");
    assert_eq!(answer.value("access-control-allow-origin"), Some(APP));

    each(["/head-last", "/head-first"], |path| {
        let answer = ask("HEAD", path).origin(ADMIN).of(&app);
        assert_eq!(answer.value("x-by"), Some("head"));
        assert_eq!(answer.cors(), [("access-control-allow-origin", ADMIN)]);
        assert_eq!(ask("HEAD", path).origin(APP).of(&app).cors(), []);
        assert_eq!(ask("GET", path).origin(APP).of(&app).text(), "list");
    });
}

#[test]
fn preflight_for_head_is_judged_by_the_handler_that_answers_head() {
    let app = app();
    each(["/head-last", "/head-first"], |path| {
        let answer = preflight(path, ADMIN, "HEAD").of(&app);
        assert_eq!(
            answer.cors(),
            [
                ("access-control-allow-headers", "x-probe"),
                ("access-control-allow-methods", "HEAD"),
                ("access-control-allow-origin", ADMIN),
            ]
        );
        preflight(path, APP, "HEAD").of(&app).is_refused();
        preflight(path, ADMIN, "GET").of(&app).is_refused();
        assert_eq!(preflight(path, APP, "GET").of(&app).admitted_methods(), ["GET", "HEAD"]);
    });
}

#[test]
fn public_handler_beside_a_private_one() {
    let app = app();
    each(["/public-first", "/public-last"], |path| {
        let answer = preflight(path, EVIL, "PATCH").of(&app);
        assert_eq!(answer.value("access-control-allow-origin"), Some("*"));
        answer.varies_by(&["access-control-request-method"]);
        preflight(path, EVIL, "PUT").of(&app).is_refused();
        let answer = ask("PATCH", path).origin(EVIL).of(&app);
        assert_eq!(answer.cors(), [("access-control-allow-origin", "*")]);
        answer.varies_by(&[]);
        assert_eq!(ask("PUT", path).origin(EVIL).of(&app).cors(), []);
    });
}

#[test]
fn order_decides_who_speaks_for_the_path() {
    let app = app();
    // Who is admitted by both hears the first; everybody else hears the public one.
    each([("/public-first", "*"), ("/public-last", ADMIN)], |(path, admin_hears)| {
        each([(ADMIN, admin_hears), (EVIL, "*")], |(origin, hears)| {
            let unserved = preflight(path, origin, "DELETE").of(&app);
            assert_eq!(unserved.value("access-control-allow-origin"), Some(hears));
            // The union differs from origin to origin even where `*` is sent.
            unserved.varies_by(&["origin", "access-control-request-method"]);
            let refused = ask("DELETE", path).origin(origin).of(&app);
            assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED);
            assert_eq!(refused.value("access-control-allow-origin"), Some(hears));
        });
    });
    assert_eq!(preflight("/public-first", ADMIN, "DELETE").of(&app).admitted_methods(), ["PATCH", "POST", "PUT"]);
    assert_eq!(preflight("/public-first", EVIL, "DELETE").of(&app).admitted_methods(), ["PATCH"]);
    assert_eq!(preflight("/public-last", ADMIN, "DELETE").of(&app).admitted_methods(), ["POST", "PUT", "PATCH"]);
    let credentials = "access-control-allow-credentials";
    assert_eq!(preflight("/public-first", ADMIN, "DELETE").of(&app).value(credentials), None);
    assert_eq!(preflight("/public-last", ADMIN, "DELETE").of(&app).value(credentials), Some("true"));

    // The first handler admits everybody: its answer is the same for all.
    ask("DELETE", "/public-first").of(&app).varies_by(&[]);
    ask("DELETE", "/public-last").of(&app).varies_by(&["origin"]);
}

#[test]
fn handler_of_every_method_leaves_options_to_the_one_that_names_it() {
    let app = app();
    assert_eq!(ask("OPTIONS", "/any").origin(APP).of(&app).text(), "describe");
    assert_eq!(ask("GET", "/any").origin(APP).of(&app).text(), "any");
    assert_eq!(preflight("/any", APP, "OPTIONS").of(&app).value("access-control-allow-headers"), Some("x-describe"));
    preflight("/any", EVIL, "OPTIONS").of(&app).is_refused();
    let answer = preflight("/any", EVIL, "GET").of(&app);
    assert_eq!(answer.value("access-control-allow-headers"), Some("x-any"));
}
