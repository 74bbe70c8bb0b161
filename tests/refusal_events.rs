//! What the log says of refusals: why, with a hint, and nothing that a request could forge.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use cors_runtime::{CorsLayer, CorsRouter, cors, policy, routes};
use support::{Asked, ask, each};
use tracing::Level;

#[cors(origins = "https://app.example.com", methods = "GET, PATCH", headers = ["content-type"])]
async fn items() {}

/// A log that is kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no writer panics").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The lines that requests leave in a log of this level.
fn log_of(level: Level, app: &Router, requests: impl IntoIterator<Item = Asked>) -> Vec<String> {
    // A thread that meets an event without a subscriber may switch it off for all while there is only one (tracing-core).
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = Kept::default();
    let writer = kept.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(level).with_ansi(false).with_writer(move || writer.clone()).finish();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime starts");
    tracing::subscriber::with_default(subscriber, || {
        for request in requests {
            runtime.block_on(request.send(app));
        }
    });
    let bytes = kept.0.lock().expect("no writer panics").clone();
    String::from_utf8(bytes).expect("the log is text").lines().map(str::to_owned).collect()
}

fn annotated() -> Router {
    Router::new().route("/items", routes!(items))
}

/// The only line of a request's log.
fn line(app: &Router, method: &str, headers: &[(&str, &[u8])]) -> String {
    let lines = log_of(Level::DEBUG, app, [ask(method, "/items").headers(headers.iter().copied())]);
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    line.clone()
}

const OWN: (&str, &[u8]) = ("origin", b"https://app.example.com");
const NEAR: (&str, &[u8]) = ("origin", b"http://app.example.com");

#[test]
fn an_origin_is_named_with_a_hint() {
    let policies = policy!(origins = "https://app.example.com", methods = "GET");
    let layered = Router::new().route("/items", axum::routing::get(|| async {})).layer(CorsLayer::new(policies));
    let shelled = CorsRouter::new()
        .route("/items", routes!(items))
        .layer(axum::middleware::map_response(|response: axum::response::Response| async { response }))
        .with_state(());
    each([annotated(), layered, shelled], |app| {
        each([("GET", None), ("OPTIONS", Some(("access-control-request-method", &b"GET"[..])))], |(method, more)| {
            let headers: Vec<_> = std::iter::once(NEAR).chain(more).collect();
            let line = line(&app, method, &headers);
            assert!(line.contains("DEBUG cors: the origin http://app.example.com is not admitted"), "{line}");
            assert!(line.contains(&format!("reason=\"origin_not_admitted\" method={method} path=/items")), "{line}");
            assert!(line.contains("the scheme differs: https://app.example.com is admitted"), "{line}");
        });
    });
}

#[test]
fn what_only_the_browser_refuses_is_told_too() {
    let asked =
        |method, header| [OWN, ("access-control-request-method", method), ("access-control-request-headers", header)];
    let line_of = |method: &'static [u8], header: &'static [u8]| line(&annotated(), "OPTIONS", &asked(method, header));
    let line = line_of(b"patch", b"content-type");
    assert!(line.contains("the method patch is not served on this path, which serves GET, HEAD, PATCH"), "{line}");
    assert!(line.contains("upper case was meant: PATCH is served"), "{line}");
    let line = line_of(b"GET", b"content-type,x-secret");
    assert!(line.contains("the request header x-secret is not admitted; the policy admits content-type"), "{line}");
    let line = line_of(b"GET POST", b"content-type");
    assert!(line.contains("does not ask for exactly one method"), "{line}");
}

/// Whatever it is that is refused, the event says which page asked for what.
#[test]
fn every_event_names_origin_and_requested_method() {
    const METHOD: &str = "access-control-request-method";
    let of_preflight = |headers: &[(&str, &[u8])]| line(&annotated(), "OPTIONS", headers);
    let cases = [
        ("the method DELETE is not served", "DELETE", &[OWN, (METHOD, &b"DELETE"[..])][..]),
        ("does not ask for exactly one method", "GET POST", &[OWN, (METHOD, b"GET POST")]),
        ("does not ask for exactly one method", "GET, PATCH", &[OWN, (METHOD, b"GET"), (METHOD, b"PATCH")]),
        (
            "x-secret is not admitted",
            "PATCH",
            &[OWN, (METHOD, b"PATCH"), ("access-control-request-headers", b"x-secret")],
        ),
    ];
    each(cases, |(says, asked, headers)| {
        let line = of_preflight(headers);
        assert!(line.contains(says), "{line}");
        assert!(line.contains(&format!("method=OPTIONS path=/items requested_method=\"{asked}\" origin=")), "{line}");
        assert!(line.contains("origin=\"https://app.example.com\""), "{line}");
    });
    let line_of_near = of_preflight(&[NEAR, (METHOD, b"PATCH")]);
    assert!(line_of_near.contains("requested_method=\"PATCH\""), "{line_of_near}");
    assert!(line_of_near.contains("origin=\"http://app.example.com\""), "{line_of_near}");
    each([of_preflight(&[OWN, NEAR, (METHOD, b"GET")]), line(&annotated(), "PATCH", &[OWN, NEAR])], |line| {
        assert!(line.contains("more than one origin"));
        assert!(line.contains("origin=\"https://app.example.com, http://app.example.com\""));
    });
    let actual = line(&annotated(), "GET", &[NEAR]);
    assert!(!actual.contains("requested_method"), "{actual}");
}

/// A word for each sort of refusal, which metrics count by.
#[test]
fn every_event_has_its_reason() {
    const METHOD: &str = "access-control-request-method";
    let cases = [
        ("origin_not_admitted", "GET", &[NEAR][..]),
        ("origin_repeated", "GET", &[OWN, NEAR]),
        ("method_malformed", "OPTIONS", &[OWN, (METHOD, b"GET POST")]),
        ("method_not_served", "OPTIONS", &[OWN, (METHOD, b"DELETE")]),
        ("method_not_served", "OPTIONS", &[OWN, (METHOD, b"POST")]),
        ("header_not_admitted", "OPTIONS", &[OWN, (METHOD, b"GET"), ("access-control-request-headers", b"x-a")]),
    ];
    each(cases, |(reason, method, headers)| {
        let line = line(&annotated(), method, headers);
        assert!(line.contains(&format!("reason=\"{reason}\"")), "{line}");
    });
}

#[test]
fn the_path_is_the_whole_one() {
    let plain = || Router::new().route("/items", axum::routing::get(|| async {}));
    let layer = || CorsLayer::new(policy!(origins = "https://app.example.com", methods = "GET"));
    let with_layer =
        |router: CorsRouter| router.layer(axum::middleware::map_response(async |r: axum::response::Response| r));
    let cases = [
        annotated(),
        plain().layer(layer()),
        with_layer(CorsRouter::new().route("/items", routes!(items))).with_state(()),
        CorsRouter::from(plain())
            .default_policy(policy!(origins = "https://app.example.com", methods = "GET"))
            .with_state(()),
    ];
    each(cases, |inner| {
        let app = Router::new().nest("/v1", Router::new().nest("/api/{tenant}", inner));
        each(["GET", "OPTIONS"], |method| {
            let asked = ask(method, "/v1/api/7/items").headers([NEAR, ("access-control-request-method", b"GET")]);
            let lines = log_of(Level::DEBUG, &app, [asked]);
            assert!(lines.len() == 1 && lines[0].contains("path=/v1/api/7/items "), "{lines:?}");
        });
    });
}

#[test]
fn a_proxy_that_changes_host_is_told() {
    const PAGE: (&str, &[u8]) = ("origin", b"https://shop.example.org");
    const INSIDE: (&str, &[u8]) = ("host", b"10.0.0.7:8080");
    let cases = [
        ("x-forwarded-host", &b"shop.example.org"[..]),
        ("x-forwarded-host", b"shop.example.org:443, inner.example"),
        ("forwarded", b"for=192.0.2.1;host=\"shop.example.org\";proto=https"),
    ];
    each(cases, |forwarded| {
        let line = line(&annotated(), "GET", &[PAGE, INSIDE, forwarded]);
        assert!(line.contains("the proxy changed `Host`"), "{line}");
    });
    let cases =
        [("x-forwarded-host", &b"other.example.org"[..]), ("forwarded", b"for=192.0.2.1"), ("forwarded", b"\xff")];
    each(cases, |forwarded| {
        let line = line(&annotated(), "GET", &[PAGE, INSIDE, forwarded]);
        assert!(!line.contains("hint"), "{line}");
    });
}

#[test]
fn a_bearer_token_is_told_how_to_be_admitted() {
    let headers =
        [OWN, ("access-control-request-method", b"GET"), ("access-control-request-headers", b"authorization")];
    let line = line(&annotated(), "OPTIONS", &headers);
    assert!(line.contains("add \\\"authorization\\\" to `headers`"), "{line}");
    assert!(line.contains("the feature `axum-extra`"), "{line}");
}

#[test]
fn nothing_is_forged_and_nothing_floods() {
    let line_of = |origin: &[u8]| line(&annotated(), "GET", &[("origin", origin)]);
    let line = line_of(b"https://a\xff\tERROR cors: all is lost");
    assert!(line.contains(r"https://a\xff\tERROR"), "{line}");
    let line = line_of(&vec![b'a'; 60_000]);
    assert!(line.len() < 1_000, "{} bytes", line.len());
}

#[test]
fn what_is_no_refusal_is_not_told() {
    let cases = [
        &[][..],
        &[OWN],
        &[("origin", b"https://here.example"), ("host", b"here.example")],
        &[("origin", b"https://here.example"), ("sec-fetch-site", b"same-origin")],
    ];
    each(cases, |headers| {
        assert_eq!(
            log_of(Level::DEBUG, &annotated(), [ask("GET", "/items").headers(headers.iter().copied())]),
            [""; 0]
        );
    });
    assert_eq!(log_of(Level::INFO, &annotated(), [ask("GET", "/items").headers([NEAR])]), [""; 0]);
}

#[test]
fn a_layer_around_an_annotated_route_is_told_once() {
    let layer = || CorsLayer::new(policy!(origins = "https://layer.example.com", methods = "GET"));
    let twice = || [ask("GET", "/items").headers([OWN]), ask("GET", "/items")];
    let lines = log_of(Level::INFO, &annotated().layer(layer()), twice());
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("WARN cors: a CorsLayer stands around a route with `#[cors(…)]`"), "{lines:?}");
    let plain = Router::new().route("/items", axum::routing::get(|| async {}));
    assert_eq!(log_of(Level::INFO, &plain.layer(layer()), twice()), [""; 0]);
}
