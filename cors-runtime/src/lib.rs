#![doc = include_str!("docs/crate.md")]
#![doc = include_str!("docs/scale.svg")]
#![forbid(unsafe_code)]
// docs.rs builds with the nightly compiler: each item says there which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
#[path = "__private.rs"]
pub mod __private_0_1_0;
mod answer;
mod handler;
mod layer;
mod log;
mod original_uri;
mod policy;
mod request;
mod router;
mod routes;

#[doc = include_str!("docs/cors.md")]
pub use cors_macros::cors;
#[doc = include_str!("docs/origin_check.md")]
pub use cors_macros::origin_check;
pub use cors_policy::{
    Escaped, Key, Mistake, MistakeKind, NearMiss, OriginSet, OriginSetBuilder, PolicyErrors, Refusal,
};

pub use crate::handler::request_headers::RequestHeaders;
pub use crate::layer::{Cors, CorsFuture, CorsLayer};
pub use crate::policy::Policy;
pub use crate::policy::builder::{IntoListing, IntoSeconds, PolicyBuilder};
#[cfg(feature = "serde")]
pub use crate::policy::config::PolicyConfig;
pub use crate::policy::origin_source::OriginsFrom;
pub use crate::policy::shared_origins::SharedOrigins;
pub use crate::request::origin::{Origin, OriginError};
pub use crate::router::{CorsRouter, CorsRoutes, PolicyRow, PolicyTable};

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
/// A generic handler is given its arguments: `routes!(show::<Memory>)`. Its policy is the same for all of them.
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
        $crate::__private_0_1_0::routes!($crate; $($handlers)*)
    };
}

/// A policy as a constant, for several handlers or a [`CorsLayer`].
///
/// Takes the keys of [`#[cors]`](macro@cors) and may leave some out: a handler that starts from it adds them.
///
/// ```
/// use cors_runtime::{Policy, cors, policy};
///
/// const PARTNERS: Policy = policy!(origins = "https://partner.example.com", max_age = 600);
///
/// #[cors(policy = PARTNERS, methods = "GET")]
/// async fn prices() -> &'static str {
///     "[]"
/// }
/// ```
///
/// What may not stand together is an error of `cargo check` at the handler:
///
/// ```compile_fail
/// # use cors_runtime::{Policy, cors, policy};
/// const EVERYBODY: Policy = policy!(origins = "*", methods = "GET");
///
/// #[cors(policy = EVERYBODY, credentials)]
/// async fn account() {}
/// ```
#[macro_export]
macro_rules! policy {
    ($($keys:tt)*) => {
        $crate::__private_0_1_0::policy!($crate; $($keys)*)
    };
}

/// The README's examples, as doctests. The file is a link to the repository's, and stands in the package as a copy.
///
/// One of them reads a configuration.
#[cfg(all(doctest, feature = "serde"))]
#[doc = include_str!("../README.md")]
pub struct Readme;
