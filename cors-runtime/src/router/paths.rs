//! What stands on the paths of a router, and which policy counts there.

use std::collections::HashMap;

use super::path_policies::PathPolicies;
use crate::layer::CorsLayer;

/// What was added on a path.
pub(crate) enum Routed<S> {
    Annotated(PathPolicies<S>),
    Plain(Plain),
}

impl<S> Routed<S> {
    /// The same in another router: plain routes keep the default policy they were given.
    pub(crate) fn keeping(self, default_policy: Option<&CorsLayer>) -> Self {
        match self {
            Self::Plain(plain) => {
                Self::Plain(Plain { default_policy: plain.default_policy.or(default_policy.cloned()), ..plain })
            }
            annotated @ Self::Annotated(_) => annotated,
        }
    }
}

/// Routes that axum alone knows.
pub(crate) struct Plain {
    pub(crate) extent: Extent,
    /// The default policy they came with from another router.
    default_policy: Option<CorsLayer>,
}

impl Plain {
    pub(crate) fn new(extent: Extent) -> Self {
        Self { extent, default_policy: None }
    }
}

/// Which paths plain routes have.
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

/// What stands on the paths of a router that is complete.
pub(crate) struct Paths<S> {
    annotated: HashMap<String, OnPath<S>>,
    plain: HashMap<String, Option<CorsLayer>>,
    added: Vec<(String, Routed<S>)>,
    default_policy: Option<CorsLayer>,
    /// Whether some plain routes came with a default policy of their own.
    differ: bool,
}

/// The annotated handlers of a path, and what they share it with.
pub(crate) struct OnPath<S> {
    pub(crate) policies: PathPolicies<S>,
    /// Whether plain routes stand here too, or may for all that is known.
    pub(crate) shared: bool,
    /// The default policy of these.
    pub(crate) default_policy: Option<CorsLayer>,
}

impl<S> Paths<S> {
    pub(crate) fn new(added: Vec<(String, Routed<S>)>, default_policy: Option<CorsLayer>) -> Self {
        let mut annotated = HashMap::new();
        let mut plain = HashMap::new();
        for (path, routed) in &added {
            let default_policy = default_policy_of(&added, path, default_policy.as_ref()).cloned();
            match routed {
                Routed::Annotated(policies) => {
                    let on_path = OnPath { policies: *policies, shared: is_shared(&added, path), default_policy };
                    annotated.insert(path.clone(), on_path);
                }
                Routed::Plain(_) => {
                    plain.insert(path.clone(), default_policy);
                }
            }
        }
        let differ = self::plain(&added).any(|(_, plain)| plain.default_policy.is_some());
        Self { annotated, plain, added, default_policy, differ }
    }

    /// The annotated handlers of a path.
    pub(crate) fn annotated(&self, path: &str) -> Option<&OnPath<S>> {
        self.annotated.get(path)
    }

    /// The policy of what nobody annotated: of the plain route on the path that axum matched, or of what no route matches.
    pub(crate) fn default_policy(&self, matched: Option<&str>, uri: &str) -> Option<&CorsLayer> {
        if !self.differ {
            return self.default_policy.as_ref();
        }
        match matched {
            Some(path) => match self.plain.get(path) {
                Some(policy) => policy.as_ref(),
                None => default_policy_of(&self.added, path, self.default_policy.as_ref()),
            },
            None => default_policy_of_service(&self.added, uri, self.default_policy.as_ref()),
        }
    }
}

/// Whether plain routes were added on a path that has annotated handlers. Those of an `axum::Router` are not known.
pub(crate) fn is_any_shared<S>(added: &[(String, Routed<S>)]) -> bool {
    let is_annotated =
        |path: &str| added.iter().any(|(other, routed)| other == path && matches!(routed, Routed::Annotated(_)));
    plain(added).any(|(path, plain)| plain.extent == Extent::Path && is_annotated(path))
}

/// The annotated handlers whose paths plain routes share, or may share for all that is known.
pub(crate) fn shared<S>(added: &[(String, Routed<S>)]) -> impl Iterator<Item = (&str, &PathPolicies<S>)> {
    added.iter().filter_map(|(path, routed)| match routed {
        Routed::Annotated(policies) if is_shared(added, path) => Some((path.as_str(), policies)),
        Routed::Annotated(_) | Routed::Plain(_) => None,
    })
}

/// The default policy of the plain routes on a path, as its routes' patterns are written.
pub(crate) fn default_policy_of<'a, S>(
    added: &'a [(String, Routed<S>)],
    path: &str,
    default_policy: Option<&'a CorsLayer>,
) -> Option<&'a CorsLayer> {
    let here = |(other, plain): &(&str, &Plain)| match plain.extent {
        Extent::Path => *other == path,
        // axum mounts a service on its path with and without a slash at the end.
        Extent::Service => other.trim_end_matches('/') == path.trim_end_matches('/'),
        Extent::Router => false,
    };
    let may_be_here = |(other, plain): &(&str, &Plain)| plain.extent == Extent::Router && is_below(other, path);
    let mut known = plain(added).filter(here).peekable();
    match known.peek() {
        Some(_) => common(known, default_policy),
        None => common(plain(added).filter(may_be_here), default_policy),
    }
}

/// The same for a path that no route's pattern matches: a nested service may be what answers.
fn default_policy_of_service<'a, S>(
    added: &'a [(String, Routed<S>)],
    uri: &str,
    default_policy: Option<&'a CorsLayer>,
) -> Option<&'a CorsLayer> {
    let here = |(prefix, plain): &(&str, &Plain)| plain.extent == Extent::Service && fits_below(prefix, uri);
    common(plain(added).filter(here), default_policy)
}

/// The default policy that all of these routes have; none if they have different ones, since the router does not know
/// which of them answers. Where there are no such routes it is the router's own.
fn common<'a>(
    mut routes: impl Iterator<Item = (&'a str, &'a Plain)>,
    default_policy: Option<&'a CorsLayer>,
) -> Option<&'a CorsLayer> {
    let policy_of = |(_, plain): (&'a str, &'a Plain)| plain.default_policy.as_ref().or(default_policy);
    let Some(first) = routes.next() else {
        return default_policy;
    };
    let policy = policy_of(first)?;
    routes.all(|other| policy_of(other).is_some_and(|other| other.is(policy))).then_some(policy)
}

fn is_shared<S>(added: &[(String, Routed<S>)], path: &str) -> bool {
    plain(added).any(|(other, plain)| match plain.extent {
        // What is below a service is no other route's: axum prefers the routes.
        Extent::Path | Extent::Service => other == path,
        Extent::Router => is_below(other, path),
    })
}

fn plain<S>(added: &[(String, Routed<S>)]) -> impl Iterator<Item = (&str, &Plain)> {
    added.iter().filter_map(|(path, routed)| match routed {
        Routed::Annotated(_) => None,
        Routed::Plain(plain) => Some((path.as_str(), plain)),
    })
}

/// Whether a route's path is this prefix or below it.
fn is_below(prefix: &str, path: &str) -> bool {
    let rest = path.strip_prefix(prefix.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a request's path is below a prefix that may have captures.
fn fits_below(prefix: &str, uri: &str) -> bool {
    let mut segments = uri.split('/');
    prefix
        .trim_end_matches('/')
        .split('/')
        .all(|expected| segments.next().is_some_and(|segment| segment == expected || expected.starts_with('{')))
}
