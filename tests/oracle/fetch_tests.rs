//! The oracle against small servers written by hand, each made to pass or to fail one step.

mod requests;
mod responses;

use http::{HeaderMap, Request, Response};

use crate::fetch::{Browser, Fetched, Outcome, PreflightRefusal, ScriptError, ScriptRequest};

const PAGE: &str = "https://app.example.com";
const API: &str = "https://api.example.com/items?page=2";

type Headers<'a> = &'a [(&'a str, &'a str)];

/// An answer with this status and these header field lines, in this order.
fn answer(status: u16, headers: Headers) -> Response<Vec<u8>> {
    let mut builder = Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(b"body".to_vec()).unwrap()
}

/// A fetch from `PAGE` to a server with one answer for preflights and one for everything else.
fn fetch(script: &ScriptRequest, preflight: Headers, actual: Headers) -> Fetched {
    Browser::at(PAGE).fetch(script, |request| {
        if request.headers().contains_key("access-control-request-method") {
            answer(204, preflight)
        } else {
            answer(200, actual)
        }
    })
}

/// The preflight the browser sends for this script, if any.
fn preflight_for(script: &ScriptRequest) -> Option<Request<Vec<u8>>> {
    fetch(script, &[], &[]).preflight
}

/// The names a preflight would ask for; an empty text when it asks for none or is not needed.
fn asked_names(script: &ScriptRequest) -> String {
    let preflight = preflight_for(script);
    let headers = preflight.as_ref().map(Request::headers);
    let asked = headers.and_then(|headers| headers.get("access-control-request-headers"));
    asked.map_or(String::new(), |value| value.to_str().unwrap().to_owned())
}

/// The request that reached the server after a preflight that admits everything.
fn sent(script: &ScriptRequest) -> Request<Vec<u8>> {
    let preflight = [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "*"),
        ("access-control-allow-headers", "*, authorization"),
    ];
    fetch(script, &preflight, &[]).actual.expect("sent")
}

/// Why the preflight was refused; panics when it was not.
fn refusal(fetched: &Fetched) -> PreflightRefusal {
    assert!(fetched.actual.is_none(), "{fetched:?}");
    match &fetched.outcome {
        Outcome::PreflightRefused(refusal) => refusal.clone(),
        other => panic!("not refused: {other:?}"),
    }
}

/// The response the script sees; panics when it sees none.
fn allowed(fetched: &Fetched) -> &Response<Vec<u8>> {
    assert!(fetched.actual.is_some(), "{fetched:?}");
    match &fetched.outcome {
        Outcome::Allowed(response) => response,
        other => panic!("not allowed: {other:?}"),
    }
}

fn is_allowed(fetched: &Fetched) -> bool {
    matches!(fetched.outcome, Outcome::Allowed(_))
}

fn rejection(script: &ScriptRequest) -> ScriptError {
    let fetched = Browser::at(PAGE).fetch(script, |_| panic!("nothing may be sent"));
    match fetched.outcome {
        Outcome::Rejected(error) => error,
        other => panic!("not rejected: {other:?}"),
    }
}

fn names(headers: &HeaderMap) -> Vec<&str> {
    let mut names: Vec<&str> = headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    names
}

fn get() -> ScriptRequest {
    ScriptRequest::new("GET", API)
}

fn put() -> ScriptRequest {
    ScriptRequest::new("PUT", API)
}
