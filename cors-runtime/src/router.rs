//! `CorsRouter`: axum's router, with layers that run inside CORS.

mod options_star;
mod path_policies;
mod paths;
mod shell;
mod table;

use std::convert::Infallible;
use std::fmt;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, Route, on};
use tower_layer::Layer;
use tower_service::Service;

use self::options_star::OptionsStarLayer;
use self::path_policies::PathPolicies;
use self::paths::{Extent, Paths, Plain, Routed};
use self::shell::Shell;
pub use self::table::{PolicyRow, PolicyTable};
use crate::Policy;
use crate::layer::CorsLayer;
use crate::routes::{HandlerList, Mounted, without_policies};
use crate::{under_layer, unnamed};

#[doc = include_str!("docs/cors_router.md")]
#[must_use]
pub struct CorsRouter<S = ()> {
    /// The routes with their policies around them; what this router becomes while nothing stands between the two.
    decorated: Option<Router<S>>,
    /// The routes without their policies, with the layers around them.
    bare: Router<S>,
    paths: Vec<(String, Routed<S>)>,
    default_policy: Option<CorsLayer>,
    /// What answers `OPTIONS *` before the fallbacks; with layers the shell does, outside of them.
    options_star: Vec<OptionsStarLayer>,
}

/// What [`routes!`](crate::routes!) becomes for a [`CorsRouter`].
pub struct CorsRoutes<S> {
    decorated: MethodRouter<S>,
    bare: MethodRouter<S>,
    policies: PathPolicies<S>,
}

impl<S: Clone + Send + Sync + 'static> Mounted for CorsRoutes<S> {
    type State = S;

    fn mounted<L: HandlerList<S>>(list: L) -> Self {
        Self {
            decorated: MethodRouter::mounted(list.clone()),
            bare: without_policies(list),
            policies: PathPolicies::of::<L>(),
        }
    }
}

// axum's signatures take by value; here each of the two routers takes a copy.
#[allow(clippy::needless_pass_by_value)]
impl<S: Clone + Send + Sync + 'static> CorsRouter<S> {
    /// A router without routes.
    pub fn new() -> Self {
        // axum's own fallback stays one with a layer around it: a fallback can still be set, and routers merged.
        let star = OptionsStarLayer::default();
        let router = Router::new().layer(star.clone());
        Self { options_star: vec![star], ..Self::from(router) }
    }

    /// The policy of plain routes, and of requests that no route matches. Without one both are left as axum made them.
    ///
    /// In a router that this one is nested in or merged into, it stays with the plain routes it was given for, and says
    /// nothing of others. What no route matches follows the policy of the outermost router alone. Where plain routes with
    /// different policies share a path, none of them counts.
    ///
    /// # Panics
    /// Where the policy was made by `policy!` and lacks origins or methods.
    pub fn default_policy(mut self, policy: impl Into<Policy>) -> Self {
        under_layer::a_route_is_mounted();
        self.default_policy = Some(CorsLayer::of_router(policy));
        self.decorated = None;
        self
    }

    /// Adds annotated handlers; see [`routes!`](crate::routes!).
    ///
    /// # Panics
    /// Where axum's `route` does: the path has not its form, or overlaps with another.
    #[track_caller]
    pub fn route(mut self, path: &str, routes: CorsRoutes<S>) -> Self {
        self.decorated = self.decorated.map(|router| router.route(path, routes.decorated));
        self.bare = self.bare.route(path, routes.bare);
        self.paths.push((path.to_owned(), Routed::Annotated(routes.policies)));
        self
    }

    /// Adds a route as axum's `route` does. It has the default policy, if there is one, and no other: annotated handlers on
    /// the same path keep theirs to the methods they name.
    ///
    /// # Panics
    /// Where axum's `route` does. [`with_state`](Self::with_state) does where a method is taken from annotated handlers.
    #[track_caller]
    pub fn route_plain(self, path: &str, routes: MethodRouter<S>) -> Self {
        self.plain(path, Extent::Path, |router| router.route(path, routes.clone()))
    }

    /// Adds a service on one path, as axum's `route_service` does.
    ///
    /// # Panics
    /// Where axum's `route_service` does.
    #[track_caller]
    pub fn route_service<T>(self, path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.plain(path, Extent::Path, |router| router.route_service(path, service.clone()))
    }

    /// Adds the routes of another router below a path; its annotated routes keep their policies.
    ///
    /// Takes a plain `axum::Router` as well, whose routes are plain here. A default policy of the nested router stays with
    /// its plain routes; its fallback, if it has one, follows this router's.
    ///
    /// # Panics
    /// Where axum's `nest` does.
    #[track_caller]
    pub fn nest(mut self, path: &str, router: impl Into<CorsRouter<S>>) -> Self {
        let router = router.into();
        let decorated = self.decorated.zip(router.decorated);
        self.decorated = decorated.map(|(outer, inner)| outer.nest(path, inner));
        self.bare = self.bare.nest(path, router.bare);
        let given = router.default_policy.as_ref();
        let nested = router.paths.into_iter();
        self.paths.extend(nested.map(|(inner, routed)| (nested_path(path, &inner), routed.keeping(given))));
        self
    }

    /// Adds a service below a path, as axum's `nest_service` does.
    ///
    /// # Panics
    /// Where axum's `nest_service` does.
    #[track_caller]
    pub fn nest_service<T>(self, path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.plain(path, Extent::Service, |router| router.nest_service(path, service.clone()))
    }

    /// Adds the routes of another router; its annotated routes keep their policies.
    ///
    /// Takes a plain `axum::Router` as well, whose routes are plain here. A default policy of the other router stays with its
    /// plain routes; this router's goes for those that came without one, and for what no route matches.
    ///
    /// # Panics
    /// Where axum's `merge` does: a route stands in both, or both have a fallback.
    #[track_caller]
    pub fn merge(mut self, router: impl Into<CorsRouter<S>>) -> Self {
        let router = router.into();
        let decorated = self.decorated.zip(router.decorated);
        // Where neither has a fallback, axum keeps the one of the router that is merged in; here that is this router's.
        self.decorated = decorated.map(|(left, right)| right.merge(left));
        self.bare = router.bare.merge(self.bare);
        let given = router.default_policy.as_ref();
        self.paths.extend(router.paths.into_iter().map(|(path, routed)| (path, routed.keeping(given))));
        self.options_star.extend(router.options_star);
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
        self.decorated = None;
        self.bare = self.bare.layer(layer);
        self
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
        self.decorated = None;
        self.bare = self.bare.route_layer(layer);
        self
    }

    /// Whether there is a route.
    #[must_use]
    pub fn has_routes(&self) -> bool {
        self.bare.has_routes()
    }

    /// The handler of requests that no route matches.
    #[track_caller]
    pub fn fallback<H, T>(mut self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let handler = handler.layer(self.star_of_fallback());
        self.both(|router| router.fallback(handler.clone()))
    }

    /// The service of requests that no route matches.
    pub fn fallback_service<T>(mut self, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        let service = self.star_of_fallback().layer(service);
        self.both(|router| router.fallback_service(service.clone()))
    }

    /// The handler of methods that a plain route does not have. Annotated routes answer 405 themselves.
    pub fn method_not_allowed_fallback<H, T>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.both(|router| router.method_not_allowed_fallback(handler.clone()))
    }

    /// Takes the fallback away again.
    pub fn reset_fallback(mut self) -> Self {
        let star = OptionsStarLayer::default();
        self.options_star.push(star.clone());
        self.both(|router| router.reset_fallback().merge(Router::new().layer(star.clone())))
    }

    /// Allows path segments that begin with `:` or `*`, as axum's method of this name does.
    pub fn without_v07_checks(self) -> Self {
        self.both(Router::without_v07_checks)
    }

    /// Every path with its methods and policies, to be logged or compared.
    ///
    /// Of a nested or merged `axum::Router` only the prefix is known: what is annotated in it opens what its attributes say
    /// and has no row of its own. A `CorsRouter` in its place lists everything.
    #[must_use]
    pub fn policies(&self) -> PolicyTable {
        let mut rows = Vec::new();
        for (path, routed) in &self.paths {
            match routed {
                Routed::Annotated(policies) => {
                    rows.extend(policies.links().map(|link| PolicyRow::annotated(path, link)));
                }
                Routed::Plain(plain) => {
                    let policy = |path: &str| {
                        paths::default_policy_of(&self.paths, path, self.default_policy.as_ref())
                            .map(CorsLayer::answers)
                    };
                    rows.push(match plain.extent {
                        Extent::Path | Extent::Service => PolicyRow::plain(path, policy(path)),
                        Extent::Router => {
                            let below = nested_path(path, "/*");
                            PolicyRow::axum_router(&below, policy(&below))
                        }
                    });
                }
            }
        }
        if let Some(policy) = &self.default_policy {
            rows.push(PolicyRow::default_policy(policy.answers()));
        }
        PolicyTable::new(rows)
    }

    /// Gives the state and makes an `axum::Router` of the whole.
    ///
    /// # Panics
    /// Where a plain route takes a method from an annotated handler on its path: HEAD, which GET brings, or any from one
    /// with `methods = "*"`. The annotation speaks for it, and would open the plain route.
    #[track_caller]
    pub fn with_state<S2>(self, state: S) -> Router<S2>
    where
        S2: Clone + Send + Sync + 'static,
    {
        let in_order = self.paths.iter().filter_map(|(_, routed)| match routed {
            Routed::Annotated(policies) => Some(policies),
            Routed::Plain(_) => None,
        });
        let methods = unnamed::allowed_methods(in_order.flat_map(PathPolicies::answers));
        for star in &self.options_star {
            star.allow(methods.clone());
        }
        let options_star = (!self.options_star.is_empty()).then_some(methods);
        // Annotated handlers answer preflights for all of their path; where they share it, that is not theirs alone.
        if let Some(router) = self.decorated.filter(|_| !paths::is_any_shared(&self.paths)) {
            return router.with_state(state);
        }
        for (path, policies) in paths::shared(&self.paths) {
            if let Some(methods) = policies.served_unnamed() {
                // axum tells nobody which methods a route has, but it refuses one that is there already.
                drop(self.bare.clone().route(path, on(methods, || async {})));
            }
        }
        let shell = Shell::new(Paths::new(self.paths, self.default_policy), options_star, state.clone());
        self.bare.with_state(state).layer(shell)
    }

    fn star_of_fallback(&mut self) -> OptionsStarLayer {
        let star = OptionsStarLayer::default();
        self.options_star.push(star.clone());
        star
    }

    fn plain(mut self, path: &str, extent: Extent, add: impl Fn(Router<S>) -> Router<S>) -> Self {
        self.paths.push((path.to_owned(), Routed::Plain(Plain::new(extent))));
        self.both(add)
    }

    fn both(mut self, change: impl Fn(Router<S>) -> Router<S>) -> Self {
        self.decorated = self.decorated.map(&change);
        self.bare = change(self.bare);
        self
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
        let paths = if router.has_routes() {
            vec![("/".to_owned(), Routed::Plain(Plain::new(Extent::Router)))]
        } else {
            Vec::new()
        };
        Self { decorated: Some(router.clone()), bare: router, paths, default_policy: None, options_star: Vec::new() }
    }
}

impl<S: Clone + Send + Sync + 'static> Default for CorsRouter<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for CorsRouter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<&str> = self.paths.iter().map(|(path, _)| path.as_str()).collect();
        f.debug_struct("CorsRouter").field("paths", &paths).finish_non_exhaustive()
    }
}

impl<S> fmt::Debug for CorsRoutes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CorsRoutes")
    }
}
