//! Beside the attributes of other crates, above them and below.

use axum::extract::State;
use axum::{Router, debug_handler};
use cors_runtime::{cors, routes};
use tracing::instrument;
use utoipa::OpenApi;

use crate::asked::served;

type Name = &'static str;

#[cors(origins = "https://app.example.com", methods = "GET")]
#[debug_handler]
async fn above_debug_handler(State(name): State<Name>) -> &'static str {
    name
}

#[debug_handler]
#[cors(origins = "https://app.example.com", methods = "GET")]
async fn below_debug_handler(State(name): State<Name>) -> &'static str {
    name
}

#[cors(origins = "https://app.example.com", methods = "GET")]
#[instrument]
async fn above_instrument(State(name): State<Name>) -> &'static str {
    name
}

#[instrument]
#[cors(origins = "https://app.example.com", methods = "GET")]
async fn below_instrument(State(name): State<Name>) -> &'static str {
    name
}

#[cors(origins = "https://app.example.com", methods = "GET")]
#[utoipa::path(get, path = "/above", responses((status = 200)))]
async fn above_utoipa(State(name): State<Name>) -> &'static str {
    name
}

#[utoipa::path(get, path = "/below", responses((status = 200)))]
#[cors(origins = "https://app.example.com", methods = "GET")]
async fn below_utoipa(State(name): State<Name>) -> &'static str {
    name
}

#[debug_handler]
#[utoipa::path(get, path = "/among", responses((status = 200)))]
#[cors(origins = "https://app.example.com", methods = "GET")]
#[instrument]
async fn among_all(State(name): State<Name>) -> &'static str {
    name
}

/// Serves a handler, and calls it as the plain function that it still is.
macro_rules! assert_works {
    ($handler:ident) => {
        let app = Router::new().route("/", routes!($handler)).with_state("served");
        assert_eq!(served(&app, "GET"), "served");
        assert_eq!($handler(State("called")).await, "called");
    };
}

#[tokio::test]
async fn debug_handler_below_and_above() {
    assert_works!(above_debug_handler);
    assert_works!(below_debug_handler);
}

#[tokio::test]
async fn instrument_below_and_above() {
    assert_works!(above_instrument);
    assert_works!(below_instrument);
}

#[tokio::test]
async fn utoipa_below_and_above() {
    assert_works!(above_utoipa);
    assert_works!(below_utoipa);
}

#[tokio::test]
async fn all_of_them() {
    assert_works!(among_all);
}

#[test]
fn utoipa_still_documents_the_handlers() {
    #[derive(OpenApi)]
    #[openapi(paths(above_utoipa, below_utoipa, among_all))]
    struct Documentation;

    let documented: Vec<String> = Documentation::openapi().paths.paths.into_keys().collect();
    assert_eq!(documented, ["/above", "/among", "/below"]);
}
