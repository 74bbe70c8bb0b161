//! What an answer must never say.

use std::fmt::Write as _;

use axum::http::StatusCode;
use support::Answer;

use super::exchange::{Sent, answer_or_panic, lists, values};
use super::policies::{SECRET, Shape};

/// What went wrong, case by case, so that no failure hides the next.
#[derive(Default)]
pub(crate) struct Failures {
    found: Vec<String>,
    judged: usize,
}

impl Failures {
    pub(crate) fn add(&mut self, failure: String) {
        self.found.push(failure);
    }

    pub(crate) fn judged(&mut self) {
        self.judged += 1;
    }

    /// Tells all failures at once, or how many judgements found none.
    pub(crate) fn report(self) -> usize {
        let mut message = String::new();
        for failure in self.found.iter().take(100) {
            writeln!(message, "  {failure}").expect("a string takes everything");
        }
        assert!(self.found.is_empty(), "{} of {} went wrong:\n{message}", self.found.len(), self.judged);
        self.judged
    }
}

/// What an attack's requests go on with: the ways in which a page reads, writes and asks.
pub(crate) const WAYS: [(&str, Option<&str>); 6] = [
    ("GET", None),
    ("POST", None),
    ("OPTIONS", None),
    ("OPTIONS", Some("GET")),
    ("OPTIONS", Some("PUT")),
    ("OPTIONS", Some("DELETE")),
];

/// Sends requests and their successor, which is a good one, in process. Says whether there were such requests: some bytes only
/// a socket can carry.
pub(crate) fn attack(failures: &mut Failures, shape: &Shape, case: &str, requests: &[Sent]) -> bool {
    for sent in requests {
        let Some(request) = sent.request() else { return false };
        failures.judged();
        match answer_or_panic(&shape.app, request) {
            Ok(answer) => judge(failures, shape, case, sent, &answer),
            Err(panic) => failures.add(format!("{}: {case}: {sent:?} {panic}", shape.name)),
        }
    }
    match answer_or_panic(&shape.app, good(shape).request().expect("a good request")) {
        Ok(answer) => {
            if let Some(wrong) = wrong_with_good(shape, &answer) {
                failures.add(format!("{}: after {case}: {wrong}", shape.name));
            }
        }
        Err(panic) => failures.add(format!("{}: after {case}: the good request {panic}", shape.name)),
    }
    true
}

/// A request of a page that the policy admits.
pub(crate) fn good(shape: &Shape) -> Sent {
    Sent::new("GET", "/item").header("origin", shape.genuine[0]).header("cookie", "id=1")
}

pub(crate) fn wrong_with_good(shape: &Shape, answer: &Answer) -> Option<String> {
    let expected: &[u8] = if shape.is_for_everybody() { b"*" } else { shape.genuine[0].as_bytes() };
    let is_read = answer.status == StatusCode::OK
        && answer.body == SECRET
        && values(answer, "access-control-allow-origin") == [expected];
    (!is_read).then(|| format!("the good request got {answer:?}"))
}

/// Judges an answer by what every answer must keep to, whoever asks.
pub(crate) fn judge(failures: &mut Failures, shape: &Shape, case: &str, sent: &Sent, answer: &Answer) {
    let mut wrong = |what: String| failures.add(format!("{}: {case}: {what}: {sent:?} got {answer:?}", shape.name));
    let origins = sent.values("origin");
    let origin = match origins[..] {
        [origin] => std::str::from_utf8(origin).ok().filter(|origin| shape.means(origin)),
        _ => None,
    };
    let is_preflight =
        sent.method == "OPTIONS" && !origins.is_empty() && !sent.values("access-control-request-method").is_empty();
    let is_policys = sent.path == "/item";
    let is_opened = shape.is_for_everybody() || sent.path == "/public";

    let allowed = values(answer, "access-control-allow-origin");
    let expected: &[u8] = if is_opened { b"*" } else { origin.unwrap_or_default().as_bytes() };
    match allowed[..] {
        [_] if !is_opened && origin.is_none() => wrong("admitted".to_owned()),
        [value] if value != expected => wrong("another origin than the request's".to_owned()),
        [] | [_] => {}
        _ => wrong("doubled".to_owned()),
    }
    if allowed.contains(&b"null".as_slice()) {
        wrong("null".to_owned());
    }
    match values(answer, "access-control-allow-credentials")[..] {
        [] => {}
        [b"true"] if shape.credentials && !allowed.is_empty() && allowed != [b"*"] => {}
        _ => wrong("credentials".to_owned()),
    }
    if answer.headers.contains_key("access-control-allow-private-network") {
        wrong("private network".to_owned());
    }
    let says_cors = answer.headers.keys().any(|name| name.as_str().starts_with("access-control-"));
    if allowed.is_empty() && says_cors {
        wrong("a word of CORS without an origin".to_owned());
    }
    if is_policys && !is_opened && !lists(answer, "vary", "origin") {
        wrong("Vary does not name Origin".to_owned());
    }
    if is_preflight && is_policys {
        let expected = if allowed.is_empty() { StatusCode::FORBIDDEN } else { StatusCode::NO_CONTENT };
        if answer.status != expected {
            wrong(format!("a preflight's status is not {expected}"));
        }
        if !lists(answer, "vary", "access-control-request-method") {
            wrong("Vary does not name the method of a preflight".to_owned());
        }
    }
    if is_preflight && answer.body == SECRET {
        wrong("a preflight ran a handler".to_owned());
    }
    let is_own = sent.headers.iter().any(|(name, _)| matches!(*name, "host" | "sec-fetch-site"));
    if shape.enforce && is_policys && !origins.is_empty() && origin.is_none() && !is_own && answer.body == SECRET {
        wrong("an enforced policy let another page's request through".to_owned());
    }
    if answer.status.is_server_error() {
        wrong("the server's error".to_owned());
    }
}
