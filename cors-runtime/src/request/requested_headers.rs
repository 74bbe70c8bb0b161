//! `Access-Control-Request-Headers`: the header names that a preflight asks for.

use cors_policy::is_token;
use http::header::{ACCESS_CONTROL_REQUEST_HEADERS, HeaderMap, HeaderValue};

/// The requested names may have this many bytes together, commas included. A server's own limit on the head of a request is
/// of this size too.
const LONGEST: usize = 8 * 1024;

/// The requested header names as one value that can be sent back: all of them, if each is a token and together they are
/// short. Empty elements of the list are passed over (RFC 9110 section 5.6.1.2).
pub(crate) fn requested_headers(headers: &HeaderMap) -> Option<HeaderValue> {
    let lines = headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS);
    let (len, count) = lines.iter().fold((0, 0), |(len, count), line| (len + line.len() + 1, count + 1));
    // Each line was counted with a comma after it, the last one too.
    if count == 0 || len > LONGEST {
        return None;
    }
    let mut has_names = false;
    let mut has_empty = false;
    for name in lines.iter().flat_map(elements) {
        if name.is_empty() {
            has_empty = true;
        } else if is_token(name) {
            has_names = true;
        } else {
            return None;
        }
    }
    if !has_names {
        return None;
    }
    if count == 1 && !has_empty {
        return lines.iter().next().cloned();
    }
    let names: Vec<&[u8]> = lines.iter().flat_map(elements).filter(|name| !name.is_empty()).collect();
    HeaderValue::from_bytes(&names.join(&b","[..])).ok()
}

/// The elements of the list in one value, without the white space around them.
fn elements(value: &HeaderValue) -> impl Iterator<Item = &[u8]> {
    value.as_bytes().split(|&byte| byte == b',').map(<[u8]>::trim_ascii)
}
