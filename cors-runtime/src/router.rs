//! `CorsRouter`: axum's router, with layers that run inside CORS.

mod build;
mod default_policies;
mod options_star;
mod outer;
mod path_policies;
mod route;
mod table;

use std::convert::Infallible;
use std::fmt;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, Route};
use tower_layer::Layer;
use tower_service::Service;

use self::path_policies::PathPolicies;
use self::route::{Entry, FallbackRoute, PlainKind};
pub use self::table::{PolicyRow, PolicyTable};
use crate::Policy;
use crate::answer::handshake;
use crate::layer::CorsLayer;
use crate::routes::handler_list::HandlerList;
use crate::routes::mount::MountTarget;

#[doc = include_str!("docs/cors_router.md")]
#[must_use]
pub struct CorsRouter<S = ()> {
    /// What stands on each path, in the order in which it was added. Each is a router of its own until the whole is built:
    /// so a policy stays with its route, whatever is put around the two.
    added: Vec<(String, Entry<S>)>,
    /// What answers requests that no route matches, with the layers around it.
    fallback: FallbackRoute<S>,
    /// The same paths and plain routes in one axum router, which tells at once what axum refuses.
    shape: Router<S>,
    default_policy: Option<CorsLayer>,
    v07_checks: bool,
    /// What it was built to, where it is served as it is.
    #[cfg(feature = "tokio")]
    built: Option<Router>,
}

/// What [`routes!`](crate::routes!) becomes for a [`CorsRouter`].
pub struct CorsRoutes<S> {
    with_cors: MethodRouter<S>,
    handlers: Vec<MethodRouter<S>>,
    policies: PathPolicies<S>,
}

impl<S: Clone + Send + Sync + 'static> MountTarget for CorsRoutes<S> {
    type State = S;

    fn mounted<L: HandlerList<S>>(list: L) -> Self {
        let mut handlers = Vec::new();
        list.clone().add_handlers_to(&mut handlers);
        Self { with_cors: MethodRouter::mounted(list), handlers, policies: PathPolicies::of::<L>() }
    }
}

impl<S: Clone + Send + Sync + 'static> CorsRouter<S> {
    /// A router without routes.
    pub fn new() -> Self {
        Self {
            added: Vec::new(),
            fallback: FallbackRoute { router: Router::new(), is_service: false },
            shape: Router::new(),
            default_policy: None,
            v07_checks: true,
            #[cfg(feature = "tokio")]
            built: None,
        }
    }

    /// The policy of plain routes, and of requests that no route matches. Without one both are left as axum made them.
    ///
    /// In a router that this one is nested in or merged into, it stays with the plain routes it was given for, and says
    /// nothing of others. What no route matches follows the policy of the outermost router alone. Where plain routes with
    /// different policies share a path, none of them counts.
    ///
    /// # Panics
    /// Where the policy was made by `policy!` and lacks origins or methods.
    #[track_caller]
    pub fn default_policy(mut self, policy: impl Into<Policy>) -> Self {
        handshake::a_route_is_mounted();
        self.default_policy = Some(CorsLayer::of_router(policy));
        self
    }

    /// Adds annotated handlers; see [`routes!`](crate::routes!). A path may have several `routes!`, from several modules or
    /// merged routers: together they are one path.
    ///
    /// # Panics
    /// Where axum's `route` does (the path has not its form, or overlaps with another), where two annotated handlers of the
    /// path serve one method, and where a plain route takes a method from one of them: HEAD, which GET brings, or any from
    /// one with `methods = "*"`. The annotation speaks for that method, and would open the plain route.
    #[track_caller]
    pub fn route(mut self, path: &str, routes: CorsRoutes<S>) -> Self {
        self.shape = self.shape.route(path, MethodRouter::new());
        self.added.push((path.to_owned(), Entry::annotated(&self.empty(), path, routes)));
        self.check_path(path);
        self
    }

    /// Adds a route as axum's `route` does. It has the default policy, if there is one, and no other: annotated handlers on
    /// the same path keep theirs to the methods they name.
    ///
    /// # Panics
    /// Where axum's `route` does, and where it takes a method from an annotated handler.
    #[track_caller]
    pub fn route_plain(mut self, path: &str, routes: MethodRouter<S>) -> Self {
        self.shape = self.shape.route(path, routes.clone());
        let alone = self.empty().route(path, routes);
        self.add_plain(path, PlainKind::Path, alone)
    }

    /// Adds a service on one path, as axum's `route_service` does.
    ///
    /// # Panics
    /// Where axum's `route_service` does.
    #[track_caller]
    pub fn route_service<T>(mut self, path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.shape = self.shape.route_service(path, service.clone());
        let router = self.empty().route_service(path, service);
        self.add_plain(path, PlainKind::Service, router)
    }

    /// Adds the routes of another router below a path; its annotated routes keep their policies.
    ///
    /// Takes a plain `axum::Router` as well, whose routes are plain here. A default policy of the nested router stays with
    /// its plain routes; its fallback, if it has one, follows this router's.
    ///
    /// # Panics
    /// Where axum's `nest` does, and where two routes meet as [`route`](Self::route) says.
    #[track_caller]
    pub fn nest(mut self, path: &str, router: impl Into<CorsRouter<S>>) -> Self {
        let router = router.into();
        let empty = self.empty();
        let nested = |inner: Router<S>| empty.clone().nest(path, inner);
        self.shape = self.shape.nest(path, router.shape);
        let given = router.default_policy.as_ref();
        let first = self.added.len();
        for (inner, added) in router.added {
            self.added.push((nested_path(path, &inner), added.keeping(given).map(nested)));
        }
        self.added.push((path.to_owned(), Entry::Fallback(router.fallback).map(nested)));
        self.check_added_since(first);
        self
    }

    /// Adds a service below a path, as axum's `nest_service` does.
    ///
    /// # Panics
    /// Where axum's `nest_service` does.
    #[track_caller]
    pub fn nest_service<T>(mut self, path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.shape = self.shape.nest_service(path, service.clone());
        let router = self.empty().nest_service(path, service);
        self.add_plain(path, PlainKind::Service, router)
    }

    /// Adds the routes of another router; its annotated routes keep their policies.
    ///
    /// Takes a plain `axum::Router` as well, whose routes are plain here. A default policy of the other router stays with its
    /// plain routes; this router's goes for those that came without one, and for what no route matches.
    ///
    /// # Panics
    /// Where axum's `merge` does (a plain route stands in both, or both have a fallback), and where two routes meet as
    /// [`route`](Self::route) says.
    #[track_caller]
    pub fn merge(mut self, router: impl Into<CorsRouter<S>>) -> Self {
        let router = router.into();
        self.shape = self.shape.merge(router.shape);
        // Where neither has a fallback, axum keeps the one of the router that is merged in; here that is this router's.
        let is_service = router.fallback.is_service || self.fallback.is_service;
        self.fallback = FallbackRoute { router: router.fallback.router.merge(self.fallback.router), is_service };
        let given = router.default_policy.as_ref();
        let first = self.added.len();
        self.added.extend(router.added.into_iter().map(|(path, added)| (path, added.keeping(given))));
        self.check_added_since(first);
        self
    }

    /// Applies a layer to all routes added before, and to the fallback. It runs inside CORS: it never sees a preflight of
    /// an annotated route, and whatever it answers carries the route's CORS headers.
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.fallback.router = self.fallback.router.layer(layer.clone());
        self.map_added(|added| added.layered(|router| router.layer(layer.clone())))
    }

    /// Applies a layer to all routes added before, and not to the fallback. It runs inside CORS, as with
    /// [`layer`](Self::layer).
    ///
    /// # Panics
    /// Where there are no routes yet, as axum's `route_layer` does.
    #[track_caller]
    pub fn route_layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        // axum refuses it here where there is no route; below, each router is asked only where it has one.
        self.shape = self.shape.route_layer(tower_layer::Identity::new());
        let layered = |router: Router<S>| if router.has_routes() { router.route_layer(layer.clone()) } else { router };
        self.map_added(|added| added.layered(layered))
    }

    /// Whether there is a route.
    #[must_use]
    pub fn has_routes(&self) -> bool {
        self.shape.has_routes()
    }

    /// The handler of requests that no route matches.
    pub fn fallback<H, T>(mut self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.shape = self.shape.fallback(handler.clone());
        self.fallback = FallbackRoute { router: Router::new().fallback(handler), is_service: false };
        self
    }

    /// The service of requests that no route matches.
    pub fn fallback_service<T>(mut self, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.shape = self.shape.fallback_service(service.clone());
        self.fallback = FallbackRoute { router: Router::new().fallback_service(service), is_service: true };
        self
    }

    /// The handler of methods that a plain route does not have. Annotated routes answer 405 themselves.
    #[allow(clippy::needless_pass_by_value)] // As axum's method takes it; each router gets a copy.
    pub fn method_not_allowed_fallback<H, T>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.map_plain(|router| router.method_not_allowed_fallback(handler.clone()))
    }

    /// Takes the fallback away again.
    pub fn reset_fallback(mut self) -> Self {
        self.shape = self.shape.reset_fallback();
        self.fallback = FallbackRoute { router: Router::new(), is_service: false };
        // An `axum::Router` that was merged brought its own.
        self.map_plain(Router::reset_fallback)
    }

    /// Allows path segments that begin with `:` or `*`, as axum's method of this name does.
    pub fn without_v07_checks(mut self) -> Self {
        self.shape = self.shape.without_v07_checks();
        self.v07_checks = false;
        self
    }

    /// Every path with its methods and policies, to be logged or compared.
    ///
    /// Of a nested or merged `axum::Router` only the prefix is known: what is annotated in it opens what its attributes say
    /// and has no row of its own. A `CorsRouter` in its place lists everything.
    #[must_use]
    pub fn policies(&self) -> PolicyTable {
        let mut rows = Vec::new();
        let default_policy = self.default_policy.as_ref().map(CorsLayer::policy);
        for (path, added) in &self.added {
            let policy = |path: &str| {
                default_policies::of_path(&self.added, path, self.default_policy.as_ref()).map(CorsLayer::policy)
            };
            match added {
                Entry::Annotated(routes) => {
                    rows.extend(routes.policies.nodes().map(|node| PolicyRow::annotated(path, node)));
                }
                Entry::Plain(plain) if !plain.router.has_routes() => {}
                Entry::Plain(plain) => rows.push(match plain.kind {
                    PlainKind::Path => PolicyRow::plain(path, policy(path)),
                    PlainKind::Service => PolicyRow::service(path, policy(path)),
                    PlainKind::Router => {
                        let below = nested_path(path, "/*");
                        PolicyRow::axum_router(&below, policy(&below))
                    }
                }),
                Entry::Fallback(fallback) if fallback.is_service => {
                    rows.push(PolicyRow::fallback(&nested_path(path, "/*"), default_policy));
                }
                Entry::Fallback(_) => {}
            }
        }
        if self.fallback.is_service {
            rows.push(PolicyRow::fallback("/*", default_policy));
        }
        rows.extend(default_policy.map(PolicyRow::default_policy));
        PolicyTable::new(rows)
    }

    /// Gives the state and makes an `axum::Router` of the whole.
    pub fn with_state<S2>(self, state: S) -> Router<S2>
    where
        S2: Clone + Send + Sync + 'static,
    {
        build::build(self, &state)
    }

    /// An axum router without routes, with this one's checks of paths.
    fn empty(&self) -> Router<S> {
        if self.v07_checks { Router::new() } else { Router::new().without_v07_checks() }
    }

    #[track_caller]
    fn add_plain(mut self, path: &str, kind: PlainKind, router: Router<S>) -> Self {
        self.added.push((path.to_owned(), Entry::plain(router, kind)));
        self.check_path(path);
        self
    }

    fn map_added(mut self, change: impl Fn(Entry<S>) -> Entry<S>) -> Self {
        self.added = self.added.into_iter().map(|(path, added)| (path, change(added))).collect();
        self
    }

    fn map_plain(self, change: impl Fn(Router<S>) -> Router<S>) -> Self {
        self.map_added(|added| match added {
            plain @ Entry::Plain(_) => plain.map(&change),
            other => other,
        })
    }

    /// Refuses what may not meet on the paths of what was added last.
    #[track_caller]
    fn check_added_since(&self, first: usize) {
        let is_router =
            |(_, added): &(_, Entry<S>)| matches!(added, Entry::Plain(plain) if plain.kind == PlainKind::Router);
        // The routes of an `axum::Router` may stand on any path.
        let first = if self.added[first..].iter().any(is_router) { 0 } else { first };
        for (path, _) in &self.added[first..] {
            self.check_path(path);
        }
    }

    /// Refuses two handlers for one method, of which one at least is annotated.
    #[track_caller]
    fn check_path(&self, path: &str) {
        let on_path = self.added.iter().filter(|(other, _)| other == path);
        let policies = PathPolicies::joined(on_path.filter_map(|(_, added)| added.policies().cloned()));
        let handlers: Vec<_> = policies.methods().collect();
        if let Some(conflict) = cors_policy::for_macros::method_conflict(&handlers) {
            panic!("on the path `{path}` {}", conflict.as_str());
        }
        let Some(served) = policies.served() else { return };
        for plain in default_policies::plain_on(&self.added, path) {
            // axum tells nobody which methods a route has, but it refuses one that is there already.
            let annotated = axum::routing::any(|| async {}).on(served, || async {});
            drop(plain.router.clone().route(path, annotated));
        }
    }
}

/// A router without state is served as it is, as axum's is: `axum::serve(listener, router)`.
#[cfg(feature = "tokio")]
impl<L: axum::serve::Listener> Service<axum::serve::IncomingStream<'_, L>> for CorsRouter<()> {
    type Response = Router;
    type Error = Infallible;
    type Future = std::future::Ready<Result<Router, Infallible>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Infallible>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: axum::serve::IncomingStream<'_, L>) -> Self::Future {
        let router = match self.built.take() {
            Some(router) => router,
            None => std::mem::take(self).with_state(()),
        };
        std::future::ready(Ok(self.built.insert(router).clone()))
    }
}

/// The path of a nested route, as axum puts it together.
fn nested_path(prefix: &str, path: &str) -> String {
    let trimmed = prefix.trim_end_matches('/');
    match path {
        "/" if trimmed.len() == prefix.len() => prefix.to_owned(),
        _ => format!("{trimmed}{path}"),
    }
}

/// A plain router; its routes have no policies but a default one, and its fallback answers `OPTIONS *`.
impl<S: Clone + Send + Sync + 'static> From<Router<S>> for CorsRouter<S> {
    fn from(router: Router<S>) -> Self {
        let added = vec![("/".to_owned(), Entry::plain(router.clone(), PlainKind::Router))];
        Self { added, shape: router, ..Self::new() }
    }
}

impl<S: Clone + Send + Sync + 'static> Default for CorsRouter<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for CorsRouter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<&str> = self.added.iter().map(|(path, _)| path.as_str()).collect();
        f.debug_struct("CorsRouter").field("paths", &paths).finish_non_exhaustive()
    }
}

impl<S> fmt::Debug for CorsRoutes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CorsRoutes")
    }
}
