//! The whole way of a request: any method, target, header lines and body, to annotated handlers, to the same policies as
//! layers, and to a `CorsRouter` with a layer of its own.
//!
//! The input is written as a request is on the wire, so that a corpus can be read: `METHOD TARGET`, header lines, an empty
//! line, the body.

mod described;
mod handlers;
mod log;
mod promised;
mod servers;
mod wire;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use axum::http::{HeaderMap, Response};

use self::promised::{Promise, Server};
use self::servers::Servers;

/// Sends a request to each server.
///
/// # Panics
/// Where an answer is not what the policies promise.
#[must_use]
pub fn run(data: &[u8]) -> Option<String> {
    thread_local!(static SERVERS: Servers = Servers::new());
    let request = wire::read(data)?;
    SERVERS.with(|servers| {
        let mut said = String::new();
        for server in [Server::Annotated, Server::Layers, Server::Router] {
            let answer = || servers.answer(server, request.clone().map(axum::body::Body::from));
            let response = answer();
            let whose = format!("{server:?} to {request:?}");
            check(&response, &promised::promise(server, servers.paths(), &request), &whose);
            let shown = shown(&response);
            // Whether somebody reads the log changes no answer.
            let (logged, told) = log::told(answer);
            assert_eq!(self::shown(&logged), shown, "{whose}");
            assert!(told.len() < LONGEST_TOLD, "{} bytes are told of {whose}", told.len());
            assert!(!told.contains(|c: char| c.is_control() && c != '\n'), "{told:?} is told of {whose}");
            said.push_str(&shown);
        }
        Some(said)
    })
}

/// More is told of no request but for its path, which is told whole.
const LONGEST_TOLD: usize = 64 * 1024;

fn shown<B>(response: &Response<B>) -> String {
    let mut shown = format!("{}\n", response.status());
    for (name, value) in response.headers() {
        writeln!(shown, "{name}: {value:?}").expect("a text");
    }
    shown
}

/// Compares an answer with what was promised.
fn check<B>(response: &Response<B>, promise: &Promise, whose: &str) {
    let headers = response.headers();
    assert_eq!(response.status().as_u16(), promise.status, "status of {whose}: {promise:?}");
    let cors = headers.iter().filter(|(name, _)| name.as_str().starts_with("access-control-"));
    let mut cors: Vec<(&str, &[u8])> = cors.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let mut promised: Vec<(&str, &[u8])> = promise.cors.iter().map(|(name, value)| (*name, value.as_slice())).collect();
    cors.sort_unstable();
    promised.sort_unstable();
    assert_eq!(cors, promised, "headers of {whose}: {headers:?}");

    let timing: Vec<&[u8]> =
        headers.get_all("timing-allow-origin").iter().map(axum::http::HeaderValue::as_bytes).collect();
    assert_eq!(timing, promise.timing.iter().map(String::as_bytes).collect::<Vec<_>>(), "{whose}: {headers:?}");

    let vary = vary(headers);
    assert!(promise.vary.is_subset(&vary), "{whose}: {vary:?} lacks some of {:?}", promise.vary);
    let may: BTreeSet<String> = promise.vary.union(&promise.may_vary).cloned().collect();
    assert!(vary.is_subset(&may), "{whose}: {vary:?} has more than {may:?}");
}

/// What an answer says that it depends on.
fn vary(headers: &HeaderMap) -> BTreeSet<String> {
    let lines = headers.get_all("vary").iter().map(|line| line.to_str().expect("a list of names"));
    let names: Vec<String> =
        lines.flat_map(|line| line.split(',')).map(|name| name.trim().to_ascii_lowercase()).collect();
    let set: BTreeSet<String> = names.iter().cloned().collect();
    assert_eq!(set.len(), names.len(), "doubled: {names:?}");
    set
}
