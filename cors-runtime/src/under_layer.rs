//! How a `CorsLayer` and the annotated routes inside it tell each other: the layer leaves a mark on the request, and a
//! route that sees it leaves one on its answer, which it has decorated itself.

use http::{Request, Response};

#[derive(Clone, Copy)]
struct UnderLayer;

#[derive(Clone, Copy)]
struct Decorated;

/// Tells the routes inside that a layer stands around them.
pub(crate) fn mark<B>(request: &mut Request<B>) {
    request.extensions_mut().insert(UnderLayer);
}

/// Whether a layer stands around this route.
pub(crate) fn is_under<B>(request: &Request<B>) -> bool {
    request.extensions().get::<UnderLayer>().is_some()
}

/// Tells the layer that this answer follows the route's own policy.
pub(crate) fn note_decorated<B>(response: &mut Response<B>) {
    response.extensions_mut().insert(Decorated);
}

/// Whether an answer follows a policy of its own.
pub(crate) fn is_decorated<B>(response: &Response<B>) -> bool {
    response.extensions().get::<Decorated>().is_some()
}
