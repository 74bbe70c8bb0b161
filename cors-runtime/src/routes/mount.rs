//! Mounting: what `routes!` makes of its handlers.

use axum::routing::{MethodFilter, MethodRouter, any, any_service};

use super::fallback::{CustomMethods, PathFallback, fallback_service};
use super::handler_list::HandlerList;
use crate::answer::handshake;

/// Something that `routes!` can become: the receiver's type chooses.
#[diagnostic::on_unimplemented(
    message = "`routes!` cannot become `{Self}`",
    note = "`routes!(…)` is what `.route(path, …)` of an `axum::Router` takes"
)]
pub trait MountTarget {
    /// The router's state.
    type State;

    /// Mounts the handlers of one path.
    fn mounted<L: HandlerList<Self::State>>(list: L) -> Self;
}

/// Mounts the handlers of one path as whatever the receiver takes.
pub fn mount<M: MountTarget, L: HandlerList<M::State>>(list: L) -> M {
    M::mounted(list)
}

impl<S: Clone + Send + Sync + 'static> MountTarget for MethodRouter<S> {
    type State = S;

    fn mounted<L: HandlerList<S>>(list: L) -> Self {
        handshake::a_route_is_mounted();
        let with_policies = const { with_policies::<L, S>() };
        with_policies(list)
    }
}

/// How handlers are mounted, by what answers where none of them names the method.
///
/// It is chosen in a constant, so that nothing is compiled for the other ways, nor what axum brings with them: out of a
/// branch that is never taken the compiler would still follow each call.
const fn with_policies<L: HandlerList<S>, S: Clone + Send + Sync + 'static>() -> fn(L) -> MethodRouter<S> {
    if L::ROUTING.by_method || L::ROUTING.options {
        mount_with_custom_methods::<L, S>
    } else if L::HAS_CHECK {
        mount_with_check::<L, S>
    } else {
        mount_without_state::<L, S>
    }
}

// In each of them the fallback's own `Allow` header is the right one, custom methods included; `any` and `any_service` keep
// axum from adding one.

/// Nothing is asked, and axum has a filter for each method.
fn mount_without_state<L: HandlerList<S>, S: Clone + Send + Sync + 'static>(list: L) -> MethodRouter<S> {
    let mut any_method = None;
    let mounts = list.mount(MethodRouter::new(), &mut any_method);
    let fallback = if let Some(any_method) = any_method { any_method } else { any_service(fallback_service::<L>()) };
    fallback.merge(mounts).on_service(MethodFilter::OPTIONS, fallback_service::<L>())
}

/// The application is asked, which takes the router's state.
fn mount_with_check<L: HandlerList<S>, S: Clone + Send + Sync + 'static>(list: L) -> MethodRouter<S> {
    let mut any_method = None;
    let mounts = list.mount(MethodRouter::new(), &mut any_method);
    let fallback = any_method.unwrap_or_else(|| any(PathFallback::<L>::new()));
    fallback.merge(mounts).on(MethodFilter::OPTIONS, PathFallback::<L>::new())
}

/// Handlers name methods that must be found by name.
fn mount_with_custom_methods<L: HandlerList<S>, S: Clone + Send + Sync + 'static>(list: L) -> MethodRouter<S> {
    let mut any_method = None;
    let mounts = list.clone().mount(MethodRouter::new(), &mut any_method);
    let fallback = match any_method {
        Some(any_method) => any_method,
        None if L::ROUTING.by_method => any(CustomMethods(list.clone())),
        None => any(PathFallback::<L>::new()),
    };
    let router = fallback.merge(mounts);
    if L::ROUTING.options {
        router.on(MethodFilter::OPTIONS, CustomMethods(list))
    } else {
        router.on(MethodFilter::OPTIONS, PathFallback::<L>::new())
    }
}
