//! axum inside tower-http's layer, as its documentation shows it.

use std::time::Duration;

use axum::Router;
use axum::http::Method;
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::alone;
use crate::exchange::APP;

pub(crate) fn app() -> Router {
    alone::routes().layer(
        CorsLayer::new()
            .allow_origin(AllowOrigin::list([HeaderValue::from_static(APP)]))
            .allow_methods([Method::GET, Method::PUT])
            .allow_headers([CONTENT_TYPE, HeaderName::from_static("x-request-id")])
            .expose_headers([ETAG])
            .allow_credentials(true)
            .max_age(Duration::from_secs(600)),
    )
}
