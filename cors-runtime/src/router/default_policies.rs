//! Which default policy counts on a path: plain routes keep the one they were given, through `nest` and `merge`.

use super::route::{Entry, PlainKind, PlainRoutes};
use crate::layer::CorsLayer;

/// The default policy of the plain routes on a path. `otherwise` is the router's own, for those that were given none.
pub(crate) fn of_path<'a, S>(
    added: &'a [(String, Entry<S>)],
    path: &str,
    otherwise: Option<&'a CorsLayer>,
) -> Option<&'a CorsLayer> {
    if plain(added).all(|(_, plain)| plain.default_policy.is_none()) {
        return otherwise;
    }
    let here = |(other, plain): &(&str, &PlainRoutes<S>)| match plain.kind {
        PlainKind::Path => *other == path,
        // axum mounts a service on its path with and without a slash at the end.
        PlainKind::Service => other.trim_end_matches('/') == path.trim_end_matches('/'),
        PlainKind::Router => false,
    };
    let may_be_here =
        |(other, plain): &(&str, &PlainRoutes<S>)| plain.kind == PlainKind::Router && is_below(other, path);
    let mut known = plain(added).filter(here).peekable();
    match known.peek() {
        Some(_) => common(known, otherwise),
        None => common(plain(added).filter(may_be_here), otherwise),
    }
}

/// The plain routes that stand on a path, or may for all that is known: those of an `axum::Router` are known to axum alone.
pub(crate) fn plain_on<'a, S>(added: &'a [(String, Entry<S>)], path: &str) -> impl Iterator<Item = &'a PlainRoutes<S>> {
    let on_path = move |(other, plain): &(&str, &PlainRoutes<S>)| match plain.kind {
        // What is below a service is no other route's: axum prefers the routes.
        PlainKind::Path | PlainKind::Service => *other == path,
        PlainKind::Router => is_below(other, path),
    };
    plain(added).filter(on_path).map(|(_, plain)| plain)
}

/// The default policy that all of these routes have; none if they have different ones, since one answer to a preflight
/// cannot speak for both. Where there are no such routes it is the router's own.
fn common<'a, S: 'a>(
    mut routes: impl Iterator<Item = (&'a str, &'a PlainRoutes<S>)>,
    otherwise: Option<&'a CorsLayer>,
) -> Option<&'a CorsLayer> {
    let policy_of = |(_, plain): (&'a str, &'a PlainRoutes<S>)| plain.default_policy.as_ref().or(otherwise);
    let Some(first) = routes.next() else {
        return otherwise;
    };
    let policy = policy_of(first)?;
    routes.all(|other| policy_of(other).is_some_and(|other| other.is(policy))).then_some(policy)
}

fn plain<S>(added: &[(String, Entry<S>)]) -> impl Iterator<Item = (&str, &PlainRoutes<S>)> {
    added.iter().filter_map(|(path, added)| match added {
        Entry::Plain(plain) => Some((path.as_str(), plain)),
        Entry::Annotated(_) | Entry::Fallback(_) => None,
    })
}

/// Whether a route's path is this prefix or below it.
fn is_below(prefix: &str, path: &str) -> bool {
    let rest = path.strip_prefix(prefix.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
