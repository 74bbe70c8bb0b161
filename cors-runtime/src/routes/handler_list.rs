//! The handlers of a path, as a list in types.

use std::any::TypeId;
use std::future::{Future, Pending, pending};

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, any};
use cors_policy::MethodBits;
use cors_policy::for_macros::ConstPolicy;
use futures_util::future::Either;
use http::Method;
use http::request::Parts;

use super::policy_list::{Policies, PolicyNode, Routing};
use crate::Origin;
use crate::handler::annotated::{Annotated, AnnotatedHandler, HandlerFuture, check_id, run_check};
use crate::policy::origin_check::OriginCheck;

/// The handlers of one path as a list in types, so that what serves them is zero-sized.
#[diagnostic::on_unimplemented(
    message = "axum cannot call this as a handler of the router's state",
    label = "an argument, the answer or the future of a handler does not fit",
    note = "each argument is an extractor, and the last one alone may take the body; the answer is `IntoResponse`, and the future \
            `Send`",
    note = "an `origins_if` takes extractors that leave the body alone",
    note = "`#[axum::debug_handler]` above the handler says which of these it is"
)]
pub trait HandlerList<S>: Policies + Send + Sync {
    /// The answer of the handler that is called.
    type Future: Future<Output = Response> + Send + 'static;

    /// Mounts each handler on its methods, with its policy around it; the one with `methods = "*"` becomes `any_method`.
    fn mount(self, router: MethodRouter<S>, any_method: &mut Option<MethodRouter<S>>) -> MethodRouter<S>;

    /// Each handler alone and without its policy: what stands inside a `CorsRouter`'s layers.
    fn add_handlers_to(self, handlers: &mut Vec<MethodRouter<S>>);

    /// Calls the handler that names the request's method, without a box: axum makes one for the whole fallback already.
    fn call_by_method(self, request: Request, state: S) -> Self::Future;

    /// What distinguishes the function that is asked for a handler's origins; none where nothing is asked.
    fn check_id(number: usize) -> Option<TypeId>;

    /// Asks the application whether the policy of a handler admits an origin.
    fn run_check(number: usize, origin: Origin, parts: &mut Parts, state: &S) -> impl Future<Output = bool> + Send;
}

/// A handler, and those after it.
#[derive(Clone, Debug)]
pub struct Cons<H, R> {
    /// The handler.
    pub handler: H,
    /// The others.
    pub rest: R,
}

/// The end of a list of handlers.
#[derive(Clone, Debug)]
pub struct Nil;

impl Policies for Nil {
    const FIRST: Option<&'static PolicyNode> = None;
    const HAS_CHECK: bool = false;
    const ROUTING: Routing = Routing { by_method: false, options: false, any_method: false };
}

impl<S: Sync> HandlerList<S> for Nil {
    // Only a list of which a handler names the method is called.
    type Future = Pending<Response>;

    fn mount(self, router: MethodRouter<S>, _: &mut Option<MethodRouter<S>>) -> MethodRouter<S> {
        router
    }

    fn add_handlers_to(self, _: &mut Vec<MethodRouter<S>>) {}

    fn call_by_method(self, _: Request, _: S) -> Self::Future {
        pending()
    }

    fn check_id(_: usize) -> Option<TypeId> {
        None
    }

    async fn run_check(_: usize, _: Origin, _: &mut Parts, _: &S) -> bool {
        false
    }
}

impl<A: Annotated, H: Clone + 'static, T: 'static, R: Policies> Policies for Cons<AnnotatedHandler<A, H, T>, R> {
    const FIRST: Option<&'static PolicyNode> = Some(&PolicyNode {
        has_check: A::HAS_CHECK,
        upgrades: upgrades::<A>(),
        methods: A::RULES.methods,
        policy: A::policy,
        next: R::FIRST,
    });
    const HAS_CHECK: bool = A::HAS_CHECK || R::HAS_CHECK;
    const ROUTING: Routing = Routing::of(&A::RULES).or(R::ROUTING);
}

#[diagnostic::do_not_recommend]
impl<A, H, T, R, S> HandlerList<S> for Cons<AnnotatedHandler<A, H, T>, R>
where
    A: Annotated<Check: OriginCheck<S>>,
    H: Handler<T, S>,
    T: 'static,
    R: HandlerList<S>,
    S: Clone + Send + Sync + 'static,
{
    type Future = Either<HandlerFuture<H::Future>, R::Future>;

    fn mount(self, router: MethodRouter<S>, any_method: &mut Option<MethodRouter<S>>) -> MethodRouter<S> {
        A::policy().force();
        let router = if const { Routing::of(&A::RULES).any_method } {
            *any_method = Some(any(self.handler));
            router
        } else {
            on_methods(filter_of::<A>(), self.handler, router)
        };
        self.rest.mount(router, any_method)
    }

    fn add_handlers_to(self, handlers: &mut Vec<MethodRouter<S>>) {
        handlers.push(any(self.handler.into_inner()));
        self.rest.add_handlers_to(handlers);
    }

    fn call_by_method(self, request: Request, state: S) -> Self::Future {
        if A::policy().names(request.method().as_str().as_bytes()) {
            Either::Left(self.handler.call(request, state))
        } else {
            Either::Right(self.rest.call_by_method(request, state))
        }
    }

    fn check_id(number: usize) -> Option<TypeId> {
        match number.checked_sub(1) {
            None => check_id::<A, S>(),
            Some(number) => R::check_id(number),
        }
    }

    async fn run_check(number: usize, origin: Origin, parts: &mut Parts, state: &S) -> bool {
        match number.checked_sub(1) {
            None => run_check::<A, S>(origin, parts, state).await,
            Some(number) => R::run_check(number, origin, parts, state).await,
        }
    }
}

/// Mounts a handler on its methods; without any where its attribute is wrong, which the compiler has reported.
fn on_methods<H, T, S>(filter: Option<MethodFilter>, handler: H, mut router: MethodRouter<S>) -> MethodRouter<S>
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    if let Some(filter) = filter {
        router = router.on(filter, handler);
    }
    router
}

/// Whether a handler serves the CONNECT that opens a WebSocket over HTTP/2 (RFC 8441 section 4), which stands in the place
/// of GET there. No list of methods names it: pages cannot ask for it by `fetch`, so no preflight does.
const fn upgrades<A: Annotated>() -> bool {
    A::UPGRADES
        && match A::RULES.methods {
            Some([named, _]) => matches!(MethodBits::on(named).has(b"GET"), Some(true)),
            None => false,
        }
}

/// axum's filter for a handler's methods, as far as there is one.
fn filter_of<A: Annotated>() -> Option<MethodFilter> {
    let filter = named_in(&A::RULES)?;
    Some(if const { upgrades::<A>() } { filter.or(MethodFilter::CONNECT) } else { filter })
}

fn named_in(rules: &ConstPolicy) -> Option<MethodFilter> {
    let [named, _] = rules.methods?;
    cors_policy::names(named).filter_map(filter).reduce(MethodFilter::or)
}

/// axum's filter for a method. OPTIONS has one too, but the path's own handler stands there, which knows all policies.
fn filter(method: &str) -> Option<MethodFilter> {
    let method = Method::from_bytes(method.as_bytes()).ok()?;
    if method == Method::OPTIONS { None } else { MethodFilter::try_from(method).ok() }
}

#[cfg(test)]
mod tests {
    use cors_policy::COMMON_METHODS;

    use super::*;

    #[test]
    fn each_common_method_has_a_filter() {
        for method in cors_policy::names(COMMON_METHODS) {
            assert!(filter(method).is_some(), "{method}");
            assert!(MethodBits::are_all_on(method), "{method}");
        }
        assert!(filter("OPTIONS").is_none());
        assert!(filter("PURGE").is_none());
    }
}
