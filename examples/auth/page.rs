//! The page's own server. Another port is another origin, so every call the page makes to the API is a cross-origin call.

use axum::{Router, response::Html, routing::get};
use cors_runtime::PolicyTable;

/// The page, and the table of policies that it shows.
pub fn router(api_port: u16, policies: &PolicyTable) -> Router {
    let page = include_str!("page.html").replace("{{api}}", &format!("http://localhost:{api_port}"));
    Router::new().route("/", get(Html(page))).route("/policies.txt", get(policies.to_string()))
}
