//! What stands on the paths of a router: each route with the policy that was bound to it where `.route(…)` named it.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::{MethodRouter, Route, any_service};
use http::header::HeaderValue;
use tower_layer::layer_fn;
use tower_service::Service;

use super::CorsRoutes;
use super::path_policies::PathPolicies;
use crate::answer::allow::allowing;
use crate::handler::no_body::no_body;
use crate::layer::CorsLayer;

/// What was added on a path. Each of its axum routers holds the routes of this path alone, with the layers around them.
pub(crate) enum Entry<S> {
    Annotated(AnnotatedRoutes<S>),
    Plain(PlainRoutes<S>),
    /// The fallback of a nested router.
    Fallback(FallbackRoute<S>),
}

/// What answers requests that no route of a router matches.
pub(crate) struct FallbackRoute<S> {
    pub(crate) router: Router<S>,
    /// Whether it is a service, which may be a router with annotated routes.
    pub(crate) is_service: bool,
}

/// Annotated handlers of one `routes!`.
pub(crate) struct AnnotatedRoutes<S> {
    /// The handlers with their policies, while no layer stands between the two.
    pub(crate) with_cors: Option<Router<S>>,
    /// Each handler alone: what a layer wraps. Its policy is asked outside of the layers, which then call this handler and
    /// no other, whatever a layer makes of the request.
    pub(crate) handlers: Vec<Router<S>>,
    /// What answers methods that no handler serves, alone as well.
    pub(crate) fallback: Router<S>,
    /// The methods that the fallback allows, known when the router is complete.
    pub(crate) allow: BareFallback,
    pub(crate) policies: PathPolicies<S>,
}

/// Routes that axum alone knows.
pub(crate) struct PlainRoutes<S> {
    pub(crate) router: Router<S>,
    pub(crate) kind: PlainKind,
    /// The default policy they came with from another router.
    pub(crate) default_policy: Option<CorsLayer>,
}

/// Which paths plain routes have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlainKind {
    /// The one they were added on.
    Path,
    /// All below it too, where no other route stands: a nested service.
    Service,
    /// Some below it, which only axum knows: the routes of an `axum::Router`. They can share a path with annotated
    /// handlers.
    Router,
}

impl<S: Clone + Send + Sync + 'static> Entry<S> {
    /// The routes of a `routes!`; `empty` is a router without routes.
    pub(crate) fn annotated(empty: &Router<S>, path: &str, routes: CorsRoutes<S>) -> Self {
        let alone = |routes: MethodRouter<S>| empty.clone().route(path, routes);
        let allow = BareFallback::default();
        Self::Annotated(AnnotatedRoutes {
            with_cors: Some(alone(routes.with_cors)),
            handlers: routes.handlers.into_iter().map(alone).collect(),
            fallback: alone(any_service(allow.clone())),
            allow,
            policies: routes.policies,
        })
    }

    pub(crate) fn plain(router: Router<S>, kind: PlainKind) -> Self {
        Self::Plain(PlainRoutes { router, kind, default_policy: None })
    }

    /// The same with each router changed in the same way, where nothing comes between handlers and policies.
    pub(crate) fn map(self, change: impl Fn(Router<S>) -> Router<S>) -> Self {
        match self {
            Self::Annotated(routes) => {
                let AnnotatedRoutes { with_cors, handlers, fallback, allow, policies } = routes;
                Self::Annotated(AnnotatedRoutes {
                    with_cors: with_cors.map(&change),
                    handlers: handlers.into_iter().map(&change).collect(),
                    fallback: change(fallback),
                    allow,
                    policies,
                })
            }
            Self::Plain(routes) => Self::Plain(PlainRoutes { router: change(routes.router), ..routes }),
            Self::Fallback(fallback) => Self::Fallback(FallbackRoute { router: change(fallback.router), ..fallback }),
        }
    }

    /// The same with a layer around each router.
    pub(crate) fn layered(self, layer: impl Fn(Router<S>) -> Router<S>) -> Self {
        match self {
            Self::Annotated(routes) => Self::Annotated(AnnotatedRoutes { with_cors: None, ..routes }).map(layer),
            other => other.map(layer),
        }
    }

    /// The policies, where handlers are annotated.
    pub(crate) fn policies(&self) -> Option<&PathPolicies<S>> {
        match self {
            Self::Annotated(routes) => Some(&routes.policies),
            Self::Plain(_) | Self::Fallback(_) => None,
        }
    }

    /// The same in another router: plain routes keep the default policy they were given.
    pub(crate) fn keeping(self, default_policy: Option<&CorsLayer>) -> Self {
        match self {
            Self::Plain(plain) => {
                let default_policy = plain.default_policy.or(default_policy.cloned());
                Self::Plain(PlainRoutes { default_policy, ..plain })
            }
            other => other,
        }
    }
}

/// Answers a path's methods that no handler serves, inside of the layers: 204 to OPTIONS, else 405, with `Allow`.
#[derive(Clone, Default)]
pub(crate) struct BareFallback(Arc<OnceLock<HeaderValue>>);

impl BareFallback {
    /// Says which methods there are. The first word stays; a router is completed once.
    pub(crate) fn allow(&self, methods: HeaderValue) {
        let _ = self.0.set(methods);
    }
}

impl Service<Request> for BareFallback {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let methods = self.0.get().cloned().unwrap_or(HeaderValue::from_static("OPTIONS"));
        ready(Ok(allowing(request.method(), methods, no_body())))
    }
}

/// The only route of a router, with all layers around it. axum hands routes to nobody but layers, so this is one.
///
/// # Panics
/// Where the router has none, which is never the case here.
pub(crate) fn only_route<S>(router: Router<S>, state: S) -> Route
where
    S: Clone + Send + Sync + 'static,
{
    let taken: Arc<Mutex<Option<Route>>> = Arc::default();
    let keeper = Arc::clone(&taken);
    let keep = layer_fn(move |route: Route| {
        *keeper.lock().unwrap_or_else(PoisonError::into_inner) = Some(route.clone());
        route
    });
    drop(router.with_state::<()>(state).route_layer(keep));
    let route = taken.lock().unwrap_or_else(PoisonError::into_inner).take();
    route.expect("axum applies a layer to each route")
}
