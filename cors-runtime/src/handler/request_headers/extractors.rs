//! axum's own extractors.

use axum::extract::{Form, MatchedPath, NestedPath, Path, Query, RawPathParams, RawQuery, State};
use axum::{Extension, Json};
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Uri, Version};

use super::RequestHeaders;

impl<T> RequestHeaders for Json<T> {
    // Fetch, "CORS-safelisted request-header": `application/json` is none of the values that need no preflight.
    const NAMES: &'static [&'static str] = &["content-type"];
}

/// The extractors whose requests a plain form or link could make. Where such a one stands alone it need not say so; inside
/// another, whose needs are those of its parts, each part must.
macro_rules! needs_nothing {
    ($($extractor:ident $(<$T:ident>)?),+ $(,)?) => {$(
        impl $(<$T>)? RequestHeaders for $extractor $(<$T>)? {
            const NAMES: &'static [&'static str] = &[];
        }
    )+};
}

needs_nothing!(Extension<T>, Form<T>, Path<T>, Query<T>, State<T>);
needs_nothing!(Extensions, HeaderMap, MatchedPath, Method, NestedPath, Parts, RawPathParams, RawQuery, Uri, Version);

impl<T: RequestHeaders> RequestHeaders for Option<T> {
    const NAMES: &'static [&'static str] = T::NAMES;
}

impl<T: RequestHeaders, E> RequestHeaders for Result<T, E> {
    const NAMES: &'static [&'static str] = T::NAMES;
}
