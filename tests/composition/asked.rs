//! What pages get from a router whose one route, `/`, admits [`PAGE`] and nobody else.

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use axum::http::{Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// The origin that all policies of these tests admit.
pub const PAGE: &str = "https://app.example.com";

const OTHER_PAGE: &str = "https://other.example.com";

/// Asks for `method` as the admitted page, as another page, and in advance by a preflight; answers the body.
pub async fn served(app: Router, method: &str) -> String {
    let preflight = request("OPTIONS", PAGE).header(ACCESS_CONTROL_REQUEST_METHOD, method);
    let preflight = answer(&app, preflight).await;
    assert_eq!(preflight.status(), StatusCode::NO_CONTENT);
    assert_eq!(header(&preflight, ACCESS_CONTROL_ALLOW_ORIGIN.as_str()), Some(PAGE));
    let methods = header(&preflight, ACCESS_CONTROL_ALLOW_METHODS.as_str()).unwrap_or_default();
    assert!(methods.split(", ").any(|allowed| allowed == method), "{method} is not among {methods}");

    let refused = answer(&app, request(method, OTHER_PAGE)).await;
    assert_eq!(header(&refused, ACCESS_CONTROL_ALLOW_ORIGIN.as_str()), None);
    assert_eq!(header(&refused, VARY.as_str()), Some("Origin"));

    let shown = answer(&app, request(method, PAGE)).await;
    assert_eq!(shown.status(), StatusCode::OK);
    assert_eq!(header(&shown, ACCESS_CONTROL_ALLOW_ORIGIN.as_str()), Some(PAGE));
    let body = shown.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}

fn request(method: &str, origin: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri("/").header(ORIGIN, origin)
}

async fn answer(app: &Router, request: axum::http::request::Builder) -> Response<Body> {
    app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

fn header<'a>(response: &'a Response<Body>, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}
