//! Counts what arrives at the API, and what of it gets as far as the session layer, for the page to show.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{Method, header::ACCESS_CONTROL_REQUEST_METHOD},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use cors_runtime::{CorsRouter, cors, routes};
use serde_json::{Value, json};

/// Requests that have passed one place.
#[derive(Clone, Default)]
struct Passed {
    preflights: Arc<AtomicUsize>,
    calls: Arc<AtomicUsize>,
}

impl Passed {
    fn to_json(&self) -> Value {
        let [preflights, calls] = [&self.preflights, &self.calls].map(|count| count.load(Ordering::Relaxed));
        json!({ "preflights": preflights, "calls": calls })
    }
}

#[derive(Clone)]
struct Tally {
    arrived: Passed,
    at_session_layer: Passed,
}

/// Counts at two places, and adds `/tally` to read the counts.
pub fn around(api: CorsRouter) -> Router {
    let [arrived, at_session_layer] = [Passed::default(), Passed::default()];
    let tally = Tally { arrived: arrived.clone(), at_session_layer: at_session_layer.clone() };
    // The first layer is `CorsRouter`'s, the last to go around those of the API, and so inside CORS as they are. The
    // second is axum's, around CORS itself.
    let counted: Router = api.layer(from_fn_with_state(at_session_layer, count)).with_state(());
    let counted = counted.layer(from_fn_with_state(arrived, count));
    counted.merge(Router::new().route("/tally", routes!(read_tally)).with_state(tally))
}

#[cors(origins = "*", methods = GET)]
async fn read_tally(State(tally): State<Tally>) -> Json<Value> {
    Json(json!({ "arrived": tally.arrived.to_json(), "at_session_layer": tally.at_session_layer.to_json() }))
}

async fn count(State(passed): State<Passed>, request: Request, next: Next) -> Response {
    let preflight =
        request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let counter = if preflight { &passed.preflights } else { &passed.calls };
    counter.fetch_add(1, Ordering::Relaxed);
    next.run(request).await
}
