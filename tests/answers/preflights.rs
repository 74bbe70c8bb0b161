//! A preflight of one handler's path: the whole true policy, or 403.

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::ACCESS_CONTROL_REQUEST_METHOD;
use cors_runtime::{cors, routes};

use support::{ask, each, preflight};

#[cors(origins = "https://app.example.com", methods = "GET", max_age = 86400)]
async fn list_items() -> &'static str {
    unreachable!("a preflight reaches no handler")
}

#[cors(
    origins = ["https://admin.example.com", "https://*.preview.example.com"],
    methods = [POST, PUT],
    headers = ["content-type", "x-request-id"],
    expose_headers = ["etag"],
    timing_origins = "*",
    credentials = true,
    max_age = 600,
)]
async fn save_item() -> &'static str {
    unreachable!("a preflight reaches no handler")
}

#[cors(origins = "https://app.example.com", methods = "DELETE", headers = [], credentials, max_age = 0)]
async fn delete_item() -> &'static str {
    unreachable!("a preflight reaches no handler")
}

#[cors(origins = "null", danger_accept_null_origin = true, methods = PUT, enforce = true)]
async fn save_from_sandbox() -> &'static str {
    unreachable!("a preflight reaches no handler")
}

#[cors(origins = "https://app.example.com", methods = "HEAD")]
async fn probe() -> &'static str {
    unreachable!("a preflight reaches no handler")
}

fn app() -> Router {
    Router::new()
        .route("/list", routes!(list_items))
        .route("/save", routes!(save_item))
        .route("/delete", routes!(delete_item))
        .route("/sandbox", routes!(save_from_sandbox))
        .route("/probe", routes!(probe))
}

#[test]
fn small_policy_is_told_whole() {
    let answer = preflight("/list", "https://app.example.com", "GET").of(&app());
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.text(), "");
    assert_eq!(
        answer.cors(),
        [
            ("access-control-allow-methods", "GET, HEAD"),
            ("access-control-allow-origin", "https://app.example.com"),
            ("access-control-max-age", "86400"),
        ]
    );
    answer.varies_by(&["origin", "access-control-request-method"]);
}

#[test]
fn large_policy_is_told_whole() {
    each(["https://admin.example.com", "https://pr-7.preview.example.com"], |origin| {
        let answer = preflight("/save", origin, "PUT").of(&app());
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(
            answer.cors(),
            [
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-headers", "content-type, x-request-id"),
                ("access-control-allow-methods", "POST, PUT"),
                ("access-control-allow-origin", origin),
                ("access-control-max-age", "600"),
            ]
        );
        // Resource Timing reads it of actual answers only.
        assert_eq!(answer.value("timing-allow-origin"), None);
    });
}

#[test]
fn what_is_empty_is_not_sent_and_what_is_zero_is() {
    let answer = preflight("/delete", "https://app.example.com", "DELETE").of(&app());
    assert_eq!(
        answer.cors(),
        [
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-methods", "DELETE"),
            ("access-control-allow-origin", "https://app.example.com"),
            ("access-control-max-age", "0"),
        ]
    );
}

#[test]
fn answer_is_the_same_whatever_headers_are_asked_for() {
    let app = app();
    let plain = preflight("/save", "https://admin.example.com", "PUT").of(&app);
    each(["x-request-id", "x-other", "x other", "", ",,,", "content-type,x-request-id,authorization"], |names| {
        let asked = preflight("/save", "https://admin.example.com", "PUT");
        let answer = asked.header("access-control-request-headers", names).of(&app);
        assert_eq!((answer.status, answer.headers), (plain.status, plain.headers.clone()));
    });
}

#[test]
fn method_that_brings_head_serves_its_preflight_too() {
    let answer = preflight("/list", "https://app.example.com", "HEAD").of(&app());
    assert_eq!(answer.admitted_methods(), ["GET", "HEAD"]);
    let answer = preflight("/probe", "https://app.example.com", "HEAD").of(&app());
    assert_eq!(answer.admitted_methods(), ["HEAD"]);
}

#[test]
fn method_of_no_handler_is_answered_with_those_there_are() {
    let app = app();
    let long = "A".repeat(64 * 1024);
    let cases = ["PATCH", "OPTIONS", "put", "Post", "PUTT", "PU", "TRACE", "CONNECT", "*", "!#$%&'*+-.^_`|~", &long];
    each(cases, |method| {
        let answer = preflight("/save", "https://admin.example.com", method).of(&app);
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(
            answer.cors(),
            [
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-headers", "content-type, x-request-id"),
                ("access-control-allow-methods", "POST, PUT"),
                ("access-control-allow-origin", "https://admin.example.com"),
                ("access-control-max-age", "600"),
            ]
        );
        answer.varies_by(&["origin", "access-control-request-method"]);
        preflight("/save", "https://app.example.com", method).of(&app).is_refused();
    });
    // A HEAD handler alone serves no GET.
    preflight("/probe", "https://app.example.com", "GET").of(&app).is_refused();
    let answer = preflight("/probe", "https://app.example.com", "PUT").of(&app);
    assert_eq!(answer.admitted_methods(), ["HEAD"]);
}

#[test]
fn origin_that_is_not_admitted_is_refused() {
    let app = app();
    let cases = ["https://admin.example.com", "http://app.example.com", "null", "*", "", "https://app.example.com, *"];
    each(cases, |origin| {
        let answer = preflight("/list", origin, "GET").of(&app);
        answer.is_refused();
        answer.varies_by(&["origin", "access-control-request-method"]);
        assert_eq!(answer.text(), "");
    });
}

#[test]
fn origin_twice_is_refused_even_if_both_are_admitted() {
    each(["https://app.example.com", "https://evil.example", ""], |second| {
        let asked = preflight("/list", "https://app.example.com", "GET");
        asked.origin(second).of(&app()).is_refused();
    });
}

#[test]
fn method_that_is_no_token_is_refused() {
    let bytes: [&[u8]; 9] = [b"", b" ", b"GE T", b"GET,POST", b"GET;", b"G\xcbT", b"\xff", b"\"GET\"", b"GET, HEAD"];
    each(bytes, |method| {
        let asked = ask("OPTIONS", "/list").origin("https://app.example.com");
        let answer = asked.header(ACCESS_CONTROL_REQUEST_METHOD, method).of(&app());
        answer.is_refused();
        answer.varies_by(&["origin", "access-control-request-method"]);
    });
}

#[test]
fn method_twice_is_refused_even_if_both_are_equal() {
    each(["GET", "POST", ""], |second| {
        let asked = preflight("/list", "https://app.example.com", "GET");
        asked.header(ACCESS_CONTROL_REQUEST_METHOD, second).of(&app()).is_refused();
    });
}

#[test]
fn null_is_an_origin_only_where_it_is_listed() {
    let answer = preflight("/sandbox", "null", "PUT").of(&app());
    assert_eq!(answer.value("access-control-allow-origin"), Some("null"));
    each(["Null", "NULL", "null ,", "nul", "nullnull", "https://null", "null:1"], |origin| {
        preflight("/sandbox", origin, "PUT").of(&app()).is_refused();
    });
}

#[test]
fn credentials_and_a_body_change_nothing() {
    let app = app();
    let plain = preflight("/save", "https://admin.example.com", "PUT").of(&app);
    let asked = preflight("/save", "https://admin.example.com", "PUT").header("cookie", "session=alice");
    let answer = asked.header("authorization", "Bearer x").header("content-length", "4").body("body").of(&app);
    assert_eq!((answer.status, answer.headers), (plain.status, plain.headers));
}

#[test]
fn query_and_absolute_target_change_nothing() {
    each(["/list?page=2", "http://api.example.com/list", "/list?"], |uri| {
        let answer = preflight(uri, "https://app.example.com", "GET").of(&app());
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.admitted_methods(), ["GET", "HEAD"]);
    });
}
