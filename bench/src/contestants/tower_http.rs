//! tower-http's layer around the router, as its documentation shows it.

use std::collections::HashSet;
use std::time::Duration;

use axum::Router;
use axum::http::Method;
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue};
use axum::http::request::Parts;
use tower_http::cors::{AllowOrigin, Any, CorsLayer};

use super::axum_alone;
use crate::work::{APP, Work};

/// The origins as a list, which tower-http looks through from its beginning to its end.
pub(crate) fn list(work: Work) -> Router {
    let origins = match work.size() {
        0 => AllowOrigin::list([HeaderValue::from_static(APP)]),
        _ => AllowOrigin::list(work.entries().map(value)),
    };
    app(work, origins)
}

/// One origin, which is sent whoever asks; or `*`.
pub(crate) fn exact(work: Work) -> Router {
    if work == Work::GetEverybody {
        let layer = CorsLayer::new().allow_origin(Any).allow_methods([Method::GET, Method::PUT]);
        return axum_alone::app().layer(layer);
    }
    app(work, AllowOrigin::exact(HeaderValue::from_static(APP)))
}

/// A closure: a comparison, a look into a hash set, and for patterns a walk along their ends.
pub(crate) fn predicate(work: Work) -> Router {
    let origins = match work {
        Work::GetAmong(_) | Work::GetNotAmong(_) => {
            let set: HashSet<HeaderValue> = work.entries().map(value).collect();
            AllowOrigin::predicate(move |origin: &HeaderValue, _: &Parts| set.contains(origin))
        }
        Work::GetAmongPatterns(_) => {
            let ends: Vec<String> = work.entries().map(|entry| entry.replace("https://*", "")).collect();
            AllowOrigin::predicate(move |origin: &HeaderValue, _: &Parts| {
                let origin = origin.as_bytes();
                origin.starts_with(b"https://") && ends.iter().any(|end| origin.ends_with(end.as_bytes()))
            })
        }
        _ => AllowOrigin::predicate(|origin: &HeaderValue, _: &Parts| origin == APP),
    };
    app(work, origins)
}

fn app(work: Work, origins: AllowOrigin) -> Router {
    let layer = CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::PUT])
        .allow_headers([CONTENT_TYPE, HeaderName::from_static("x-request-id")])
        .expose_headers([ETAG])
        .allow_credentials(work.takes_credentials())
        .max_age(Duration::from_secs(600));
    axum_alone::app().layer(layer)
}

fn value(origin: String) -> HeaderValue {
    HeaderValue::try_from(origin).expect("an origin")
}
