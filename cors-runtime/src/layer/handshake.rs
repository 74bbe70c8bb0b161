//! How a `CorsLayer` and the routes inside it that have a policy of their own tell each other: the layer leaves a mark on
//! the request, and a route that sees it leaves one on its answer, which it has decorated itself.

use std::sync::atomic::{AtomicBool, Ordering};

use http::{Request, Response};

// Most programs have only layers or only annotated routes: then no request is marked, and no route looks for a mark.
static LAYERS: AtomicBool = AtomicBool::new(false);
static ROUTES: AtomicBool = AtomicBool::new(false);

#[derive(Clone, Copy)]
struct UnderLayer;

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

/// Tells the routes inside that a layer stands around them.
#[inline]
pub(crate) fn mark_request<B>(request: &mut Request<B>) {
    if ROUTES.load(Ordering::Relaxed) {
        request.extensions_mut().insert(UnderLayer);
    }
}

/// Whether a layer stands around this route.
#[inline]
pub(crate) fn is_inside_layer<B>(request: &Request<B>) -> bool {
    LAYERS.load(Ordering::Relaxed) && request.extensions().get::<UnderLayer>().is_some()
}

/// Tells the layer that this answer follows the route's own policy.
pub(crate) fn mark_response<B>(response: &mut Response<B>) {
    response.extensions_mut().insert(Decorated);
}

/// Whether an answer follows a policy of its own.
#[inline]
pub(crate) fn is_marked<B>(response: &Response<B>) -> bool {
    ROUTES.load(Ordering::Relaxed) && response.extensions().get::<Decorated>().is_some()
}
