//! `OPTIONS *`: the question to the server as a whole (RFC 9110 section 9.3.7), which no path matches.

use std::convert::Infallible;
use std::future::{Future, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::response::Response;
use axum::routing::Route;
use http::Method;
use http::header::HeaderValue;
use tower_service::Service;

use crate::answer::allow::allowing;
use crate::handler::no_body::no_body;

/// A fallback that does not see `OPTIONS *`: no policy and no layer has a word in the answer to it.
#[derive(Clone, Debug)]
pub(crate) struct OptionsStar {
    pub(crate) inner: Route,
    /// The methods that the server has.
    pub(crate) allow: HeaderValue,
}

impl Service<Request> for OptionsStar {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if *request.method() == Method::OPTIONS && request.uri().path() == "*" {
            return Box::pin(ready(Ok(allowing(request.method(), self.allow.clone(), no_body()))));
        }
        Box::pin(self.inner.call(request))
    }
}
