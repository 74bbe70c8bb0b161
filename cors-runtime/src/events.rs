//! What is said in the log. Without the feature `tracing` nothing is.

use std::fmt::Display;

use http::StatusCode;

/// An origin check ended without an answer.
pub(crate) fn check_failed(error: &dyn Display) {
    #[cfg(feature = "tracing")]
    tracing::error!(target: "cors", %error, "an origin check failed, so the origin is not admitted");
    #[cfg(not(feature = "tracing"))]
    let _ = error;
}

/// An extractor of an origin check rejected the request with this status: the application's mistake where it is 500 or
/// over (a missing extension), else what some client did not send.
pub(crate) fn check_rejected(extractor: &str, status: StatusCode) {
    #[cfg(feature = "tracing")]
    {
        const MESSAGE: &str = "an extractor of an origin check rejected the request, so the origin is not admitted";
        if status.is_server_error() {
            tracing::error!(target: "cors", extractor, status = status.as_u16(), "{MESSAGE}");
        } else {
            tracing::debug!(target: "cors", extractor, status = status.as_u16(), "{MESSAGE}");
        }
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (extractor, status);
}

/// A layer met a route that has a policy of its own.
pub(crate) fn layer_over_annotated_route() {
    #[cfg(feature = "tracing")]
    tracing::warn!(
        target: "cors",
        "a CorsLayer stands around a route with `#[cors(…)]`: its preflights follow the layer's policy and its other \
         answers the route's; a CorsRouter with a default policy keeps the two apart"
    );
}
