//! `OPTIONS *`: the question to the server as a whole (RFC 9110 section 9.3.7), which no path matches.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, HeaderValue};
use http::{Method, StatusCode};
use tower_layer::Layer;
use tower_service::Service;

use crate::handler::no_body::no_body;

/// Whether a request asks about the server as a whole.
fn is_options_star(request: &Request) -> bool {
    *request.method() == Method::OPTIONS && request.uri().path() == "*"
}

/// What it is answered with, which no policy and no layer has a word in.
fn answer(allow: HeaderValue) -> Response {
    let mut response = Response::new(no_body());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(ALLOW, allow);
    response
}

/// Answers `OPTIONS *` before a fallback, outside of all layers.
#[derive(Clone, Debug)]
pub(crate) struct OptionsStarLayer {
    allow: HeaderValue,
}

impl OptionsStarLayer {
    /// These are the methods that the server has.
    pub(crate) fn new(allow: HeaderValue) -> Self {
        Self { allow }
    }
}

impl<T> Layer<T> for OptionsStarLayer {
    type Service = OptionsStar<T>;

    fn layer(&self, inner: T) -> OptionsStar<T> {
        OptionsStar { inner, allow: self.allow.clone() }
    }
}

/// A fallback that does not see `OPTIONS *`.
#[derive(Clone, Debug)]
pub(crate) struct OptionsStar<T> {
    inner: T,
    allow: HeaderValue,
}

impl<T> Service<Request> for OptionsStar<T>
where
    T: Service<Request, Response: IntoResponse, Error: Send + 'static, Future: Send + 'static>,
{
    type Response = Response;
    type Error = T::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, T::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), T::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if is_options_star(&request) {
            return Box::pin(std::future::ready(Ok(answer(self.allow.clone()))));
        }
        let future = self.inner.call(request);
        Box::pin(async move { future.await.map(IntoResponse::into_response) })
    }
}
