//! Answers to actual requests: the handler's own, with what its policy adds.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use axum::{Json, Router};
use cors_runtime::{cors, routes};
use futures_util::stream;

use support::{Answer, ask, each};

const APP: &str = "https://app.example.com";

#[cors(
    origins = "https://app.example.com",
    methods = GET,
    headers = "x-a",
    expose_headers = ["etag", "x-total"],
    credentials,
    max_age = 5,
)]
async fn show() -> impl IntoResponse {
    ([("etag", "\"7\""), ("x-total", "3")], "shown")
}

#[cors(origins = "https://app.example.com", methods = GET)]
async fn stream_parts() -> Body {
    Body::from_stream(stream::iter(["one ", "two ", "three"].map(Ok::<_, Infallible>)))
}

#[cors(origins = "https://app.example.com", methods = GET)]
async fn redirect() -> Redirect {
    Redirect::permanent("/elsewhere")
}

#[cors(origins = "https://app.example.com", methods = [GET, POST])]
async fn fail() -> Result<&'static str, (StatusCode, &'static str)> {
    Err((StatusCode::INTERNAL_SERVER_ERROR, "no database"))
}

#[cors(origins = "https://app.example.com", methods = GET)]
async fn not_modified() -> StatusCode {
    StatusCode::NOT_MODIFIED
}

#[cors(origins = "https://app.example.com", methods = PUT)]
async fn take(Path(_): Path<u8>, Query(_): Query<Vec<(String, u8)>>, Json(_): Json<u8>) {}

/// A handler that speaks CORS itself, and wrongly.
#[cors(origins = "https://app.example.com", methods = GET, expose_headers = "etag")]
async fn outspoken() -> impl IntoResponse {
    AppendHeaders([
        ("access-control-allow-origin", "*"),
        ("access-control-allow-origin", "https://evil.example"),
        ("Access-Control-Allow-Credentials", "true"),
        ("access-control-expose-headers", "set-cookie"),
        ("access-control-allow-methods", "PURGE"),
        ("access-control-allow-headers", "x-any"),
        ("access-control-max-age", "1"),
        ("access-control-allow-private-network", "true"),
        ("access-control-of-tomorrow", "yes"),
        ("x-access-control-allow-origin", "kept"),
    ])
}

#[cors(origins = "*", methods = GET)]
async fn outspoken_to_everybody() -> impl IntoResponse {
    outspoken().await
}

#[cors(origins = "https://app.example.com", methods = GET)]
async fn echo_request_headers(headers: HeaderMap) -> impl IntoResponse {
    headers
}

fn app() -> Router {
    Router::new()
        .route("/show", routes!(show))
        .route("/stream", routes!(stream_parts))
        .route("/redirect", routes!(redirect))
        .route("/fail", routes!(fail))
        .route("/not-modified", routes!(not_modified))
        .route("/take/{number}", routes!(take))
        .route("/outspoken", routes!(outspoken))
        .route("/outspoken-to-everybody", routes!(outspoken_to_everybody))
        .route("/echo", routes!(echo_request_headers))
}

/// Asserts that the page may read an answer whose policy says nothing but the origin.
fn is_readable(answer: &Answer) {
    assert_eq!(answer.cors(), [("access-control-allow-origin", APP)]);
    answer.varies_by(&["origin"]);
}

#[test]
fn admitted_origin_gets_what_the_policy_says() {
    let answer = ask("GET", "/show").origin(APP).of(&app());
    assert_eq!((answer.status, answer.text()), (StatusCode::OK, "shown"));
    // Methods, request headers and age are a preflight's.
    assert_eq!(
        answer.cors(),
        [
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-origin", APP),
            ("access-control-expose-headers", "etag, x-total"),
        ]
    );
    assert_eq!(answer.value("etag"), Some("\"7\""));
    assert_eq!(answer.value("x-total"), Some("3"));
    answer.varies_by(&["origin"]);
}

#[test]
fn other_origins_and_none_get_the_answer_alone() {
    let app = app();
    let asked = [
        ask("GET", "/show"),
        ask("GET", "/show").origin("https://evil.example"),
        ask("GET", "/show").origin("null"),
        ask("GET", "/show").origin(""),
        ask("GET", "/show").origin(APP).origin(APP),
        ask("GET", "/show").origin(APP).origin("https://evil.example"),
        ask("GET", "/show").origin(format!("{APP}, {APP}")),
        ask("GET", "/show").header("referer", APP),
    ];
    each(asked, |asked| {
        let answer = asked.of(&app);
        assert_eq!((answer.status, answer.text()), (StatusCode::OK, "shown"));
        assert_eq!(answer.value("etag"), Some("\"7\""));
        assert_eq!(answer.cors(), []);
        answer.varies_by(&["origin"]);
    });
}

#[test]
fn streaming_body_arrives_whole() {
    let answer = ask("GET", "/stream").origin(APP).of(&app());
    assert_eq!(answer.text(), "one two three");
    is_readable(&answer);
}

#[test]
fn redirect_is_decorated() {
    let answer = ask("GET", "/redirect").origin(APP).of(&app());
    assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(answer.value("location"), Some("/elsewhere"));
    is_readable(&answer);
}

#[test]
fn head_is_decorated() {
    let answer = ask("HEAD", "/stream").origin(APP).of(&app());
    assert_eq!((answer.status, answer.text()), (StatusCode::OK, ""));
    is_readable(&answer);
}

#[test]
fn errors_are_decorated() {
    each(["GET", "POST"], |method| {
        let answer = ask(method, "/fail").origin(APP).of(&app());
        assert_eq!((answer.status, answer.text()), (StatusCode::INTERNAL_SERVER_ERROR, "no database"));
        is_readable(&answer);
    });
}

#[test]
fn not_modified_is_decorated() {
    // A cache would update the stored answer's headers by these (RFC 9111 section 4.3.4).
    let answer = ask("GET", "/not-modified").origin(APP).header("if-none-match", "\"7\"").of(&app());
    assert_eq!(answer.status, StatusCode::NOT_MODIFIED);
    is_readable(&answer);
}

#[test]
fn extractor_rejections_are_decorated() {
    let app = app();
    let json = |uri| ask("PUT", uri).origin(APP).header("content-type", "application/json");
    let cases = [
        (json("/take/1").body("7"), StatusCode::OK),
        (json("/take/x").body("7"), StatusCode::BAD_REQUEST),
        (json("/take/1?a=x").body("7"), StatusCode::BAD_REQUEST),
        (json("/take/1").body("?"), StatusCode::BAD_REQUEST),
        (json("/take/1").body("\"seven\""), StatusCode::UNPROCESSABLE_ENTITY),
        (ask("PUT", "/take/1").origin(APP).body("7"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (json("/take/1").body(" ".repeat(3_000_000)), StatusCode::PAYLOAD_TOO_LARGE),
    ];
    each(cases, |(asked, status)| {
        let answer = asked.of(&app);
        assert_eq!(answer.status, status);
        is_readable(&answer);
    });
}

#[test]
fn method_not_allowed_is_decorated() {
    let answer = ask("POST", "/show").origin(APP).of(&app());
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    answer.allows(&["GET", "HEAD", "OPTIONS"]);
    assert_eq!(
        answer.cors(),
        [
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-origin", APP),
            ("access-control-expose-headers", "etag, x-total"),
        ]
    );
    let answer = ask("POST", "/show").origin("https://evil.example").of(&app());
    assert_eq!((answer.status, answer.cors()), (StatusCode::METHOD_NOT_ALLOWED, vec![]));
    answer.varies_by(&["origin"]);
}

#[test]
fn what_a_handler_says_of_cors_is_taken_out() {
    let app = app();
    let admitted = ask("GET", "/outspoken").origin(APP).of(&app);
    assert_eq!(admitted.cors(), [("access-control-allow-origin", APP), ("access-control-expose-headers", "etag")]);
    assert_eq!(admitted.value("x-access-control-allow-origin"), Some("kept"));
    each([ask("GET", "/outspoken"), ask("GET", "/outspoken").origin("https://evil.example")], |asked| {
        let answer = asked.of(&app);
        assert_eq!(answer.cors(), []);
        assert_eq!(answer.value("x-access-control-allow-origin"), Some("kept"));
    });
    let everybody = ask("GET", "/outspoken-to-everybody").origin(APP).of(&app);
    assert_eq!(everybody.cors(), [("access-control-allow-origin", "*")]);
}

#[test]
fn request_reaches_the_handler_unchanged() {
    let asked = ask("GET", "/echo").origin(APP).header("x-b", "1").header("x-b", "2");
    let answer = asked.header("cookie", "a=b").header("sec-fetch-site", "cross-site").of(&app());
    assert_eq!(answer.headers["origin"], APP);
    assert_eq!(answer.headers["cookie"], "a=b");
    assert_eq!(answer.headers["sec-fetch-site"], "cross-site");
    let values: Vec<&HeaderValue> = answer.headers.get_all("x-b").iter().collect();
    assert_eq!(values, ["1", "2"]);
}

#[test]
fn annotated_handler_is_still_a_function() {
    use futures_util::FutureExt as _;

    assert_eq!(fail().now_or_never(), Some(Err((StatusCode::INTERNAL_SERVER_ERROR, "no database"))));
}
