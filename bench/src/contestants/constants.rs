//! The least that CORS can cost: constants put in by a wrapper around the handler, without a word about what the handler
//! set itself or what `Vary` said before.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HeaderMap, HeaderValue, ORIGIN,
    VARY,
};
use axum::response::Response;
use axum::routing::get;

use super::axum_alone::{save, show};
use crate::work::{APP, Work};

pub(crate) fn app(work: Work) -> Router {
    let routes = if work == Work::GetEverybody {
        get(Wrapped::<_, true>(show)).put(Wrapped::<_, true>(save))
    } else {
        get(Wrapped::<_, false>(show)).put(Wrapped::<_, false>(save))
    };
    let routes =
        if work.takes_credentials() { routes.options(preflight::<true>) } else { routes.options(preflight::<false>) };
    Router::new().route("/", routes).with_state(())
}

/// A handler, and whether everybody or one origin may call it. axum allocates on each request for a handler that has a
/// size, so this is told by a type.
#[derive(Clone)]
struct Wrapped<H, const EVERYBODY: bool>(H);

impl<H, T, S, const EVERYBODY: bool> Handler<T, S> for Wrapped<H, EVERYBODY>
where
    H: Handler<T, S, Future: Unpin>,
    T: 'static,
    S: 'static,
{
    type Future = Decorated<H::Future, EVERYBODY>;

    fn call(self, request: Request, state: S) -> Self::Future {
        let admitted = !EVERYBODY && is_admitted(request.headers());
        Decorated { future: self.0.call(request, state), admitted }
    }
}

struct Decorated<F, const EVERYBODY: bool> {
    future: F,
    admitted: bool,
}

impl<F: Future<Output = Response> + Unpin, const EVERYBODY: bool> Future for Decorated<F, EVERYBODY> {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        Pin::new(&mut self.future).poll(context).map(|mut response| {
            let headers = response.headers_mut();
            if EVERYBODY {
                headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
                return response;
            }
            if self.admitted {
                headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(APP));
                headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
                headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag"));
            }
            headers.insert(VARY, HeaderValue::from_static("Origin"));
            response
        })
    }
}

async fn preflight<const CREDENTIALS: bool>(request: Request) -> Response {
    let mut response = Response::default();
    if !is_admitted(request.headers()) {
        *response.status_mut() = StatusCode::FORBIDDEN;
        return response;
    }
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.reserve(if CREDENTIALS { 7 } else { 6 });
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(APP));
    if CREDENTIALS {
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    }
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, PUT"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type, x-request-id"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    headers.insert(VARY, HeaderValue::from_static("Origin"));
    response
}

fn is_admitted(request: &HeaderMap) -> bool {
    request.get(ORIGIN).is_some_and(|origin| origin == APP)
}
