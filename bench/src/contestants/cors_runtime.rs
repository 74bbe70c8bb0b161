//! This library: annotated handlers in an axum router and in a `CorsRouter`, and its layer.

use std::sync::OnceLock;

use axum::Router;
use cors_runtime::{CorsLayer, CorsRouter, Origin, OriginSet, Policy, cors, origin_check, policy, routes};
use tower::layer::util::Identity;

use super::axum_alone;
use crate::work::{APP, Work};

/// The many origins of the work that is measured.
static MANY: Many = Many(OnceLock::new());

struct Many(OnceLock<OriginSet>);

impl std::ops::Deref for Many {
    type Target = OriginSet;

    fn deref(&self) -> &OriginSet {
        self.0.get().expect("the set is read before the routes are mounted")
    }
}

fn set(work: Work) -> OriginSet {
    OriginSet::parse(work.entries()).expect("origins without a mistake")
}

const ONE_ORIGIN: Policy = policy!(
    origins = "https://app.example.com",
    headers = ["content-type", "x-request-id"],
    expose_headers = ["etag"],
    max_age = 600,
);

#[origin_check]
async fn is_ours(origin: Origin) -> bool {
    origin.as_str() == APP
}

/// A module of handlers and the router they are mounted in: each contestant has its own, as each program has, since what
/// several of them share is compiled in another way.
macro_rules! contestant {
    ($name:ident, $empty:expr, $router:ident => $ready:expr) => {
        pub(crate) mod $name {
            use super::*;

            #[cors(policy = ONE_ORIGIN, methods = GET, credentials)]
            async fn show() -> &'static str {
                "shown"
            }

            #[cors(policy = ONE_ORIGIN, methods = PUT, credentials)]
            async fn save() -> &'static str {
                "saved"
            }

            #[cors(policy = ONE_ORIGIN, methods = GET)]
            async fn show_without_credentials() -> &'static str {
                "shown"
            }

            #[cors(policy = ONE_ORIGIN, methods = PUT)]
            async fn save_without_credentials() -> &'static str {
                "saved"
            }

            #[cors(origins = "*", methods = GET)]
            async fn show_everybody() -> &'static str {
                "shown"
            }

            #[cors(origins_from = MANY, methods = GET, credentials, expose_headers = ["etag"])]
            async fn show_many() -> &'static str {
                "shown"
            }

            #[cors(origins_if = is_ours, methods = GET, credentials, expose_headers = ["etag"])]
            async fn show_asked() -> &'static str {
                "shown"
            }

            #[cors(origins = "https://app.example.com", methods = GET, credentials, expose_headers = ["etag"])]
            async fn show_extracted(origin: Option<Origin>) -> &'static str {
                if origin.is_some() { "shown to a page" } else { "shown" }
            }

            pub(crate) fn app(work: Work) -> Router {
                let $router = $empty;
                let $router = match work {
                    Work::GetEverybody => $router.route("/", routes!(show_everybody)),
                    Work::GetAsked | Work::UnicodeAsked(_) => $router.route("/", routes!(show_asked)),
                    Work::UnicodeExtracted(_) => $router.route("/", routes!(show_extracted)),
                    Work::GetAmong(_) | Work::GetNotAmong(_) | Work::GetAmongPatterns(_) => {
                        MANY.0.get_or_init(|| set(work));
                        $router.route("/", routes!(show_many))
                    }
                    work if work.takes_credentials() => $router.route("/", routes!(show, save)),
                    _ => $router.route("/", routes!(show_without_credentials, save_without_credentials)),
                };
                $ready
            }
        }
    };
}

contestant!(annotated, Router::new(), router => router.with_state(()));
contestant!(router, CorsRouter::new(), router => router.with_state(()));
contestant!(layered_router, CorsRouter::new(), router => router.route_layer(Identity::new()).with_state(()));

pub(crate) fn layer(work: Work) -> Router {
    let rest = Policy::builder()
        .methods(["GET", "PUT"])
        .headers(["content-type", "x-request-id"])
        .expose_headers(["etag"])
        .credentials(work.takes_credentials())
        .max_age(600);
    let policy = match work {
        Work::GetEverybody => Policy::builder().origins("*").methods(["GET", "PUT"]),
        Work::GetAsked | Work::UnicodeAsked(_) => {
            rest.origins_if(|origin: Origin| async move { origin.as_str() == APP })
        }
        Work::GetAmong(_) | Work::GetNotAmong(_) | Work::GetAmongPatterns(_) => rest.origins_from(set(work)),
        _ => rest.origins([APP]),
    };
    axum_alone::app().layer(CorsLayer::new(policy.build().expect("a policy without a mistake")))
}
