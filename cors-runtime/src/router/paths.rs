//! What stands on the paths of a router.

use std::collections::HashMap;

use super::path_policies::PathPolicies;

/// What was added on a path.
pub(crate) enum Routed<S> {
    Annotated(PathPolicies<S>),
    Plain(Extent),
}

/// Which paths the routes have that axum alone knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The one they were added on.
    Path,
    /// All below it too, where no other route stands: a nested service.
    Service,
    /// Some below it, which only axum knows: the routes of an `axum::Router`. They can share a path with annotated
    /// handlers.
    Router,
}

/// The annotated handlers of a path, and what they share it with.
pub(crate) struct OnPath<S> {
    pub(crate) policies: PathPolicies<S>,
    pub(crate) shared: bool,
}

/// The annotated handlers by their paths.
pub(crate) fn annotated<S>(paths: &[(String, Routed<S>)]) -> HashMap<String, OnPath<S>> {
    let annotated = paths.iter().filter_map(|(path, routed)| match routed {
        Routed::Annotated(policies) => {
            Some((path.clone(), OnPath { policies: *policies, shared: shares(paths, path) }))
        }
        Routed::Plain(_) => None,
    });
    annotated.collect()
}

/// Whether plain routes were added on a path that has annotated handlers. Those of an `axum::Router` are not known.
pub(crate) fn is_any_shared<S>(paths: &[(String, Routed<S>)]) -> bool {
    let is_annotated =
        |path: &str| paths.iter().any(|(other, routed)| other == path && matches!(routed, Routed::Annotated(_)));
    paths.iter().any(|(path, routed)| matches!(routed, Routed::Plain(Extent::Path)) && is_annotated(path))
}

/// Whether plain routes stand on this path, or may stand there for all that is known.
fn shares<S>(paths: &[(String, Routed<S>)], path: &str) -> bool {
    paths.iter().any(|(other, routed)| match routed {
        Routed::Annotated(_) => false,
        // What is below a service is no other route's: axum prefers the routes.
        Routed::Plain(Extent::Path | Extent::Service) => other == path,
        Routed::Plain(Extent::Router) => is_below(other, path),
    })
}

/// Whether a path is this prefix or below it.
fn is_below(prefix: &str, path: &str) -> bool {
    let rest = path.strip_prefix(prefix.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
