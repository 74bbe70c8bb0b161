//! What kind of request a request is. It is found out once, and everything else follows from it.

use http::Method;
use http::header::{ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, ORIGIN};

use crate::request::single_value::SingleValue;

/// The three kinds of requests that the CORS protocol tells apart.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RequestKind<'r> {
    /// A browser asks whether a page may send another request.
    Preflight(Preflight<'r>),
    /// An OPTIONS request that is no preflight.
    PlainOptions,
    /// Every other request.
    Actual,
}

/// An OPTIONS request with an origin and a requested method (Fetch, "CORS-preflight request").
#[derive(Clone, Copy, Debug)]
pub(crate) struct Preflight<'r> {
    pub(crate) headers: &'r HeaderMap,
    pub(crate) origin: SingleValue<'r>,
    pub(crate) requested_method: SingleValue<'r>,
}

impl<'r> RequestKind<'r> {
    /// The kind of the request with this method and these headers.
    #[inline]
    pub(crate) fn of(method: &Method, headers: &'r HeaderMap) -> Self {
        if *method != Method::OPTIONS {
            return Self::Actual;
        }
        let origin = SingleValue::of(headers, &ORIGIN);
        if !origin.is_present() {
            return Self::PlainOptions;
        }
        let requested_method = SingleValue::of(headers, &ACCESS_CONTROL_REQUEST_METHOD);
        if !requested_method.is_present() {
            return Self::PlainOptions;
        }
        Self::Preflight(Preflight { headers, origin, requested_method })
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn kind(method: &str, headers: &[(&str, &str)]) -> &'static str {
        let mut request = Request::builder().method(method);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(()).unwrap();
        match RequestKind::of(request.method(), request.headers()) {
            RequestKind::Preflight(_) => "preflight",
            RequestKind::PlainOptions => "plain OPTIONS",
            RequestKind::Actual => "actual",
        }
    }

    #[test]
    fn a_preflight_has_an_origin_and_a_requested_method() {
        let origin = ("origin", "https://a.example");
        let requested = ("access-control-request-method", "PUT");
        assert_eq!(kind("OPTIONS", &[origin, requested]), "preflight");
        assert_eq!(kind("OPTIONS", &[origin, requested, requested]), "preflight");
        assert_eq!(kind("OPTIONS", &[origin]), "plain OPTIONS");
        assert_eq!(kind("OPTIONS", &[requested]), "plain OPTIONS");
        assert_eq!(kind("OPTIONS", &[]), "plain OPTIONS");
        assert_eq!(kind("GET", &[origin, requested]), "actual");
        assert_eq!(kind("options", &[origin, requested]), "actual");
    }
}
