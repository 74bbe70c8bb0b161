//! What is said in the log. Without the feature `tracing` nothing is.

use std::fmt::Display;

use cors_policy::{Escaped, Refusal};
use http::{Method, StatusCode, Uri};

/// A refusal, and of what request. Whatever was refused, whoever reads the log wants to know whose page asked for it.
#[cfg_attr(not(feature = "tracing"), allow(dead_code))] // Only the log reads it.
pub(crate) struct RefusalEvent {
    pub(crate) refusal: Refusal,
    /// All there are, where there are several; empty where there is none.
    pub(crate) origin: Escaped,
    /// What a preflight asks for; its own method is always OPTIONS.
    pub(crate) requested_method: Option<Escaped>,
    /// What was most likely meant.
    pub(crate) hint: Option<String>,
}

/// An origin check ended without an answer.
pub(crate) fn check_failed(error: &dyn Display) {
    #[cfg(feature = "tracing")]
    tracing::error!(
        target: "cors", reason = "origin_check_failed", %error, "an origin check failed, so the origin is not admitted"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = error;
}

/// An extractor of an origin check rejected the request with this status: the application's mistake where it is 500 or
/// over (a missing extension), else what some client did not send.
pub(crate) fn check_rejected(extractor: &str, status: StatusCode) {
    #[cfg(feature = "tracing")]
    {
        const REASON: &str = "origin_check_rejected";
        const MESSAGE: &str = "an extractor of an origin check rejected the request, so the origin is not admitted";
        let status = status.as_u16();
        if status >= 500 {
            tracing::error!(target: "cors", reason = REASON, extractor, status, "{MESSAGE}");
        } else {
            tracing::debug!(target: "cors", reason = REASON, extractor, status, "{MESSAGE}");
        }
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (extractor, status);
}

/// Whether anybody may listen at the level debug.
#[inline]
pub(crate) fn debug_enabled() -> bool {
    #[cfg(feature = "tracing")]
    return tracing::level_filters::LevelFilter::current() >= tracing::Level::DEBUG;
    #[cfg(not(feature = "tracing"))]
    return false;
}

/// A page may have been refused something. Whether, and why, is only found out where somebody listens at the level debug.
#[inline]
pub(crate) fn log_refusal<'r>(
    method: &Method,
    uri: impl FnOnce() -> &'r Uri,
    why: impl FnOnce() -> Option<RefusalEvent>,
) {
    #[cfg(feature = "tracing")]
    if tracing::enabled!(target: "cors", tracing::Level::DEBUG) {
        if let Some(refused) = why() {
            emit(method, uri().path(), &refused);
        }
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (method, uri, why);
}

#[cfg(feature = "tracing")]
fn emit(method: &Method, path: &str, RefusalEvent { refusal, origin, requested_method, hint }: &RefusalEvent) {
    let method = Escaped::of(method.as_str().as_bytes());
    let path = Escaped::of(path.as_bytes());
    let origin = origin.as_str();
    let requested_method = requested_method.as_ref().map(Escaped::as_str);
    let reason = refusal.reason();
    tracing::debug!(target: "cors", reason, %method, %path, requested_method, origin, hint, "{refusal}");
}

/// A layer, or a router's default policy, met a route that has a policy of its own.
pub(crate) fn layer_over_annotated_route(is_default_policy: bool) {
    #[cfg(feature = "tracing")]
    {
        let (reason, message) = if is_default_policy {
            (
                "default_policy_over_annotated_route",
                "a CorsRouter's default policy is around a route with `#[cors(…)]` that came in by an axum::Router or a \
                 service: its preflights follow the default policy, and origins that its own policy does not admit are \
                 refused; add the route by `CorsRouter::route`, or nest a CorsRouter",
            )
        } else {
            (
                "layer_over_annotated_route",
                "a CorsLayer stands around a route with `#[cors(…)]`: its preflights follow the layer's policy and its \
                 other policy the route's; a CorsRouter with a default policy, to which the route is added by \
                 `CorsRouter::route`, keeps the two apart",
            )
        };
        tracing::warn!(target: "cors", reason, "{message}");
    }
    #[cfg(not(feature = "tracing"))]
    let _ = is_default_policy;
}
