//! Requests to a path that no handler's method names: OPTIONS, methods nobody serves, and those axum has no filter for.

use std::any::TypeId;
use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use http::Method;
use http::header::{HeaderMap, HeaderValue, ORIGIN};
use http::request::Parts;
use tower_service::Service;

use crate::Origin;
use crate::answer::allow::{allowed_methods, allowing};
use crate::answer::allow_origin::{self, AllowOrigins, OriginChecks, PolicySelection};
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::explain;
use crate::answer::preflight::Preflight;
use crate::handler::pending_headers::PendingHeaders;
use crate::log::events;
use crate::original_uri::whole_uri;
use crate::request::single_value::SingleValue;
use crate::routes::handler_list::HandlerList;
use crate::routes::no_body::no_body;
use crate::routes::one_of::OneOf;
use crate::routes::policy_list::{Policies, PolicyList};

/// What answers for all handlers of a list: OPTIONS, and 405 for every other method.
///
/// Where nothing is asked, no state is needed, and it is mounted as a service: around a `Handler` axum builds more, which is
/// compiled for each path. It is zero-sized, since axum boxes a copy of it for each request.
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

impl<L: Policies> Service<Request> for PathFallback<L> {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        ready(Ok(answer_unasked(&PolicyList(L::FIRST), &request)))
    }
}

impl<L: HandlerList<S>, S: Send + Sync + 'static> Handler<(), S> for PathFallback<L> {
    type Future = FallbackFuture;

    fn call(self, request: Request, state: S) -> Self::Future {
        if const { L::HAS_CHECK } {
            if let Some(origin) = Origin::of(request.headers()) {
                return FallbackFuture::Later(Box::pin(async move {
                    let (mut parts, body) = request.into_parts();
                    let consulted = consulted(PolicyList(L::FIRST), &parts.method, &parts.headers);
                    let checks = ChecksOf::<L>(PhantomData);
                    let found = allow_origin::after_checks(&checks, consulted, origin, &mut parts, &state).await;
                    answer(&PolicyList(L::FIRST), &Request::from_parts(parts, body), Some(&found))
                }));
            }
        }
        FallbackFuture::Now(Some(answer_unasked(&PolicyList(L::FIRST), &request)))
    }
}

/// What answers where handlers name methods that axum has no filter for (PURGE), or OPTIONS: then only preflights, and
/// what none of them names, are not theirs.
#[derive(Clone)]
pub(crate) struct CustomMethods<L>(pub(crate) L);

impl<L: HandlerList<S>, S: Send + Sync + 'static> Handler<(), S> for CustomMethods<L> {
    type Future = OneOf<L::Future, FallbackFuture>;

    fn call(self, request: Request, state: S) -> Self::Future {
        if is_named(PolicyList(L::FIRST), &request) && Preflight::of(request.method(), request.headers()).is_none() {
            OneOf::First { future: self.0.call_by_method(request, state) }
        } else {
            OneOf::Second { future: PathFallback::<L>::new().call(request, state) }
        }
    }
}

fn is_named(mut policies: PolicyList, request: &Request) -> bool {
    policies.any(|policy| policy.names(request.method().as_str().as_bytes()))
}

/// An answer that is there, or one that is still asked for.
pub(crate) enum FallbackFuture {
    Now(Option<Response>),
    Later(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl Future for FallbackFuture {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        match &mut *self {
            Self::Now(response) => response.take().map_or(Poll::Pending, Poll::Ready),
            Self::Later(future) => future.as_mut().poll(context),
        }
    }
}

/// Which policies the answer to a request looks at.
fn consulted(policies: PolicyList, method: &Method, headers: &HeaderMap) -> PolicySelection {
    Preflight::of(method, headers).map_or(PolicySelection::FirstAdmitting, |preflight| preflight.consulted(policies))
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
        L::ask(number, origin, parts, state)
    }
}

/// The answer where nothing is asked.
fn answer_unasked(policies: &PolicyList, request: &Request) -> Response {
    answer(policies, request, None)
}

/// `found` is there where the application was asked.
fn answer(policies: &PolicyList, request: &Request, found: Option<&[Option<HeaderValue>]>) -> Response {
    let admissions = |origin| found.map_or(AllowOrigins::Lazy(origin), AllowOrigins::Resolved);
    if let Some(preflight) = Preflight::of(request.method(), request.headers()) {
        return preflight.answer(policies, whole_uri(request), &admissions(preflight.origin), no_body());
    }
    let mut response = allowing(request.method(), allowed_methods(policies.clone()), no_body());
    let admissions = admissions(SingleValue::of(request.headers(), &ORIGIN));
    let admissions = policies.clone().enumerate().map(|(number, policy)| (policy, admissions.of(number, policy)));
    if let Some(mut first) = PendingHeaders::by_first(admissions, request) {
        if !first.admits() {
            events::log_refusal(request.method(), whole_uri(request), || {
                explain::of_actual(policies, request.headers(), request.uri())
            });
        }
        first.apply(&mut response);
    }
    response
}
