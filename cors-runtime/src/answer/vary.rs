//! `Vary`: which request headers an answer depends on (RFC 9110 section 12.5.5).

use http::header::{Entry, HeaderMap, HeaderValue, OccupiedEntry, VARY};

/// What answers depend on.
pub(crate) const ORIGIN: HeaderValue = HeaderValue::from_static("Origin");

/// Says that an answer depends on `Origin`, beside what it says already.
///
/// Caches key on this, so it must also stand on answers to requests without `Origin` (Fetch, "CORS protocol and HTTP
/// caches").
pub(crate) fn add_origin(headers: &mut HeaderMap) {
    match headers.entry(VARY) {
        Entry::Vacant(vacant) => {
            vacant.insert(ORIGIN);
        }
        Entry::Occupied(occupied) => merge_origin(occupied),
    }
}

#[cold]
fn merge_origin(mut vary: OccupiedEntry<'_, HeaderValue>) {
    let names_origin = |value: &HeaderValue| {
        value.as_bytes().split(|&byte| byte == b',').any(|member| {
            let member = member.trim_ascii();
            member == b"*" || member.eq_ignore_ascii_case(b"origin")
        })
    };
    if vary.iter().any(names_origin) {
        return;
    }
    let first = vary.get().as_bytes();
    let merged = if first.is_empty() { b"Origin".to_vec() } else { [first, b", Origin"].concat() };
    // What was a header value stays one with these bytes after it.
    if let Ok(merged) = HeaderValue::from_bytes(&merged) {
        *vary.get_mut() = merged;
    }
}

/// What a preflight's answer depends on.
pub(crate) fn of_preflight(origin: bool, headers: bool) -> HeaderValue {
    // Constants, since a value that is made on a request is looked through byte by byte.
    const METHOD: HeaderValue = HeaderValue::from_static("Access-Control-Request-Method");
    const METHOD_HEADERS: HeaderValue =
        HeaderValue::from_static("Access-Control-Request-Method, Access-Control-Request-Headers");
    const ORIGIN_METHOD: HeaderValue = HeaderValue::from_static("Origin, Access-Control-Request-Method");
    const ORIGIN_METHOD_HEADERS: HeaderValue =
        HeaderValue::from_static("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    match (origin, headers) {
        (true, false) => ORIGIN_METHOD,
        (true, true) => ORIGIN_METHOD_HEADERS,
        (false, false) => METHOD,
        (false, true) => METHOD_HEADERS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(values: &[&'static str]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(VARY, HeaderValue::from_static(value));
        }
        add_origin(&mut headers);
        headers.get_all(VARY).iter().map(|value| value.to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn merging() {
        assert_eq!(merged(&[]), ["Origin"]);
        assert_eq!(merged(&[""]), ["Origin"]);
        assert_eq!(merged(&["accept-encoding"]), ["accept-encoding, Origin"]);
        assert_eq!(merged(&["accept-encoding", "cookie"]), ["accept-encoding, Origin", "cookie"]);
        assert_eq!(merged(&["accept-encoding", "x ,  ORIGIN"]), ["accept-encoding", "x ,  ORIGIN"]);
        assert_eq!(merged(&["*"]), ["*"]);
        assert_eq!(merged(&["x-origin"]), ["x-origin, Origin"]);
    }
}
