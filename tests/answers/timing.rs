//! `timing_origins`: `Timing-Allow-Origin` on every actual answer.

use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use cors_runtime::{cors, routes};

use support::{ask, each, preflight};

const APP: &str = "https://app.example.com";
const HEADER: &str = "timing-allow-origin";

#[cors(
    origins = "https://app.example.com",
    methods = GET,
    timing_origins = ["https://app.example.com", "https://rum.example.net:8443"],
)]
async fn timed() -> impl IntoResponse {
    [(HEADER, "https://handler.example")]
}

#[cors(origins = "https://app.example.com", methods = [GET, "PURGE"], timing_origins = "*", credentials)]
async fn timed_by_all() -> StatusCode {
    StatusCode::NOT_FOUND
}

#[cors(origins = "https://app.example.com", methods = GET)]
async fn untimed() -> &'static str {
    "untimed"
}

fn app() -> Router {
    Router::new()
        .route("/timed", routes!(timed))
        .route("/all", routes!(timed_by_all))
        .route("/untimed", routes!(untimed))
}

#[test]
fn whole_list_is_sent_whoever_asks() {
    let app = app();
    let origins = [Some(APP), Some("https://rum.example.net:8443"), Some("https://evil.example"), None];
    each(origins, |origin| {
        let cases = [
            ("GET", "/timed", "https://app.example.com, https://rum.example.net:8443"),
            ("HEAD", "/timed", "https://app.example.com, https://rum.example.net:8443"),
            ("GET", "/all", "*"),
            ("PURGE", "/all", "*"),
            ("PUT", "/all", "*"),
        ];
        each(cases, |(method, path, expected)| {
            let asked = ask(method, path);
            let asked = match origin {
                Some(origin) => asked.origin(origin),
                None => asked,
            };
            let answer = asked.of(&app);
            assert_eq!(answer.value(HEADER), Some(expected));
            answer.varies_by(&["origin"]);
        });
    });
}

#[test]
fn timing_opens_nothing_else() {
    assert_eq!(ask("GET", "/timed").origin("https://rum.example.net:8443").of(&app()).cors(), []);
    preflight("/timed", "https://rum.example.net:8443", "GET").of(&app()).is_refused();
}

#[test]
fn preflights_and_other_policies_have_none() {
    let app = app();
    each(["/timed", "/all"], |path| {
        let answer = preflight(path, APP, "GET").of(&app);
        assert_eq!((answer.status, answer.value(HEADER)), (StatusCode::NO_CONTENT, None));
        assert_eq!(preflight(path, "https://evil.example", "GET").of(&app).value(HEADER), None);
    });
    assert_eq!(ask("GET", "/untimed").origin(APP).of(&app).value(HEADER), None);
}
