//! Which request headers a handler's extractors need.

#[cfg(feature = "axum-extra")]
mod axum_extra;
mod extractors;
#[cfg(feature = "axum-extra")]
mod typed_headers;

use std::marker::PhantomData;

/// An extractor that needs request headers which browsers send only after a preflight admitted them.
///
/// Implemented for axum's extractors: [`Json`](axum::Json) needs `content-type`, since its value is none of the three
/// that forms can have. With the feature `axum-extra` also for that crate's `TypedHeader` and `JsonDeserializer`, and for
/// `Cached`, `WithRejection` and `Either` around others. Implement it for an extractor of your own,
/// and every handler that takes it admits the header, whatever its `headers` lists.
///
/// ```
/// use axum::extract::FromRequestParts;
/// use axum::http::{StatusCode, request::Parts};
/// use cors_runtime::{RequestHeaders, cors};
///
/// struct RequestId(String);
///
/// impl RequestHeaders for RequestId {
///     const NAMES: &'static [&'static str] = &["x-request-id"];
/// }
///
/// impl<S: Sync> FromRequestParts<S> for RequestId {
///     type Rejection = StatusCode;
///
///     async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
///         let id = parts.headers.get("x-request-id").and_then(|id| id.to_str().ok());
///         id.map(|id| Self(id.to_owned())).ok_or(StatusCode::BAD_REQUEST)
///     }
/// }
///
/// // Preflights admit `x-request-id`.
/// #[cors(origins = "https://app.example.com", methods = "GET")]
/// async fn show(RequestId(id): RequestId) -> String {
///     id
/// }
/// ```
///
/// An extractor without this trait needs nothing. One around another passes its needs on:
/// `impl<T: RequestHeaders> RequestHeaders for Valid<T> { const NAMES: &'static [&'static str] = T::NAMES; }`.
pub trait RequestHeaders {
    /// The names of the headers; tokens, in any case.
    const NAMES: &'static [&'static str];
}

/// Asks a type whether it is [`RequestHeaders`], in a constant and without asking its author: the associated constant of
/// the bounded `impl` hides the trait's constant of the same name where the bound holds.
#[derive(Debug)]
pub struct Probe<T>(PhantomData<T>);

impl<T: RequestHeaders> Probe<T> {
    /// What the extractor needs.
    pub const NAMES: &'static [&'static str] = T::NAMES;
}

/// The other answer to a [`Probe`].
pub trait NeedsNothing {
    /// Nothing.
    const NAMES: &'static [&'static str] = &[];
}

impl<T> NeedsNothing for Probe<T> {}
