//! axum without CORS, and the handlers of all contestants.

use axum::Router;
use axum::routing::get;
use tower::layer::util::Identity;

pub(crate) async fn show() -> &'static str {
    "shown"
}

pub(crate) async fn save() -> &'static str {
    "saved"
}

fn routes() -> Router {
    Router::new().route("/", get(show).put(save))
}

pub(crate) fn app() -> Router {
    routes().with_state(())
}

pub(crate) fn layered() -> Router {
    routes().route_layer(Identity::new()).with_state(())
}
