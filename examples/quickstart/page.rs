//! The page's own server. Another port is another origin, so every call the page makes to the API is a cross-origin call.

use axum::{Router, response::Html, routing::get};

/// The page, and the source of the API that it quotes the attributes from.
pub fn router(api_port: u16) -> Router {
    let build =
        if cfg!(debug_assertions) { "a debug build, with dev_origins" } else { "a release build, no dev_origins" };
    let page = include_str!("page.html")
        .replace("{{api}}", &format!("http://localhost:{api_port}"))
        .replace("{{build}}", build);
    Router::new().route("/", get(Html(page))).route("/main.rs", get(include_str!("main.rs")))
}
