#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod actual;
mod annotated;
mod answers;
mod enforce;
mod handler_future;
mod one_of;
mod preflight;
mod request_headers;
mod routes;
mod unnamed;
mod vary;

pub use cors_macros::cors;
pub use cors_policy::{Mistake, MistakeKind, OriginSet, PolicyErrors};

pub use crate::request_headers::RequestHeaders;

/// Mounts annotated handlers on one path.
///
/// Takes any number of handlers by their paths, mounts each on exactly the methods its attribute names, and answers
/// OPTIONS, 405 and methods such as PURGE for all of them. All handlers of a path belong in one `routes!`.
///
/// ```
/// use axum::Router;
/// use cors_runtime::{cors, routes};
///
/// #[cors(origins = "https://app.example.com", methods = "GET")]
/// async fn show() -> &'static str {
///     "{}"
/// }
///
/// mod admin {
///     use cors_runtime::cors;
///
///     #[cors(origins = "https://admin.example.com", methods = [PUT, DELETE], credentials)]
///     pub async fn change() {}
/// }
///
/// let app: Router = Router::new().route("/item", routes!(show, admin::change));
/// ```
///
/// Two handlers that serve the same method are an error of `cargo check`:
///
/// ```compile_fail
/// # use axum::Router;
/// # use cors_runtime::{cors, routes};
/// #[cors(origins = "https://app.example.com", methods = "GET")]
/// async fn one() {}
/// #[cors(origins = "*", methods = "GET, POST")]
/// async fn two() {}
///
/// let app: Router = Router::new().route("/", routes!(one, two));
/// ```
#[macro_export]
macro_rules! routes {
    ($($handlers:tt)*) => {
        $crate::__private::routes!($crate; $($handlers)*)
    };
}
