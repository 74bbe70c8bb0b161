//! One request and its answer, in process.

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;

pub(crate) const APP: &str = "https://app.example.com";
pub(crate) const EVIL: &str = "https://evil.example.net";

/// A request to a router, and what comes back.
pub(crate) async fn send(app: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("the request is well-formed");
    Answer(app.clone().oneshot(request).await.expect("a router does not fail"))
}

pub(crate) async fn preflight(app: &Router, path: &str, origin: &str, method: &str) -> Answer {
    send(app, "OPTIONS", path, &[("origin", origin), ("access-control-request-method", method)]).await
}

pub(crate) async fn from(app: &Router, origin: &str, method: &str, path: &str) -> Answer {
    send(app, method, path, &[("origin", origin)]).await
}

pub(crate) struct Answer(Response);

impl Answer {
    pub(crate) fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// A header that must stand once at the most.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers().get_all(name).iter();
        let first = values.next()?.to_str().expect("a header is text");
        assert!(values.next().is_none(), "{name} stands more than once");
        Some(first)
    }

    pub(crate) fn allow_origin(&self) -> Option<&str> {
        self.header("access-control-allow-origin")
    }

    pub(crate) fn has_cors(&self) -> bool {
        self.headers().keys().any(|name| name.as_str().starts_with("access-control-"))
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    pub(crate) async fn text(self) -> String {
        let body = axum::body::to_bytes(self.0.into_body(), 1 << 20).await.expect("the body is short");
        String::from_utf8(body.to_vec()).expect("the body is text")
    }
}
