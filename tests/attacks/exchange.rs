//! One request and its answer, in process.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Request};
use support::{Answer, Asked};

/// A request, as far as these tests vary it.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, Vec<u8>)>,
}

impl Sent {
    pub(crate) fn new(method: &'static str, path: &str) -> Self {
        Self { method, path: path.to_owned(), headers: Vec::new() }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn values(&self, name: &str) -> Vec<&[u8]> {
        self.headers.iter().filter(|(of, _)| *of == name).map(|(_, value)| value.as_slice()).collect()
    }

    /// The request, or nothing where the types of `http` cannot hold it: then only a socket can carry it.
    pub(crate) fn request(&self) -> Option<Request<Body>> {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = Method::from_bytes(self.method.as_bytes()).ok()?;
        *request.uri_mut() = self.path.parse().ok()?;
        for (name, value) in &self.headers {
            let value = HeaderValue::from_bytes(value).ok()?;
            request.headers_mut().append(HeaderName::from_static(name), value);
        }
        Some(request)
    }
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        for (name, value) in &self.headers {
            // Some attacks are of 64 KiB.
            write!(f, " [{name}: {}]", value[..value.len().min(200)].escape_ascii())?;
        }
        Ok(())
    }
}

/// The values of a header, of which some are no text.
pub(crate) fn values<'a>(answer: &'a Answer, name: &str) -> Vec<&'a [u8]> {
    answer.headers.get_all(name).iter().map(HeaderValue::as_bytes).collect()
}

/// Whether a list header names this, in any case.
pub(crate) fn lists(answer: &Answer, name: &str, member: &str) -> bool {
    values(answer, name)
        .iter()
        .flat_map(|line| line.split(|&byte| byte == b','))
        .any(|of| of.trim_ascii().eq_ignore_ascii_case(member.as_bytes()))
}

/// The answer in process. A panic is told too, so that it hides no case after it.
pub(crate) fn answer_or_panic(app: &Router, request: Request<Body>) -> Result<Answer, String> {
    // Nothing in these tests waits.
    let answer = catch_unwind(AssertUnwindSafe(|| Asked::from(request).of(app)));
    answer.map_err(|_| "panics, or is not answered at once".to_owned())
}
