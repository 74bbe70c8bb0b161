//! The forms a handler can have.

use std::future::{Future, Ready, ready};
use std::pin::Pin;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cors_runtime::{cors, routes};

use crate::asked::served;

#[cors(origins = "https://app.example.com", methods = "GET")]
fn returns_impl_future() -> impl Future<Output = &'static str> + Send {
    ready("an impl")
}

#[cors(origins = "https://app.example.com", methods = "GET")]
fn returns_a_boxed_future() -> Pin<Box<dyn Future<Output = &'static str> + Send>> {
    Box::pin(async { "a box" })
}

#[cors(origins = "https://app.example.com", methods = "GET")]
fn returns_a_named_future() -> Ready<&'static str> {
    ready("a name")
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn returns_a_result() -> Result<impl IntoResponse, StatusCode> {
    Ok("a result")
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn returns_a_response() -> Response {
    "a response".into_response()
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn takes_several(method: axum::http::Method, State(name): State<&'static str>, _: Option<Path<u32>>) -> String {
    format!("{method} {name}")
}

/// The name is a keyword, and the attribute stands above a `cfg` that holds.
#[cors(origins = "https://app.example.com", methods = "GET")]
#[cfg(not(any()))]
async fn r#match() -> &'static str {
    "a keyword"
}

#[cors(origins = "https://app.example.com", methods = "GET")]
#[cfg(any())]
async fn is_not_there(_: this::Type) -> &'static str {
    unreachable!()
}

/// One route for each literal that the attribute is given through a macro.
macro_rules! handler {
    ($name:ident, $origin:literal, $methods:expr) => {
        #[cors(origins = $origin, methods = $methods)]
        async fn $name() -> &'static str {
            stringify!($name)
        }
    };
}

handler!(comes_from_a_macro, "https://app.example.com", "GET");

#[tokio::test]
async fn functions_that_return_futures() {
    assert_eq!(served(&Router::new().route("/", routes!(returns_impl_future)), "GET"), "an impl");
    assert_eq!(served(&Router::new().route("/", routes!(returns_a_boxed_future)), "GET"), "a box");
    assert_eq!(served(&Router::new().route("/", routes!(returns_a_named_future)), "GET"), "a name");
    assert_eq!(returns_impl_future().await, "an impl");
}

#[tokio::test]
async fn handlers_that_may_fail() {
    assert_eq!(served(&Router::new().route("/", routes!(returns_a_result)), "GET"), "a result");
    assert_eq!(served(&Router::new().route("/", routes!(returns_a_response)), "GET"), "a response");
    assert!(returns_a_result().await.is_ok());
}

#[test]
fn several_arguments() {
    let app = Router::new().route("/", routes!(takes_several)).with_state("of state");
    assert_eq!(served(&app, "GET"), "GET of state");
}

#[test]
fn keywords_and_macros() {
    assert_eq!(served(&Router::new().route("/", routes!(r#match)), "GET"), "a keyword");
    assert_eq!(served(&Router::new().route("/", routes!(comes_from_a_macro)), "GET"), "comes_from_a_macro");
}

#[tokio::test]
async fn a_handler_is_an_ordinary_function() {
    assert_eq!(returns_a_boxed_future().await, "a box");
    assert_eq!(r#match().await, "a keyword");
    assert_eq!(takes_several(axum::http::Method::PUT, State("by hand"), None).await, "PUT by hand");
}
