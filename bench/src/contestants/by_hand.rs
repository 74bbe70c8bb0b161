//! What many applications have in place of a library: a middleware that looks at the request and puts strings into headers.

use axum::Router;
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};

use super::axum_alone;
use crate::work::{APP, Work};

pub(crate) fn app(work: Work) -> Router {
    match work {
        Work::GetEverybody => axum_alone::app().layer(from_fn(everybody)),
        _ if work.takes_credentials() => axum_alone::app().layer(from_fn(one_origin::<true>)),
        _ => axum_alone::app().layer(from_fn(one_origin::<false>)),
    }
}

async fn one_origin<const CREDENTIALS: bool>(request: Request, next: Next) -> Response {
    let origin = request.headers().get(ORIGIN).and_then(|origin| origin.to_str().ok()).map(str::to_owned);
    let admitted = origin.filter(|origin| origin == APP);
    let is_preflight = request.method() == Method::OPTIONS;
    let mut response = if is_preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    if let Some(origin) = admitted {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.parse().expect("an origin"));
        if CREDENTIALS {
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, "true".parse().expect("a word"));
        }
        if is_preflight {
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, "GET, PUT".parse().expect("methods"));
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, "content-type, x-request-id".parse().expect("names"));
            headers.insert(ACCESS_CONTROL_MAX_AGE, "600".parse().expect("digits"));
        } else {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, "etag".parse().expect("a name"));
        }
    }
    headers.insert(VARY, "Origin".parse().expect("a name"));
    response
}

async fn everybody(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, "*".parse().expect("a star"));
    response
}
