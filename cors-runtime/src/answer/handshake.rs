//! How a `CorsLayer` and the routes inside it that have a policy of their own tell each other: the layer leaves a mark on
//! the request, and a route that sees it leaves one on its answer, whose headers it has set itself.

use std::sync::atomic::{AtomicBool, Ordering};

use http::{Request, Response};

// Most programs have only layers or only annotated routes: then no request is marked, and no route looks for a mark.
static LAYERS: AtomicBool = AtomicBool::new(false);
static ROUTES: AtomicBool = AtomicBool::new(false);
static DEFAULT_POLICIES: AtomicBool = AtomicBool::new(false);

#[derive(Clone, Copy)]
struct UnderLayer;

#[derive(Clone, Copy)]
struct UnderDefaultPolicy;

/// What stands around a route and has answered the preflights of its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surroundings {
    /// Nothing: the route answers them itself.
    Nothing,
    /// A `CorsLayer`, which the application put there.
    Layer,
    /// The default policy of a `CorsRouter`. It could not know of the route, which came in by an `axum::Router` or a service,
    /// and so it may have approved what the route's own policy refuses.
    DefaultPolicy,
}

#[derive(Clone, Copy)]
struct Decorated;

/// Says that this program has a layer.
pub(crate) fn a_layer_is_made() {
    LAYERS.store(true, Ordering::Relaxed);
}

/// Says that this program has a route with a policy of its own: an annotated one, or one that has a default policy.
pub(crate) fn a_route_is_mounted() {
    ROUTES.store(true, Ordering::Relaxed);
}

/// Says that this program has a default policy, which is a layer too.
pub(crate) fn a_default_policy_is_made() {
    DEFAULT_POLICIES.store(true, Ordering::Relaxed);
}

/// Tells the routes inside that a layer stands around them.
#[inline]
pub(crate) fn mark_request<B>(request: &mut Request<B>, is_default_policy: bool) {
    if ROUTES.load(Ordering::Relaxed) {
        request.extensions_mut().insert(UnderLayer);
    }
    if is_default_policy {
        request.extensions_mut().insert(UnderDefaultPolicy);
    }
}

/// What stands around this route.
#[inline(always)]
#[allow(clippy::inline_always)] // Most programs have no layer, and then this is one look at one byte.
pub(crate) fn surroundings<B>(request: &Request<B>) -> Surroundings {
    if LAYERS.load(Ordering::Relaxed) { marked_surroundings(request) } else { Surroundings::Nothing }
}

fn marked_surroundings<B>(request: &Request<B>) -> Surroundings {
    match request.extensions().get::<UnderLayer>() {
        None => Surroundings::Nothing,
        Some(UnderLayer) if is_inside_default_policy(request) => Surroundings::DefaultPolicy,
        Some(UnderLayer) => Surroundings::Layer,
    }
}

/// Whether a default policy has answered the preflights of this route.
#[inline]
pub(crate) fn is_inside_default_policy<B>(request: &Request<B>) -> bool {
    DEFAULT_POLICIES.load(Ordering::Relaxed) && request.extensions().get::<UnderDefaultPolicy>().is_some()
}

/// Tells the layer that this answer follows the route's own policy.
#[cold]
pub(crate) fn mark_response<B>(response: &mut Response<B>) {
    response.extensions_mut().insert(Decorated);
}

/// Whether an answer follows a policy of its own.
#[inline]
pub(crate) fn is_marked<B>(response: &Response<B>) -> bool {
    ROUTES.load(Ordering::Relaxed) && response.extensions().get::<Decorated>().is_some()
}
