//! `origins = "*"`: the request's origin is not looked at.

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::ORIGIN;
use cors_runtime::{cors, routes};

use support::{ask, each, preflight};

#[cors(origins = "*", methods = [GET, PUT], expose_headers = "*", headers = ["x-a"], max_age = 7)]
async fn public() -> &'static str {
    "public"
}

#[cors(origins = "*", methods = "*", headers = "*")]
async fn open() -> &'static str {
    "open"
}

fn app() -> Router {
    Router::new().route("/public", routes!(public)).route("/open", routes!(open))
}

const ANYONE: [&[u8]; 7] =
    [b"https://app.example.com", b"null", b"", b"*", b"HTTPS://A.", b"\xff\xfe", b"moz-extension://a-b"];

#[test]
fn star_is_always_sent() {
    let app = app();
    let expected = [("access-control-allow-origin", "*"), ("access-control-expose-headers", "*")];
    let without = ask("GET", "/public").of(&app);
    assert_eq!(without.cors(), expected);
    without.varies_by(&[]);
    each(ANYONE, |origin| {
        let answer = ask("GET", "/public").origin(origin).of(&app);
        assert_eq!(answer.text(), "public");
        assert_eq!(answer.cors(), expected);
        answer.varies_by(&[]);
    });
    let twice = ask("GET", "/public").origin("https://a.example").origin("https://b.example").of(&app);
    assert_eq!(twice.cors(), expected);
}

#[test]
fn preflights_of_everybody_are_answered_alike() {
    each(ANYONE, |origin| {
        let asked = ask("OPTIONS", "/public").header(ORIGIN, origin);
        let answer = asked.header("access-control-request-method", "PUT").of(&app());
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(
            answer.cors(),
            [
                ("access-control-allow-headers", "x-a"),
                ("access-control-allow-methods", "GET, HEAD, PUT"),
                ("access-control-allow-origin", "*"),
                ("access-control-max-age", "7"),
            ]
        );
        answer.varies_by(&["access-control-request-method"]);
    });
}

#[test]
fn method_that_is_no_token_is_refused_nevertheless() {
    let app = app();
    each(["/public", "/open"], |path| {
        let answer = preflight(path, "https://app.example.com", "P T").of(&app);
        answer.is_refused();
        answer.varies_by(&["access-control-request-method"]);
        let twice = preflight(path, "https://app.example.com", "PUT").header("access-control-request-method", "PUT");
        twice.of(&app).is_refused();
    });
}

#[test]
fn everything_open_is_three_stars() {
    let answer = preflight("/open", "https://app.example.com", "PATCH").of(&app());
    assert_eq!(
        answer.cors(),
        [
            ("access-control-allow-headers", "*"),
            ("access-control-allow-methods", "*"),
            ("access-control-allow-origin", "*"),
        ]
    );
    // The answer's headers are a constant, so no cache needs the ones that were asked for.
    answer.varies_by(&["access-control-request-method"]);
}

#[test]
fn method_of_nobody_and_other_answers_vary_by_nothing_either() {
    let app = app();
    let unserved = preflight("/public", "https://app.example.com", "DELETE").of(&app);
    assert_eq!(unserved.admitted_methods(), ["GET", "HEAD", "PUT"]);
    unserved.varies_by(&["access-control-request-method"]);
    each([ask("DELETE", "/public").of(&app), ask("OPTIONS", "/public").of(&app)], |answer| {
        assert_eq!(answer.value("access-control-allow-origin"), Some("*"));
        answer.varies_by(&[]);
    });
}
