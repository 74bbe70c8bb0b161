//! What `*` means as a value of the CORS headers, and what it leaves out.

use super::list::equal;

/// The sign for all methods, or all headers.
pub const STAR: &str = "*";

/// The one header that `*` does not stand for (Fetch, "CORS non-wildcard request-header name").
pub(crate) const AUTHORIZATION: &str = "authorization";

/// The list of all request headers: `*`, and the one that it leaves out.
pub const STAR_AND_AUTHORIZATION: &str = "*, authorization";

/// Whether a text is the sign, and nothing else.
pub(crate) const fn is_star(text: &str) -> bool {
    matches!(text.as_bytes(), b"*")
}

/// Whether `methods = "*"` means this method. It means every one but OPTIONS: a handler that served it would answer the
/// preflights of its own path.
pub(crate) const fn star_is_method(method: &[u8]) -> bool {
    !equal(method, b"OPTIONS")
}

/// Whether `headers = "*"` means the request header of this name, in whatever case.
pub(crate) fn star_is_header(name: &[u8]) -> bool {
    !name.eq_ignore_ascii_case(AUTHORIZATION.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::list::SEPARATOR;

    #[test]
    fn all_request_headers_are_the_star_and_what_it_leaves_out() {
        assert_eq!([STAR, AUTHORIZATION].join(SEPARATOR), STAR_AND_AUTHORIZATION);
        assert!(!star_is_header(b"Authorization") && star_is_header(b"content-type"));
        assert!(!star_is_method(b"OPTIONS") && star_is_method(b"options") && star_is_method(b"PURGE"));
    }
}
