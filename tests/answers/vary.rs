//! `Vary`: named on every answer that depends on a header, merged into what the handler said.

use axum::Router;
use axum::http::StatusCode;
use axum::response::{AppendHeaders, IntoResponse};
use cors_runtime::{cors, routes};

use support::{Answer, ask, each, preflight};

const APP: &str = "https://app.example.com";

#[cors(origins = "https://app.example.com", methods = GET)]
async fn one_line() -> impl IntoResponse {
    [("vary", "Accept-Encoding")]
}

#[cors(origins = "https://app.example.com", methods = GET)]
async fn several_lines() -> impl IntoResponse {
    AppendHeaders([("vary", "Accept-Encoding"), ("vary", "Cookie , X-Origin")])
}

#[cors(origins = "https://app.example.com", methods = GET)]
async fn origin_already() -> impl IntoResponse {
    AppendHeaders([("vary", "accept"), ("vary", "cookie,ORIGIN ,x-a")])
}

#[cors(origins = "https://app.example.com", methods = GET)]
async fn everything() -> impl IntoResponse {
    [("vary", "*")]
}

#[cors(origins = "*", methods = GET)]
async fn everybody() -> impl IntoResponse {
    [("vary", "Accept")]
}

#[cors(origins = "https://*.example.com", methods = [GET, "PURGE"], headers = "*", credentials, enforce = true)]
async fn echoing() -> StatusCode {
    StatusCode::IM_A_TEAPOT
}

fn app() -> Router {
    Router::new()
        .route("/one", routes!(one_line))
        .route("/several", routes!(several_lines))
        .route("/already", routes!(origin_already))
        .route("/everything", routes!(everything))
        .route("/everybody", routes!(everybody))
        .route("/echoing", routes!(echoing))
}

/// The answers of a path to an admitted origin, to another and to none.
fn answers(method: &str, path: &str) -> [Answer; 3] {
    let app = app();
    [
        ask(method, path).origin(APP).of(&app),
        ask(method, path).origin("https://evil.test").of(&app),
        ask(method, path).of(&app),
    ]
}

#[test]
fn origin_is_added_to_what_is_there() {
    each(answers("GET", "/one"), |answer| {
        answer.varies_by(&["accept-encoding", "origin"]);
    });
    each(answers("GET", "/several"), |answer| {
        answer.varies_by(&["accept-encoding", "cookie", "x-origin", "origin"]);
    });
}

#[test]
fn origin_is_not_doubled() {
    each(answers("GET", "/already"), |answer| {
        answer.varies_by(&["accept", "cookie", "origin", "x-a"]);
    });
}

#[test]
fn star_says_it_all() {
    each(answers("GET", "/everything"), |answer| {
        answer.varies_by(&["*"]);
    });
}

#[test]
fn answer_for_everybody_keeps_its_own() {
    each(answers("GET", "/everybody"), |answer| {
        answer.varies_by(&["accept"]);
    });
}

#[test]
fn every_kind_of_answer_varies() {
    each(["GET", "HEAD", "PURGE", "POST", "TRACE", "OPTIONS", "purge"], |method| {
        each(answers(method, "/echoing"), |answer| {
            answer.varies_by(&["origin"]);
        });
    });
}

#[test]
fn preflights_vary_by_what_they_were_made_from() {
    let app = app();
    let all = ["origin", "access-control-request-method", "access-control-request-headers"];
    preflight("/one", APP, "GET").of(&app).varies_by(&all[..2]);
    preflight("/one", "https://evil.test", "GET").of(&app).varies_by(&all[..2]);
    preflight("/everybody", APP, "GET").of(&app).varies_by(&all[1..2]);
    // The names are sent back, so they count even where none were asked for.
    preflight("/echoing", APP, "GET").of(&app).varies_by(&all);
    preflight("/echoing", APP, "PATCH").of(&app).varies_by(&all);
    preflight("/echoing", APP, "PURGE").header("access-control-request-headers", "x-a").of(&app).varies_by(&all);
}

#[test]
fn refused_preflight_varies_too() {
    let answer = preflight("/echoing", "https://evil.test", "GET").of(&app());
    answer.is_refused();
    let vary = answer.value("vary").expect("a refusal depends on the origin").to_ascii_lowercase();
    let names: Vec<&str> = vary.split(", ").collect();
    assert!(names.contains(&"origin") && names.contains(&"access-control-request-method"), "{vary}");
}
