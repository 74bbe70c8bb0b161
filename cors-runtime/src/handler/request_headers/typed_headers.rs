//! axum-extra's `TypedHeader`, and the typed headers of the `headers` crate.

use axum_extra::TypedHeader;
use headers::authorization::Credentials;

use super::RequestHeaders;

/// A typed header needs itself. For a header type of your own, implement the trait for the header.
impl<H: RequestHeaders> RequestHeaders for TypedHeader<H> {
    const NAMES: &'static [&'static str] = H::NAMES;
}

impl<C: Credentials> RequestHeaders for headers::Authorization<C> {
    const NAMES: &'static [&'static str] = &["authorization"];
}

/// The typed headers that scripts may set and the CORS safelist does not hold. Those that browsers set themselves
/// and pages leave alone (`Host`, `UserAgent`, `Cookie`) need nothing, and those on the safelist (`ContentType`, `Range`) may
/// be sent as they are.
macro_rules! names {
    ($($header:ident = $name:literal),+ $(,)?) => {$(
        impl RequestHeaders for headers::$header {
            const NAMES: &'static [&'static str] = &[$name];
        }
    )+};
}

names! {
    CacheControl = "cache-control",
    ContentDisposition = "content-disposition",
    ContentEncoding = "content-encoding",
    ContentLocation = "content-location",
    ContentRange = "content-range",
    IfMatch = "if-match",
    IfModifiedSince = "if-modified-since",
    IfNoneMatch = "if-none-match",
    IfRange = "if-range",
    IfUnmodifiedSince = "if-unmodified-since",
    Pragma = "pragma",
}
