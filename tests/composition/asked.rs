//! What pages get from a router whose one route, `/`, admits [`PAGE`] and nobody else.

use axum::Router;
use axum::http::StatusCode;
use support::{ask, preflight};

/// The origin that all policies of these tests admit.
pub const PAGE: &str = "https://app.example.com";

const OTHER_PAGE: &str = "https://other.example.com";

/// Asks for `method` as the admitted page, as another page, and in advance by a preflight; answers the body.
pub fn served(app: &Router, method: &str) -> String {
    let approved = preflight("/", PAGE, method).of(app);
    assert_eq!(approved.status, StatusCode::NO_CONTENT);
    assert_eq!(approved.allow_origin(), Some(PAGE));
    assert!(approved.admitted_methods().contains(&method), "{method} is not in {:?}", approved.admitted_methods());

    let refused = ask(method, "/").origin(OTHER_PAGE).of(app);
    assert_eq!(refused.allow_origin(), None);
    assert_eq!(refused.value("vary"), Some("Origin"));

    let shown = ask(method, "/").origin(PAGE).of(app);
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.allow_origin(), Some(PAGE));
    shown.text().to_owned()
}
