//! The three servers.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, Response};
use axum::middleware::from_fn;
use axum::routing::any;
use cors_runtime::{CorsLayer, CorsRouter, Policy, routes};
use futures_util::FutureExt as _;
use tower::ServiceExt as _;

use super::described::{Described, PATHS};
use super::handlers;
use super::promised::Server;

pub(super) struct Servers {
    annotated: Router,
    layers: Router,
    router: Router,
}

/// Mounts the handlers of each path of [`PATHS`] on a router of either kind.
macro_rules! mount {
    ($router:expr) => {
        $router
            .route("/exact", routes!(handlers::exact))
            .route("/patterns", routes!(handlers::patterns))
            .route("/in-label", routes!(handlers::in_label))
            .route("/null", routes!(handlers::null))
            .route("/own", routes!(handlers::own_options))
            .route("/public", routes!(handlers::public))
            .route("/open", routes!(handlers::open))
            .route("/app", routes!(handlers::app))
            .route("/several", routes!(handlers::exact, handlers::app, handlers::null))
            .route("/mixed", routes!(handlers::null, handlers::public, handlers::own_options))
            .route("/late", routes!(handlers::own_options, handlers::patterns))
    };
}

impl Servers {
    pub(super) fn new() -> Self {
        let mut layers = Router::new();
        for (path, described) in PATHS {
            if let [described] = described {
                let methods = described.methods;
                let handler = any(move |method: Method| handlers::plain(methods, method));
                layers = layers.route(path, handler.layer(CorsLayer::new(built(described))));
            }
        }
        Self {
            annotated: mount!(Router::new()).with_state(()),
            layers: layers.with_state(()),
            router: mount!(CorsRouter::new()).layer(from_fn(handlers::deny)).with_state(()),
        }
    }

    /// The paths and their policies; a layer is around one handler, so there the paths with several are not.
    #[allow(clippy::unused_self)]
    pub(super) fn paths(&self) -> &'static [(&'static str, &'static [Described])] {
        &PATHS
    }

    /// Nothing here waits, so one poll is enough.
    pub(super) fn answer(&self, server: Server, request: Request<Body>) -> Response<Body> {
        let router = match server {
            Server::Annotated => &self.annotated,
            Server::Layers => &self.layers,
            Server::Router => &self.router,
        };
        let answer = router.clone().oneshot(request).now_or_never().expect("an answer at once");
        answer.unwrap_or_else(|error| match error {})
    }
}

/// The policy as a running program builds it.
fn built(described: &Described) -> Policy {
    let mut builder = Policy::builder()
        .origins(described.origins)
        .methods(described.methods)
        .credentials(described.credentials)
        .enforce(described.enforce)
        .danger_accept_public_suffixes(true)
        .danger_accept_null_origin(true);
    if !described.headers.is_empty() {
        builder = builder.headers(described.headers);
    }
    if !described.exposed.is_empty() {
        builder = builder.expose_headers(described.exposed);
    }
    if !described.timing.is_empty() {
        builder = builder.timing_origins(described.timing);
    }
    if let Some(seconds) = described.max_age {
        builder = builder.max_age(seconds);
    }
    builder.build().unwrap_or_else(|errors| panic!("{errors}"))
}
