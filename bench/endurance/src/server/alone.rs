//! axum without CORS, and the handlers that all three servers have in common.

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;

pub(crate) async fn list_items() -> &'static str {
    "items"
}

pub(crate) async fn save_item(Json(item): Json<Value>) -> Result<&'static str, StatusCode> {
    if item["name"] == "chair" { Ok("saved") } else { Err(StatusCode::UNPROCESSABLE_ENTITY) }
}

/// Answers OPTIONS as well, so that all three are sent the same traffic.
pub(crate) fn app() -> Router {
    routes().route("/items", axum::routing::options(|| async { StatusCode::NO_CONTENT }))
}

/// The routes without an answer to OPTIONS.
pub(crate) fn routes() -> Router {
    Router::new().route("/items", get(list_items).put(save_item))
}
