//! What is said in the log. Without the feature `tracing` nothing is.

use std::fmt::Display;

/// An origin check ended without an answer.
pub(crate) fn check_failed(error: &dyn Display) {
    #[cfg(feature = "tracing")]
    tracing::error!(target: "cors", %error, "an origin check failed, so the origin is not admitted");
    #[cfg(not(feature = "tracing"))]
    let _ = error;
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
