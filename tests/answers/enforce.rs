//! `enforce`: another origin's page is stopped before the handler runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use cors_runtime::{cors, routes};

use support::{Answer, Asked, ask, each, preflight};

const APP: &str = "https://app.example.com";

type Runs = Arc<AtomicUsize>;

#[cors(origins = "https://app.example.com", methods = [GET, POST, PURGE], enforce = true, timing_origins = "*")]
async fn transfer(State(runs): State<Runs>) -> &'static str {
    runs.fetch_add(1, Ordering::Relaxed);
    "transferred"
}

#[cors(origins = "https://app.example.com", methods = [POST], enforce = false)]
async fn lenient(State(runs): State<Runs>) -> &'static str {
    runs.fetch_add(1, Ordering::Relaxed);
    "transferred"
}

#[cors(origins = "*", methods = POST, enforce = true)]
async fn public(State(runs): State<Runs>) -> &'static str {
    runs.fetch_add(1, Ordering::Relaxed);
    "transferred"
}

#[cors(origins = "https://app.example.com", methods = OPTIONS, enforce = true)]
async fn describe(State(runs): State<Runs>) -> &'static str {
    runs.fetch_add(1, Ordering::Relaxed);
    "described"
}

fn app(runs: &Runs) -> Router {
    Router::new()
        .route("/transfer", routes!(transfer, describe))
        .route("/lenient", routes!(lenient))
        .route("/public", routes!(public))
        .with_state(runs.clone())
}

/// The answer, and whether the handler ran.
fn exchange(asked: Asked) -> (Answer, bool) {
    let runs = Runs::default();
    let answer = asked.of(&app(&runs));
    (answer, runs.load(Ordering::Relaxed) == 1)
}

fn post(origin: &str, host: &str) -> Asked {
    ask("POST", "/transfer").origin(origin).header("host", host)
}

fn passes(asked: Asked) -> Answer {
    let (answer, ran) = exchange(asked);
    assert!(ran, "the handler runs");
    assert_eq!(answer.status, StatusCode::OK);
    answer.varies_by(&["origin"]);
    answer
}

/// Also gives the refusal, for more to be said of it.
fn is_stopped(asked: Asked) -> Answer {
    let (answer, ran) = exchange(asked);
    assert!(!ran, "the handler does not run");
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.cors(), []);
    answer.varies_by(&["origin"]);
    answer
}

#[test]
fn admitted_origin_passes() {
    each(["GET", "HEAD", "POST", "PURGE", "OPTIONS"], |method| {
        let answer = passes(ask(method, "/transfer").origin(APP).header("host", "api.example.com"));
        assert_eq!(answer.value("access-control-allow-origin"), Some(APP));
    });
}

#[test]
fn other_origin_is_stopped() {
    each(["GET", "HEAD", "POST", "PURGE", "OPTIONS"], |method| {
        let asked = ask(method, "/transfer").origin("https://evil.example").header("host", "api.example.com");
        is_stopped(asked);
    });
    let cases = [
        "null",
        "",
        "api.example.com",
        "https://",
        "https:///",
        "https://api.example.com.evil.example",
        "//api.example.com",
    ];
    each(cases, |origin| {
        is_stopped(post(origin, "api.example.com"));
    });
    is_stopped(ask("POST", "/transfer").origin("https://evil.example"));
    is_stopped(ask("POST", "/transfer").origin(b"https://\xff").header("host", b"\xff"));
    is_stopped(post(APP, "api.example.com").origin(APP));
}

#[test]
fn refusal_keeps_what_stands_on_every_actual_answer() {
    let answer = is_stopped(post("https://evil.example", "api.example.com"));
    assert_eq!(answer.value("timing-allow-origin"), Some("*"));
}

#[test]
fn request_without_origin_passes() {
    assert_eq!(passes(ask("POST", "/transfer").header("host", "api.example.com")).cors(), []);
    assert_eq!(passes(ask("GET", "/transfer").header("sec-fetch-site", "cross-site")).cors(), []);
}

#[test]
fn browsers_word_that_it_is_no_other_origin_passes() {
    each(["same-origin", "none"], |site| {
        let asked = post("https://unknown.example", "api.example.com").header("sec-fetch-site", site);
        assert_eq!(passes(asked).cors(), []);
    });
    each(["same-site", "cross-site", "Same-Origin", "", "same-origin, none", "nonesuch"], |site| {
        is_stopped(post("https://unknown.example", "api.example.com").header("sec-fetch-site", site));
    });
    let twice = post("https://unknown.example", "api.example.com").header("sec-fetch-site", "same-origin");
    is_stopped(twice.header("sec-fetch-site", "cross-site"));
}

#[test]
fn origin_of_the_host_itself_passes() {
    let cases = [
        ("https://api.example.com", "api.example.com"),
        ("http://api.example.com", "api.example.com"),
        ("https://api.example.com", "API.Example.COM"),
        ("https://api.example.com", "api.example.com:443"),
        ("http://api.example.com", "api.example.com:80"),
        ("https://api.example.com:8443", "api.example.com:8443"),
        ("http://localhost:3000", "localhost:3000"),
        ("http://[::1]:3000", "[::1]:3000"),
        ("https://[::1]", "[::1]:443"),
        ("http://127.0.0.1", "127.0.0.1"),
    ];
    each(cases, |(origin, host)| assert_eq!(passes(post(origin, host)).cors(), []));
}

#[test]
fn host_with_another_name_or_port_does_not() {
    let cases = [
        ("https://api.example.com:8443", "api.example.com"),
        ("https://api.example.com", "api.example.com:8443"),
        ("https://api.example.com", "example.com"),
        ("https://example.com", "api.example.com"),
        ("https://api.example.com.", "api.example.com"),
        ("https://api.example.comx", "api.example.com"),
        ("https://xapi.example.com", "api.example.com"),
        ("https://api.example.com:44", "api.example.com:443"),
        ("https://[::1]", "[::2]"),
        ("https://api.example.com", ""),
        ("https://", ""),
        ("null", "null"),
    ];
    each(cases, |(origin, host)| {
        is_stopped(post(origin, host));
    });
    let twice = post("https://api.example.com", "api.example.com").header("host", "api.example.com");
    is_stopped(twice);
}

#[test]
fn authority_of_the_target_stands_for_host() {
    let target = |uri| ask("POST", uri).origin("https://api.example.com");
    passes(target("https://api.example.com/transfer"));
    passes(target("https://API.example.com:443/transfer"));
    is_stopped(target("https://evil.example/transfer"));
    is_stopped(target("/transfer"));
}

#[test]
fn preflights_are_answered_as_ever() {
    let (answer, ran) = exchange(preflight("/transfer", APP, "POST").header("host", "api.example.com"));
    assert_eq!((answer.status, ran), (StatusCode::NO_CONTENT, false));
    let (answer, ran) = exchange(preflight("/transfer", "https://evil.example", "POST"));
    answer.is_refused();
    assert!(!ran);
}

#[test]
fn method_of_nobody_is_still_405() {
    let (answer, ran) = exchange(ask("PATCH", "/transfer").origin("https://evil.example"));
    assert_eq!((answer.status, ran), (StatusCode::METHOD_NOT_ALLOWED, false));
}

#[test]
fn nobody_is_stopped_where_it_is_off_or_everybody_is_admitted() {
    each(["/lenient", "/public"], |path| {
        let (answer, ran) =
            exchange(ask("POST", path).origin("https://evil.example").header("host", "api.example.com"));
        assert_eq!((answer.status, ran), (StatusCode::OK, true));
    });
}
