//! Building: one axum router of all that was added, each route with its policy around it.

use std::collections::HashMap;

use axum::Router;
use axum::routing::{MethodFilter, any_service};
use tower_layer::layer_fn;

use super::options_star::OptionsStar;
use super::outer::{OnPath, Outer};
use super::path_policies::PathPolicies;
use super::route::{AnnotatedRoutes, Entry, PlainKind, only_route};
use super::{CorsRouter, default_policies, nested_path};
use crate::answer::allow::allowed_methods;
use crate::layer::CorsLayer;

/// The whole as an axum router.
pub(crate) fn build<S, S2>(router: CorsRouter<S>, state: &S) -> Router<S2>
where
    S: Clone + Send + Sync + 'static,
    S2: Clone + Send + Sync + 'static,
{
    let CorsRouter { mut added, fallback, default_policy, .. } = router;
    let allowed = allowed_methods(added.iter().filter_map(|(_, added)| added.policies()).flat_map(PathPolicies::iter));
    // Of two routers axum keeps the 405 of the second. What a path's annotated handlers say there counts most, and what axum
    // alone knows least.
    added.sort_by_key(|(_, added)| match added {
        Entry::Plain(plain) if plain.kind == PlainKind::Router => 0,
        Entry::Plain(_) | Entry::Fallback(_) => 1,
        Entry::Annotated(_) => 2,
    });
    let policy_of =
        |(path, one): &(String, Entry<S>)| policy_beside(&added, path, one, default_policy.as_ref()).cloned();
    let policies: Vec<Option<CorsLayer>> = added.iter().map(policy_of).collect();

    let mut whole: Router<S2> = unchecked(Router::new());
    let mut paths: Vec<(String, Option<CorsLayer>, Vec<AnnotatedRoutes<S>>)> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for ((path, added), policy) in added.into_iter().zip(policies) {
        match added {
            Entry::Annotated(handlers) => {
                let number = *numbers.entry(path.clone()).or_insert(paths.len());
                match paths.get_mut(number) {
                    Some((.., on_path)) => on_path.push(handlers),
                    None => paths.push((path, policy, vec![handlers])),
                }
            }
            Entry::Plain(plain) => whole = whole.merge(with_default(plain.router, state, policy)),
            Entry::Fallback(fallback) => whole = whole.merge(with_default(fallback.router, state, policy)),
        }
    }
    for (path, policy, on_path) in paths {
        whole = whole.merge(annotated(&path, on_path, policy, state));
    }
    let fallback: Router<S2> = with_default(fallback.router, state, default_policy);
    whole.merge(fallback.layer(layer_fn(move |inner| OptionsStar { inner, allow: allowed.clone() })))
}

/// The default policy of what was added: around plain routes, and beside annotated ones for the plain handlers that share
/// their path.
fn policy_beside<'a, S: Clone + Send + Sync + 'static>(
    added: &'a [(String, Entry<S>)],
    path: &str,
    one: &Entry<S>,
    default_policy: Option<&'a CorsLayer>,
) -> Option<&'a CorsLayer> {
    match one {
        Entry::Annotated(_) if default_policies::plain_on(added, path).next().is_none() => None,
        Entry::Plain(plain) if plain.kind == PlainKind::Router => {
            default_policies::of_path(added, &nested_path(path, "/*"), default_policy)
        }
        Entry::Annotated(_) | Entry::Plain(_) => default_policies::of_path(added, path, default_policy),
        Entry::Fallback(_) => default_policy,
    }
}

/// A router with its state, and with its default policy around it.
fn with_default<S, S2>(router: Router<S>, state: &S, policy: Option<CorsLayer>) -> Router<S2>
where
    S: Clone + Send + Sync + 'static,
    S2: Clone + Send + Sync + 'static,
{
    let router = unchecked(router).with_state(state.clone());
    match policy {
        Some(policy) => router.layer(policy),
        None => router,
    }
}

/// The annotated handlers of one path.
fn annotated<S, S2>(
    path: &str,
    mut lists: Vec<AnnotatedRoutes<S>>,
    default_policy: Option<CorsLayer>,
    state: &S,
) -> Router<S2>
where
    S: Clone + Send + Sync + 'static,
    S2: Clone + Send + Sync + 'static,
{
    if let ([only], None) = (lists.as_mut_slice(), &default_policy) {
        if let Some(with_cors) = only.with_cors.take() {
            return unchecked(with_cors).with_state(state.clone());
        }
    }
    let policies = PathPolicies::joined(lists.iter().map(|list| list.policies.clone()));
    let allowed = allowed_methods(policies.iter());
    let named = policies.named();
    let mut handlers = Vec::new();
    let mut fallback = Router::new();
    for list in lists.into_iter().rev() {
        list.allow.allow(allowed.clone());
        let routes: Vec<_> = list.handlers.into_iter().map(|handler| only_route(handler, state.clone())).collect();
        handlers.splice(..0, routes);
        fallback = list.fallback;
    }
    let fallback = only_route(fallback, state.clone());
    let outer = Outer::new(OnPath { policies, handlers, fallback, default_policy, state: state.clone() });
    // Each method of an annotated handler is named, so that plain handlers of the path keep theirs.
    let mut routes = any_service(outer.clone()).on_service(MethodFilter::OPTIONS, outer.clone());
    if let Some(named) = named {
        routes = routes.on_service(named, outer);
    }
    unchecked(Router::new()).route(path, routes)
}

/// A router that takes paths as they are: they were checked where they were given.
fn unchecked<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router.without_v07_checks()
}
