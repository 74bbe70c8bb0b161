//! Header names: which ones scripts can set, and which ones they can be shown.

use super::names::{Names, list_meant, pieces};
use crate::http::star::AUTHORIZATION;
use crate::mistake::{ConstFault, Fault, Mistake, MistakeKind};
use crate::policy::{ExposedHeaderNames, RequestHeaderNames};
use crate::spec::{ListItem, ListValue};
use crate::{FieldValue, Key, has_name, is_token};

/// Fetch, "forbidden request-header", the names; those with certain values only are not among them.
const FORBIDDEN_REQUEST: &str = "accept-charset, accept-encoding, access-control-request-headers, access-control-request-method, \
    access-control-request-private-network, connection, content-length, cookie, cookie2, date, dnt, expect, host, \
    keep-alive, origin, referer, set-cookie, te, trailer, transfer-encoding, upgrade, via";

/// The headers of the CORS protocol that only servers send (Fetch, "HTTP responses").
const CORS_RESPONSE: &str = "access-control-allow-credentials, access-control-allow-headers, access-control-allow-methods, \
    access-control-allow-origin, access-control-allow-private-network, access-control-expose-headers, \
    access-control-max-age, timing-allow-origin";

/// Fetch, "forbidden response-header name".
const FORBIDDEN_RESPONSE: [&str; 2] = ["set-cookie", "set-cookie2"];

/// Headers that only requests have, so that exposing them shows a script nothing. `authorization` is none of them: there
/// are APIs that answer with a token in it.
const REQUEST_ONLY: &str = "accept, accept-charset, accept-encoding, accept-language, cookie, cookie2, dnt, expect, host, if-match, \
    if-modified-since, if-none-match, if-range, if-unmodified-since, max-forwards, origin, proxy-authorization, \
    referer, te, upgrade-insecure-requests, user-agent";

/// How the names of further ones begin: those of preflights (Fetch), of fetch metadata and of client hints.
const REQUEST_ONLY_PREFIXES: [&str; 3] = ["access-control-request-", "sec-ch-", "sec-fetch-"];

pub(super) fn check_request(list: &ListValue, mistakes: &mut Vec<Mistake>) -> Option<RequestHeaderNames> {
    let star = list.items.iter().any(|item| item.text == "*");
    let beside_star = |name: &str| {
        (star && name != AUTHORIZATION).then_some((
            "`*` already means every header but `authorization`, so other names beside it add nothing and mislead a reader",
            "headers = \"*\" or headers = [\"*\", \"authorization\"]",
        ))
    };
    let names = check_names(Key::Headers, list, mistakes, request_fault, beside_star)?;
    Some(if star {
        RequestHeaderNames::Any { authorization: names.contains(AUTHORIZATION.as_bytes()) }
    } else {
        RequestHeaderNames::Listed(names)
    })
}

fn request_fault(name: &str) -> Option<Fault> {
    let (what, why, write) = if has_name(CORS_RESPONSE, name) {
        (
            "is a response header of the CORS protocol",
            "servers send it and scripts do not, so admitting it in requests admits nothing",
            "the headers that pages send; this library sends the CORS headers by itself",
        )
    } else if has_name(FORBIDDEN_REQUEST, name) || name.starts_with("proxy-") || name.starts_with("sec-") {
        let names = "the names that pages set themselves, such as headers = [\"x-request-id\"]";
        (
            "cannot be set by scripts",
            "the Fetch Standard forbids it in requests made by scripts, so no preflight ever asks for it",
            if name == "cookie" { "credentials = true" } else { names },
        )
    } else {
        return None;
    };
    Some(Fault::new(MistakeKind::Header, format!("`{name}` {what}"), why, write))
}

pub(super) fn check_exposed(
    list: &ListValue,
    credentials: bool,
    mistakes: &mut Vec<Mistake>,
) -> Option<ExposedHeaderNames> {
    let star = list.items.iter().find(|item| item.text == "*");
    if let Some(star) = star.filter(|_| credentials) {
        let fault = Fault::from(STAR_EXPOSED_WITH_CREDENTIALS);
        mistakes.push(fault.at(Key::ExposeHeaders, "*", star.span));
    }
    let star = star.is_some();
    let beside_star = |_: &str| {
        star.then_some((
            "`*` already means every header, so names beside it add nothing and mislead a reader",
            "expose_headers = \"*\", or the names without it",
        ))
    };
    let names = check_names(Key::ExposeHeaders, list, mistakes, exposed_fault, beside_star)?;
    Some(if star { ExposedHeaderNames::Any } else { ExposedHeaderNames::Listed(names) })
}

/// Fetch, "CORS protocol and credentials": there `*` is a header that is named so.
pub(crate) const STAR_EXPOSED_WITH_CREDENTIALS: ConstFault = ConstFault {
    kind: MistakeKind::StarWithCredentials,
    what: "every response header is exposed together with credentials",
    why: "where cookies are sent along, browsers read `*` as a header of that name, so nothing is exposed",
    write: "the names that scripts read, such as expose_headers = [\"etag\"]",
};

fn exposed_fault(name: &str) -> Option<Fault> {
    let (what, why, write) = if FORBIDDEN_RESPONSE.contains(&name) {
        (
            "is never shown to scripts",
            "the Fetch Standard hides it from every script, exposed or not",
            "the names that scripts can read, such as expose_headers = [\"etag\"]",
        )
    } else if has_name(REQUEST_ONLY, name) || REQUEST_ONLY_PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
        (
            "is a request header",
            "responses do not have it, so there is nothing to expose",
            "the response headers that scripts read, such as expose_headers = [\"etag\"]",
        )
    } else if name.starts_with("access-control-") {
        (
            "is a header of the CORS protocol",
            "it speaks to the browser, which has acted on it before a script sees the answer",
            "the response headers that scripts read, such as expose_headers = [\"etag\"]",
        )
    } else {
        return None;
    };
    Some(Fault::new(MistakeKind::Header, format!("`{name}` {what}"), why, write))
}

/// The names in lower case, if there is no mistake among them; `*` is left for the caller. `beside_star` tells why a name may
/// not be there, and what to write, where `*` is on the list.
fn check_names(
    key: Key,
    list: &ListValue,
    mistakes: &mut Vec<Mistake>,
    fault: fn(&str) -> Option<Fault>,
    beside_star: impl Fn(&str) -> Option<(&'static str, &'static str)>,
) -> Option<FieldValue> {
    let before = mistakes.len();
    // RFC 9110 section 5.1: field names are compared without case.
    let lower: Vec<String> = list.items.iter().map(|item| item.text.to_ascii_lowercase()).collect();
    let mut names = Names::default();
    for (name, ListItem { text, span }) in lower.iter().zip(&list.items) {
        let mut add = |fault: Fault| mistakes.push(fault.at(key, text, *span));
        if let Some(fault) = form_fault(key, text, list) {
            add(fault);
        } else if !names.add(name) {
            add(listed_twice(name));
        } else if name != "*" {
            let beside_star = beside_star(name).map(|(why, write)| {
                Fault::new(MistakeKind::StarNotAlone, format!("`{name}` is listed beside `*`"), why, write)
            });
            fault(name).into_iter().chain(beside_star).for_each(add);
        }
    }
    (mistakes.len() == before).then(|| FieldValue::join(&names.listed))
}

fn listed_twice(name: &str) -> Fault {
    Fault::new(
        MistakeKind::Redundant,
        format!("`{name}` is listed twice"),
        "header names are compared without case and once is enough, so one was most likely meant to be another",
        "each name once",
    )
}

fn form_fault(key: Key, text: &str, list: &ListValue) -> Option<Fault> {
    if text.is_empty() {
        return Some(Fault::new(
            MistakeKind::Empty,
            format!("one of the {key} is an empty text"),
            "an empty text names no header, so a comma too many or a missing name is the likely cause",
            list_of_headers(key, list).unwrap_or_else(|| format!("{key} = [] where none is meant")),
        ));
    }
    // `etag;x-a` is no token, but `etag|x-a` is one, and nobody names a header so.
    let is_name = is_token(text.as_bytes()) && (!text.contains('|') || headers_in(text).len() < 2 || is_odd(text));
    (!is_name).then(|| {
        Fault::new(
            MistakeKind::Header,
            format!("`{}` is not a header name", text.escape_debug()),
            "a header name is one word without spaces (a token, RFC 9110 section 5.6.2), and a list is separated by commas",
            list_of_headers(key, list).unwrap_or_else(|| {
                let name = if key == Key::Headers { "x-request-id" } else { "etag" };
                format!("one name for each element, such as {key} = [\"{name}\"]")
            }),
        )
    })
}

/// Whether a token has signs that no list would be written with, so that its `|` is one of many.
fn is_odd(text: &str) -> bool {
    text.contains(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '|')))
}

/// Names of one word. A space beside one of them begins a new name; elsewhere a space is written for the hyphen of a name.
const OF_ONE_WORD: &str =
    "accept, age, authorization, date, etag, expires, link, location, pragma, range, vary, warning";

/// The header names in one text, however they are separated: `x-a; x-b`, `x-a x-b`; `Content Type: text/html` is
/// `content-type`.
fn headers_in(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for piece in pieces(text) {
        let piece = piece.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
        let words: Vec<&str> = piece.split_whitespace().collect();
        if words.iter().all(|word| word.contains('-') || has_name(OF_ONE_WORD, word)) {
            names.extend(words.into_iter().map(str::to_owned));
        } else {
            names.push(words.join("-"));
        }
    }
    names
}

fn list_of_headers(key: Key, list: &ListValue) -> Option<String> {
    list_meant(key, list, headers_in, |name| is_token(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names;

    #[test]
    fn what_only_requests_have_is_not_exposed() {
        for name in names(REQUEST_ONLY).chain([
            "access-control-request-method",
            "access-control-request-headers",
            "access-control-request-private-network",
            "sec-ch-ua",
            "sec-ch-ua-full-version-list",
            "sec-fetch-site",
        ]) {
            let fault = exposed_fault(name).unwrap_or_else(|| panic!("{name} is exposed"));
            assert_eq!(fault.what, format!("`{name}` is a request header"));
        }
    }

    fn requested(names: &[&str]) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        check_request(&ListValue::of(names.iter().copied()), &mut mistakes);
        mistakes
    }

    #[test]
    fn headers_of_the_cors_protocol_are_not_exposed() {
        for name in names(CORS_RESPONSE).filter(|name| name.starts_with("access-control-")) {
            let fault = exposed_fault(name).unwrap_or_else(|| panic!("{name} is exposed"));
            assert_eq!(fault.what, format!("`{name}` is a header of the CORS protocol"));
        }
        assert!(exposed_fault("access-control-max-age").is_some());
        assert!(exposed_fault("timing-allow-origin").is_none());
    }

    #[test]
    fn cookie_beside_the_star_is_two_mistakes() {
        let kinds: Vec<MistakeKind> = requested(&["cookie", "*"]).iter().map(Mistake::kind).collect();
        assert_eq!(kinds, [MistakeKind::Header, MistakeKind::StarNotAlone]);
    }

    #[test]
    fn several_names_in_one_text() {
        for (text, names) in [
            ("x-a; x-b", "[\"x-a\", \"x-b\"]"),
            ("x-a|x-b", "[\"x-a\", \"x-b\"]"),
            ("x-a etag", "[\"x-a\", \"etag\"]"),
            ("x request id", "[\"x-request-id\"]"),
            ("Content-Type: application/json", "[\"content-type\"]"),
        ] {
            let found = requested(&[text]);
            let write: Vec<&str> = found.iter().map(|mistake| mistake.fault.write.as_str()).collect();
            assert_eq!(write, [format!("headers = {names}")], "{text}");
        }
        assert!(requested(&["x!#$%&'*+-.^_`|~9"]).is_empty());
    }

    #[test]
    fn a_hundred_thousand_names() {
        let names: Vec<String> = (0..100_000).map(|number| format!("x-{number}")).collect();
        let once = ListValue::of(names.iter().map(String::as_str));
        let twice = ListValue::of(names.iter().chain(&names).map(String::as_str));
        let mut mistakes = Vec::new();
        let requested = check_request(&once, &mut mistakes);
        let exposed = check_exposed(&once, false, &mut mistakes);
        let (Some(RequestHeaderNames::Listed(requested)), Some(ExposedHeaderNames::Listed(exposed))) =
            (requested, exposed)
        else {
            panic!("{:?}", mistakes.first())
        };
        assert_eq!((requested.iter().count(), exposed.iter().count()), (names.len(), names.len()));
        assert_eq!(check_request(&twice, &mut mistakes), None);
        assert_eq!(mistakes.len(), names.len());
    }

    #[test]
    fn what_responses_have_is_exposed() {
        for name in [
            "authorization",
            "accept-ranges",
            "accept-patch",
            "etag",
            "expires",
            "date",
            "keep-alive",
            "proxy-authenticate",
            "sec-websocket-accept",
            "content-range",
            "trailer",
            "via",
        ] {
            assert!(exposed_fault(name).is_none(), "{name}");
        }
    }
}
