//! The server of the pages: every path of every host that is mapped to it shows the same page.

use axum::Router;
use axum::response::Html;

const PAGE: &str = concat!(
    "<!doctype html><html><head><title>page</title><script>",
    include_str!("page.js"),
    "</script></head><body></body></html>",
);

pub(crate) fn router() -> Router {
    Router::new().fallback(show)
}

/// Also mounted in the API, where the page is of the API's own origin.
pub(crate) async fn show() -> Html<&'static str> {
    Html(PAGE)
}
