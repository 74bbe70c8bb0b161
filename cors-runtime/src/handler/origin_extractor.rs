//! The origin of a request as axum's extractor.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::StatusCode;
use http::request::Parts;

use crate::Origin;

impl<S: Sync> FromRequestParts<S> for Origin {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Self::of(&parts.headers).ok_or((StatusCode::BAD_REQUEST, "the request has no well-formed `Origin`"))
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Origin {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(Self::of(&parts.headers))
    }
}
