//! One request and its answer, in process: what the outside-in tests speak through.
#![forbid(unsafe_code)]
// A test that is wrong panics here, and its answer need not be looked at.
#![allow(clippy::missing_panics_doc, clippy::must_use_candidate, clippy::return_self_not_must_use)]

mod cases;

use std::collections::BTreeSet;
use std::fmt::Debug;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_METHOD, ALLOW, ORIGIN, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use futures_util::FutureExt as _;
use http_body_util::BodyExt as _;
use tower::{Service, ServiceExt as _};

pub use cases::{each, each_async};

/// A request, while it is being written.
#[derive(Debug)]
pub struct Asked(Request<Body>);

/// A request without headers.
pub fn ask(method: &str, uri: &str) -> Asked {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Method::from_bytes(method.as_bytes()).expect("a method");
    *request.uri_mut() = uri.parse().expect("a URI");
    Asked(request)
}

/// A request with these header lines.
///
/// # Panics
/// Where the method, the URI or a header is not well-formed, as all functions here do: a test is wrong then.
#[must_use]
pub fn ask_with(method: &str, uri: &str, headers: &[(&str, &str)]) -> Asked {
    ask(method, uri).headers(headers.iter().copied())
}

/// The preflight of a page of this origin that wants to use this method.
pub fn preflight(uri: &str, origin: &str, method: &str) -> Asked {
    ask("OPTIONS", uri).origin(origin).header(ACCESS_CONTROL_REQUEST_METHOD, method)
}

/// The answer to a request with these header lines.
pub fn send(app: &Router, method: &str, uri: &str, headers: &[(&str, &str)]) -> Answer {
    ask_with(method, uri, headers).of(app)
}

/// The answer to a page of this origin.
pub fn from(app: &Router, origin: &str, method: &str, uri: &str) -> Answer {
    ask(method, uri).origin(origin).of(app)
}

/// The answer to the preflight of a page of this origin.
pub fn preflight_from(app: &Router, uri: &str, origin: &str, method: &str) -> Answer {
    preflight(uri, origin, method).of(app)
}

impl From<Request<Body>> for Asked {
    fn from(request: Request<Body>) -> Self {
        Self(request)
    }
}

impl Asked {
    /// Adds a field line; a name may be given more than once.
    pub fn header(mut self, name: impl TryInto<HeaderName>, value: impl AsRef<[u8]>) -> Self {
        let Ok(name) = name.try_into() else { panic!("not a header name") };
        self.0.headers_mut().append(name, HeaderValue::from_bytes(value.as_ref()).expect("a header value"));
        self
    }

    /// Adds field lines.
    pub fn headers(self, lines: impl IntoIterator<Item = (impl TryInto<HeaderName>, impl AsRef<[u8]>)>) -> Self {
        lines.into_iter().fold(self, |asked, (name, value)| asked.header(name, value))
    }

    /// Adds an `Origin` line.
    pub fn origin(self, origin: impl AsRef<[u8]>) -> Self {
        self.header(ORIGIN, origin)
    }

    /// Gives the request a body.
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        *self.0.body_mut() = body.into();
        self
    }

    /// The request as it is, for what is no service in process.
    pub fn request(self) -> Request<Body> {
        self.0
    }

    /// Sends the request to a router, or another service, that may wait for something.
    pub async fn send<S, B>(self, service: &S) -> Answer
    where
        S: Service<Request<Body>, Response = Response<B>, Error: Debug> + Clone,
        B: HttpBody<Error: Debug>,
    {
        Answer::whole(service.clone().oneshot(self.0).await.expect("the service does not fail")).await
    }

    /// Sends the request to a service in which nothing waits, so that one poll brings the answer.
    pub fn of<S, B>(self, service: &S) -> Answer
    where
        S: Service<Request<Body>, Response = Response<B>, Error: Debug> + Clone,
        B: HttpBody<Error: Debug>,
    {
        self.send(service).now_or_never().expect("an answer at once")
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// All header lines.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl Answer {
    /// An answer with its whole body.
    pub async fn whole<B: HttpBody<Error: Debug>>(response: Response<B>) -> Self {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        Self { status: parts.status, headers: parts.headers, body }
    }

    /// Every `Access-Control-*` field line, in the order of the names, so that none can hide and a doubled one stands
    /// here twice.
    pub fn cors(&self) -> Vec<(&str, &str)> {
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
    pub fn value(&self, name: impl TryInto<HeaderName>) -> Option<&str> {
        let Ok(name) = name.try_into() else { panic!("not a header name") };
        let values: Vec<&str> =
            self.headers.get_all(&name).iter().map(|value| value.to_str().expect("ASCII")).collect();
        assert!(values.len() < 2, "{name} stands twice: {values:?}");
        values.first().copied()
    }

    /// The origin that the answer admits, or `*`.
    #[must_use]
    pub fn allow_origin(&self) -> Option<&str> {
        self.value(ACCESS_CONTROL_ALLOW_ORIGIN)
    }

    /// Whether the answer has any `Access-Control-*` header.
    #[must_use]
    pub fn has_cors(&self) -> bool {
        !self.cors().is_empty()
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
    pub fn varies_by(&self, names: &[&str]) {
        let expected: BTreeSet<String> = names.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(self.members(&VARY), expected, "Vary");
    }

    /// Asserts what `Allow` names, in any order.
    pub fn allows(&self, methods: &[&str]) {
        let expected: BTreeSet<String> = methods.iter().map(|method| method.to_ascii_lowercase()).collect();
        assert_eq!(self.members(&ALLOW), expected, "Allow");
    }

    /// Asserts that the browser is told no.
    pub fn is_refused(&self) {
        assert_eq!(self.status, StatusCode::FORBIDDEN);
        assert_eq!(self.cors(), []);
    }

    /// The methods a preflight's answer admits, in order.
    pub fn admitted_methods(&self) -> Vec<&str> {
        self.value("access-control-allow-methods").map_or(Vec::new(), |line| line.split(", ").collect())
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }
}
