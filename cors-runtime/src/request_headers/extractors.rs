//! axum's own extractors.

use axum::Extension;
use axum::Json;
use axum::extract::{Form, Path, Query, State};

use super::RequestHeaders;

impl<T> RequestHeaders for Json<T> {
    // Fetch, "CORS-safelisted request-header": `application/json` is none of the values that need no preflight.
    const NAMES: &'static [&'static str] = &["content-type"];
}

/// The extractors whose requests a plain form or link could make.
macro_rules! needs_nothing {
    ($($extractor:ident),+) => {$(
        impl<T> RequestHeaders for $extractor<T> {
            const NAMES: &'static [&'static str] = &[];
        }
    )+};
}

needs_nothing!(Extension, Form, Path, Query, State);

impl<T: RequestHeaders> RequestHeaders for Option<T> {
    const NAMES: &'static [&'static str] = T::NAMES;
}

impl<T: RequestHeaders, E> RequestHeaders for Result<T, E> {
    const NAMES: &'static [&'static str] = T::NAMES;
}
