//! One request and its answer.

use std::collections::BTreeSet;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{ACCESS_CONTROL_REQUEST_METHOD, ALLOW, ORIGIN, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use futures_util::FutureExt as _;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// A request, while it is being written.
pub(crate) struct Asked(Request<Body>);

/// A request without headers.
pub(crate) fn ask(method: &str, uri: &str) -> Asked {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Method::from_bytes(method.as_bytes()).expect("a method");
    *request.uri_mut() = uri.parse().expect("a URI");
    Asked(request)
}

/// The preflight of a page of this origin that wants to use this method.
pub(crate) fn preflight(uri: &str, origin: &str, method: &str) -> Asked {
    ask("OPTIONS", uri).origin(origin).header(ACCESS_CONTROL_REQUEST_METHOD, method)
}

impl Asked {
    /// Adds a field line; a name may be given more than once.
    pub(crate) fn header(mut self, name: impl TryInto<HeaderName>, value: impl AsRef<[u8]>) -> Self {
        let Ok(name) = name.try_into() else { panic!("not a header name") };
        self.0.headers_mut().append(name, HeaderValue::from_bytes(value.as_ref()).expect("a header value"));
        self
    }

    pub(crate) fn origin(self, origin: impl AsRef<[u8]>) -> Self {
        self.header(ORIGIN, origin)
    }

    pub(crate) fn body(mut self, body: impl Into<Body>) -> Self {
        *self.0.body_mut() = body.into();
        self
    }

    /// Sends the request. Nothing in these tests waits, so one poll brings the answer.
    pub(crate) fn of(self, app: &Router) -> Answer {
        let response = app.clone().oneshot(self.0).now_or_never().expect("an answer at once").expect("an answer");
        let (parts, body) = response.into_parts();
        let body = body.collect().now_or_never().expect("a body at once").expect("a whole body").to_bytes();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// Every `Access-Control-*` field line, in the order of the names, so that none can hide and a doubled one stands
    /// here twice.
    pub(crate) fn cors(&self) -> Vec<(&str, &str)> {
        let mut lines: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().expect("visible ASCII")))
            .filter(|(name, _)| name.starts_with("access-control-"))
            .collect();
        lines.sort_unstable();
        lines
    }

    /// A header's value; the header must not stand twice.
    pub(crate) fn value(&self, name: impl TryInto<HeaderName>) -> Option<&str> {
        let Ok(name) = name.try_into() else { panic!("not a header name") };
        let values: Vec<&str> =
            self.headers.get_all(&name).iter().map(|value| value.to_str().expect("ASCII")).collect();
        assert!(values.len() < 2, "{name} stands twice: {values:?}");
        values.first().copied()
    }

    /// The members of a list header, all field lines together, in lower case; each must stand once.
    fn members(&self, name: &HeaderName) -> BTreeSet<String> {
        let mut members = BTreeSet::new();
        for line in self.headers.get_all(name) {
            for member in line.to_str().expect("ASCII").split(',') {
                let member = member.trim().to_ascii_lowercase();
                assert!(members.insert(member.clone()), "{member} stands twice in {name}");
            }
        }
        members
    }

    /// Asserts what `Vary` names, in any order and case.
    pub(crate) fn varies_by(&self, names: &[&str]) {
        let expected: BTreeSet<String> = names.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(self.members(&VARY), expected, "Vary");
    }

    /// Asserts what `Allow` names, in any order.
    pub(crate) fn allows(&self, methods: &[&str]) {
        let expected: BTreeSet<String> = methods.iter().map(|method| method.to_ascii_lowercase()).collect();
        assert_eq!(self.members(&ALLOW), expected, "Allow");
    }

    /// Asserts that the browser is told no.
    pub(crate) fn is_refused(&self) {
        assert_eq!(self.status, StatusCode::FORBIDDEN);
        assert_eq!(self.cors(), []);
    }

    /// The methods a preflight's answer admits, in order.
    pub(crate) fn admitted_methods(&self) -> Vec<&str> {
        self.value("access-control-allow-methods").map_or(Vec::new(), |line| line.split(", ").collect())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }
}
