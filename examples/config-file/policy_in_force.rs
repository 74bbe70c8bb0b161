//! A policy that can be swapped while requests are served, as a middleware of axum.

use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use cors_runtime::{CorsLayer, Policy};
use tower::{Layer as _, ServiceExt as _};

/// The policy in force. Clones share it; no request waits for a swap, and each follows one policy to its end.
#[derive(Clone)]
pub struct PolicyInForce(Arc<ArcSwap<CorsLayer>>);

impl PolicyInForce {
    pub fn new(policy: Policy) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(CorsLayer::new(policy))))
    }

    /// Puts another policy in force, from the next request on.
    pub fn store(&self, policy: Policy) {
        self.0.store(Arc::new(CorsLayer::new(policy)));
    }

    /// The middleware: the layer that is in force at this moment, around the rest of the router.
    pub async fn apply(State(policy): State<Self>, request: Request, next: Next) -> Response {
        let cors = policy.0.load_full();
        let Ok(response) = cors.layer(next).oneshot(request).await;
        response
    }
}
