//! Header names: which ones scripts can set, and which ones they can be shown.

use crate::mistake::{ConstFault, Fault, Mistake, MistakeKind};
use crate::policy::{ExposedHeaderNames, RequestHeaderNames};
use crate::spec::{ListEntry, Listing};
use crate::{FieldLine, Key, is_token};

/// Fetch, "forbidden request-header", the names; those with certain values only are not among them.
const FORBIDDEN_REQUEST: [&str; 22] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// The headers of the CORS protocol that only servers send (Fetch, "HTTP responses").
const CORS_RESPONSE: [&str; 8] = [
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-allow-private-network",
    "access-control-expose-headers",
    "access-control-max-age",
    "timing-allow-origin",
];

/// Fetch, "forbidden response-header name".
const FORBIDDEN_RESPONSE: [&str; 2] = ["set-cookie", "set-cookie2"];

/// Headers that only requests have, so that exposing them shows a script nothing. `authorization` is none of them: there
/// are APIs that answer with a token in it.
const REQUEST_ONLY: [&str; 21] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "cookie",
    "cookie2",
    "dnt",
    "expect",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "origin",
    "proxy-authorization",
    "referer",
    "te",
    "upgrade-insecure-requests",
    "user-agent",
];

/// How the names of further ones begin: those of preflights (Fetch), of fetch metadata and of client hints.
const REQUEST_ONLY_PREFIXES: [&str; 3] = ["access-control-request-", "sec-ch-", "sec-fetch-"];

pub(super) fn check_request(listing: &Listing, mistakes: &mut Vec<Mistake>) -> Option<RequestHeaderNames> {
    let star = listing.entries.iter().any(|entry| entry.text == "*");
    let names = check_names(Key::Headers, listing, mistakes, |name| {
        if star && name != "authorization" {
            return Some(Fault::new(
                MistakeKind::StarNotAlone,
                format!("`{name}` stands beside `*`"),
                "`*` already stands for every header but `authorization`, so other names beside it only mislead",
                "headers = \"*\" or headers = [\"*\", \"authorization\"]",
            ));
        }
        request_fault(name)
    })?;
    Some(if star {
        RequestHeaderNames::Any { authorization: names.iter().any(|name| name == "authorization") }
    } else {
        RequestHeaderNames::Listed(FieldLine::join(&names))
    })
}

fn request_fault(name: &str) -> Option<Fault> {
    if CORS_RESPONSE.contains(&name) {
        return Some(Fault::new(
            MistakeKind::Header,
            format!("`{name}` is a response header of the CORS protocol"),
            "servers send it and scripts do not, so admitting it in requests admits nothing",
            "the headers that pages send; this library sends the CORS headers by itself",
        ));
    }
    if FORBIDDEN_REQUEST.contains(&name) || name.starts_with("proxy-") || name.starts_with("sec-") {
        return Some(Fault::new(
            MistakeKind::Header,
            format!("`{name}` cannot be set by scripts"),
            "the Fetch Standard forbids it in requests made by scripts, so no preflight ever asks for it",
            if name == "cookie" {
                "credentials = true"
            } else {
                "the names that pages set themselves, such as headers = [\"x-request-id\"]"
            },
        ));
    }
    None
}

pub(super) fn check_exposed(
    listing: &Listing,
    credentials: bool,
    mistakes: &mut Vec<Mistake>,
) -> Option<ExposedHeaderNames> {
    if listing.is_star() {
        if credentials {
            let fault = Fault::from(STAR_EXPOSED_WITH_CREDENTIALS);
            mistakes.push(fault.at(Key::ExposeHeaders, "*", listing.entries[0].place));
        }
        return Some(ExposedHeaderNames::Any);
    }
    let star = listing.entries.iter().any(|entry| entry.text == "*");
    let names = check_names(Key::ExposeHeaders, listing, mistakes, |name| {
        if star {
            return Some(Fault::new(
                MistakeKind::StarNotAlone,
                format!("`{name}` stands beside `*`"),
                "`*` already stands for every header, so names beside it only mislead",
                "expose_headers = \"*\", or the names without it",
            ));
        }
        exposed_fault(name)
    })?;
    Some(ExposedHeaderNames::Listed(FieldLine::join(&names)))
}

/// Fetch, "CORS protocol and credentials": there `*` is a header that is named so.
pub(crate) const STAR_EXPOSED_WITH_CREDENTIALS: ConstFault = ConstFault {
    kind: MistakeKind::StarWithCredentials,
    what: "every response header is exposed together with credentials",
    why: "where cookies are taken along browsers read `*` as a header of that name, so nothing is exposed",
    write: "the names that scripts read, such as expose_headers = [\"etag\"]",
};

fn exposed_fault(name: &str) -> Option<Fault> {
    if FORBIDDEN_RESPONSE.contains(&name) {
        return Some(Fault::new(
            MistakeKind::Header,
            format!("`{name}` is never shown to scripts"),
            "the Fetch Standard hides it from every script, exposed or not",
            "the names that scripts can read, such as expose_headers = [\"etag\"]",
        ));
    }
    if REQUEST_ONLY.contains(&name) || REQUEST_ONLY_PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
        return Some(Fault::new(
            MistakeKind::Header,
            format!("`{name}` is a request header"),
            "responses do not have it, so there is nothing to expose",
            "the response headers that scripts read, such as expose_headers = [\"etag\"]",
        ));
    }
    None
}

/// The names in lower case, if there is no mistake among them; `*` is left for the caller.
fn check_names(
    key: Key,
    listing: &Listing,
    mistakes: &mut Vec<Mistake>,
    judge: impl Fn(&str) -> Option<Fault>,
) -> Option<Vec<String>> {
    let before = mistakes.len();
    let mut names: Vec<String> = Vec::new();
    for ListEntry { text, place } in &listing.entries {
        // RFC 9110 section 5.1: field names are compared without case.
        let name = text.to_ascii_lowercase();
        let fault = if let Some(fault) = form_fault(key, text) {
            Some(fault)
        } else if names.contains(&name) {
            Some(Fault::new(
                MistakeKind::Redundant,
                format!("`{name}` stands twice"),
                "header names are compared without case and once is enough, so one was most likely meant to be another",
                "each name once",
            ))
        } else if name == "*" {
            None
        } else {
            judge(&name)
        };
        if let Some(fault) = fault {
            mistakes.push(fault.at(key, text, *place));
        }
        names.push(name);
    }
    (mistakes.len() == before).then_some(names)
}

fn form_fault(key: Key, text: &str) -> Option<Fault> {
    if text.is_empty() {
        return Some(Fault::new(
            MistakeKind::Empty,
            format!("an empty text among the {key}"),
            "it names no header, so it is most likely a slip",
            format!("{key} = [] where none is meant"),
        ));
    }
    (!is_token(text.as_bytes())).then(|| {
        Fault::new(
            MistakeKind::Header,
            format!("`{}` is not a header name", text.escape_debug()),
            "a header name is a token (RFC 9110 section 5.6.2): letters, digits and a few signs, no spaces",
            format!(
                "one name for each element, such as {key} = [\"{}\"]",
                if key == Key::Headers { "x-request-id" } else { "etag" }
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_requests_have_is_not_exposed() {
        for name in REQUEST_ONLY.into_iter().chain([
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
