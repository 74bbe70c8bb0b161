//! Requests to a path that no handler's method names: OPTIONS, methods nobody serves, and those axum has no filter for.

use std::any::TypeId;
use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::marker::PhantomData;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use futures_util::future::Either;
use http::Method;
use http::header::HeaderValue;
use http::request::Parts;
use tower_service::Service;

use crate::Origin;
use crate::answer::allow::{allowed_methods, allowing};
use crate::answer::allow_origin::{self, OriginChecks};
use crate::answer::answer_future::{BoxedAnswer, Carried, carry_out};
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::decide::decide;
use crate::answer::handshake;
use crate::answer::selection::PolicySelection;
use crate::handler::no_body::no_body;
use crate::request::kind::RequestKind;
use crate::routes::handler_list::HandlerList;
use crate::routes::policy_list::{Policies, PolicyList};

/// What answers for all handlers of a list: OPTIONS, and 405 for every other method.
///
/// It is zero-sized, since axum boxes a copy of it for each request.
pub(crate) struct PathFallback<L>(PhantomData<fn() -> L>);

impl<L> PathFallback<L> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<L> Clone for PathFallback<L> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

/// The same as a service, for paths where nothing is asked and so no state is needed: around a `Handler` axum builds more, which
/// is compiled for each path. `F` yields the policies.
#[derive(Clone)]
pub(crate) struct FallbackService<F>(F);

fn policies_of<L: Policies>() -> PolicyList {
    PolicyList(L::FIRST)
}

/// Without optimisation there is one type for all paths, which is compiled once; axum's box then has 8 bytes.
#[cfg(debug_assertions)]
pub(crate) fn fallback_service<L: Policies>() -> FallbackService<fn() -> PolicyList> {
    FallbackService(policies_of::<L>)
}

/// With optimisation each path has a zero-sized type of its own, so that axum's box allocates nothing.
#[cfg(not(debug_assertions))]
pub(crate) fn fallback_service<L: Policies>() -> FallbackService<impl Fn() -> PolicyList + Clone + Send + Sync + 'static>
{
    FallbackService(policies_of::<L>)
}

impl<F: Fn() -> PolicyList> Service<Request> for FallbackService<F> {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        ready(Ok(answer(&(self.0)(), &request, None)))
    }
}

impl<L: HandlerList<S>, S: Send + Sync + 'static> Handler<(), S> for PathFallback<L> {
    type Future = FallbackFuture;

    fn call(self, request: Request, state: S) -> Self::Future {
        if const { L::HAS_CHECK } {
            if let Some(origin) = Origin::of(request.headers()) {
                return Either::Right(Box::pin(async move {
                    let policies = PolicyList(L::FIRST);
                    let (mut parts, body) = request.into_parts();
                    let selection = select(RequestKind::of(&parts.method, &parts.headers), &policies);
                    let checks = ChecksOf::<L>(PhantomData);
                    let found = allow_origin::after_checks(&checks, selection, origin, &mut parts, &state).await;
                    answer(&policies, &Request::from_parts(parts, body), Some(&found))
                }));
            }
        }
        Either::Left(ready(answer(&PolicyList(L::FIRST), &request, None)))
    }
}

/// The answer of a [`PathFallback`] that is called as a handler: it is there, or the application is asked first.
pub(crate) type FallbackFuture = Either<Ready<Response>, BoxedAnswer<Body>>;

/// What answers where handlers name methods that axum has no filter for (PURGE), or OPTIONS. A handler answers what it names,
/// but for preflights; [`PathFallback`] answers everything else.
#[derive(Clone)]
pub(crate) struct CustomMethods<L>(pub(crate) L);

impl<L: HandlerList<S>, S: Send + Sync + 'static> Handler<(), S> for CustomMethods<L> {
    type Future = Either<L::Future, FallbackFuture>;

    fn call(self, request: Request, state: S) -> Self::Future {
        let is_preflight = || matches!(RequestKind::of(request.method(), request.headers()), RequestKind::Preflight(_));
        if is_named(PolicyList(L::FIRST), request.method()) && !is_preflight() {
            Either::Left(self.0.call_by_method(request, state))
        } else {
            Either::Right(PathFallback::<L>::new().call(request, state))
        }
    }
}

fn is_named(mut policies: PolicyList, method: &Method) -> bool {
    policies.any(|policy| policy.names(method.as_str().as_bytes()))
}

/// Which policies decide about a request that comes here.
fn select(kind: RequestKind<'_>, policies: &PolicyList) -> PolicySelection<'static> {
    PolicySelection::of(kind, policies.clone(), || PolicySelection::FirstAdmitting)
}

/// The answer to a request; `found` is there where the application was asked.
fn answer(policies: &PolicyList, request: &Request, found: Option<&[Option<HeaderValue>]>) -> Response {
    let kind = RequestKind::of(request.method(), request.headers());
    let selection = select(kind, policies);
    let decision = decide(request, kind, selection, policies, found, handshake::surroundings(request));
    match carry_out(decision, |policy| policy, no_body) {
        Carried::Answer(response) => response,
        Carried::Run(_, headers) => {
            let mut response = allowing(request.method(), allowed_methods(policies.clone()), no_body());
            if let Some(mut headers) = headers {
                headers.apply(&mut response);
            }
            response
        }
    }
}

/// The origin checks of the handlers of a list.
struct ChecksOf<L>(PhantomData<fn() -> L>);

impl<L: HandlerList<S>, S: Send + Sync + 'static> OriginChecks<S> for ChecksOf<L> {
    fn policies(&self) -> impl Iterator<Item = &'static CompiledPolicy> + Send {
        PolicyList(L::FIRST)
    }

    fn check(&self, number: usize) -> Option<TypeId> {
        L::check_id(number)
    }

    fn run(&self, number: usize, origin: Origin, parts: &mut Parts, state: &S) -> impl Future<Output = bool> + Send {
        L::run_check(number, origin, parts, state)
    }
}
