//! Methods: which ones a script can send.

use crate::mistake::{Fault, Mistake, MistakeKind};
use crate::policy::Methods;
use crate::spec::Listing;
use crate::{FieldLine, Key, is_token};

pub(super) fn check(listing: &Listing, mistakes: &mut Vec<Mistake>) -> Option<Methods> {
    let before = mistakes.len();
    if listing.is_star() {
        return Some(Methods::Any);
    }
    if listing.entries.is_empty() {
        let fault = Fault::new(
            MistakeKind::Empty,
            "the list of methods is empty",
            "the handler would be mounted on nothing",
            "methods = \"GET\"",
        );
        mistakes.push(fault.at(Key::Methods, "", listing.place));
    }
    let mut named: Vec<&str> = Vec::new();
    for entry in &listing.entries {
        let method = entry.text.as_str();
        if let Some(fault) = fault(method, &named) {
            mistakes.push(fault.at(Key::Methods, method, entry.place));
        }
        named.push(method);
    }
    if mistakes.len() > before {
        return None;
    }
    // RFC 9110 section 9.3.2: HEAD is GET without the body, and axum answers it by the GET handler.
    let head_is_named = named.contains(&"HEAD");
    let mut allowed = Vec::new();
    for &method in &named {
        allowed.push(method);
        if method == "GET" && !head_is_named {
            allowed.push("HEAD");
        }
    }
    Some(Methods::Listed { named: FieldLine::join(&named), allowed: FieldLine::join(&allowed) })
}

fn fault(method: &str, before: &[&str]) -> Option<Fault> {
    let fault = |kind, what, why: &str, write: String| Some(Fault::new(kind, what, why, write));
    if method == "*" {
        return fault(
            MistakeKind::StarNotAlone,
            "`*` stands beside other methods".to_owned(),
            "it already stands for every method, so the names beside it only mislead",
            "methods = \"*\", or the names without it".to_owned(),
        );
    }
    if method.is_empty() {
        return fault(
            MistakeKind::Empty,
            "an empty text among the methods".to_owned(),
            "it names no method, so it is most likely a slip",
            "methods = \"GET, POST\"".to_owned(),
        );
    }
    if !is_token(method.as_bytes()) {
        return fault(
            MistakeKind::Method,
            format!("`{}` is not a method", method.escape_debug()),
            "a method is a token (RFC 9110 section 5.6.2): letters, digits and a few signs, no spaces",
            "methods = [GET, POST], one method for each element".to_owned(),
        );
    }
    let upper = method.to_ascii_uppercase();
    // Fetch, "forbidden method": a script cannot send these, in whatever case.
    if matches!(upper.as_str(), "CONNECT" | "TRACE" | "TRACK") {
        return fault(
            MistakeKind::Method,
            format!("`{method}` is forbidden to scripts"),
            "the Fetch Standard keeps scripts from sending it, so no policy can admit it",
            "the methods that pages send, such as \"GET, POST\"".to_owned(),
        );
    }
    if upper != method {
        return fault(
            MistakeKind::Method,
            format!("`{method}` has lower-case letters"),
            "methods are compared byte for byte; `patch` reaches a server as `patch`, which is not PATCH",
            format!("\"{upper}\""),
        );
    }
    if before.contains(&method) {
        return fault(
            MistakeKind::Redundant,
            format!("`{method}` stands twice"),
            "once is enough, so one of the two was most likely meant to be another",
            "each method once".to_owned(),
        );
    }
    None
}
