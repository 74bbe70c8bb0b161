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
use crate::answer::allow_origin::{self, Admissions, Consulted, OriginChecks};
use crate::answer::compiled_policy::Answers;
use crate::answer::explain;
use crate::answer::preflight::Preflight;
use crate::handler::original_uri::whole_uri;
use crate::handler::pending_headers::Decoration;
use crate::log::events;
use crate::request::single_value::Sent;
use crate::routes::handler_list::HandlerList;
use crate::routes::no_body::no_body;
use crate::routes::one_of::OneOf;
use crate::routes::policy_list::{Links, Policies};

/// What answers for all handlers of a list: OPTIONS, and 405 for every other method.
///
/// Where nothing is asked, no state is needed, and it is mounted as a service: around a `Handler` axum builds more, which is
/// compiled for each path. It is zero-sized, since axum boxes a copy of it for each request.
pub(crate) struct Unnamed<L>(PhantomData<fn() -> L>);

impl<L> Unnamed<L> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<L> Clone for Unnamed<L> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<L: Policies> Service<Request> for Unnamed<L> {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        ready(Ok(answer_unasked(&Links(L::FIRST), &request)))
    }
}

impl<L: HandlerList<S>, S: Send + Sync + 'static> Handler<(), S> for Unnamed<L> {
    type Future = Answering;

    fn call(self, request: Request, state: S) -> Self::Future {
        if const { L::ASKS } {
            if let Some(origin) = Origin::of(request.headers()) {
                return Answering::Later(Box::pin(async move {
                    let (mut parts, body) = request.into_parts();
                    let consulted = consulted(Links(L::FIRST), &parts.method, &parts.headers);
                    let checks = ChecksOf::<L>(PhantomData);
                    let found = allow_origin::after_checks(&checks, consulted, origin, &mut parts, &state).await;
                    answer(&Links(L::FIRST), &Request::from_parts(parts, body), Some(&found))
                }));
            }
        }
        Answering::Now(Some(answer_unasked(&Links(L::FIRST), &request)))
    }
}

/// What answers where handlers name methods that axum has no filter for (PURGE), or OPTIONS: then only preflights, and
/// what none of them names, are not theirs.
#[derive(Clone)]
pub(crate) struct ByMethod<L>(pub(crate) L);

impl<L: HandlerList<S>, S: Send + Sync + 'static> Handler<(), S> for ByMethod<L> {
    type Future = OneOf<L::Future, Answering>;

    fn call(self, request: Request, state: S) -> Self::Future {
        if is_named(Links(L::FIRST), &request) && Preflight::of(request.method(), request.headers()).is_none() {
            OneOf::First { future: self.0.call_by_method(request, state) }
        } else {
            OneOf::Second { future: Unnamed::<L>::new().call(request, state) }
        }
    }
}

fn is_named(mut policies: Links, request: &Request) -> bool {
    policies.any(|answers| answers.names(request.method().as_str().as_bytes()))
}

/// An answer that is there, or one that is still asked for.
pub(crate) enum Answering {
    Now(Option<Response>),
    Later(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl Future for Answering {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        match &mut *self {
            Self::Now(response) => response.take().map_or(Poll::Pending, Poll::Ready),
            Self::Later(future) => future.as_mut().poll(context),
        }
    }
}

/// Which policies the answer to a request looks at.
fn consulted(policies: Links, method: &Method, headers: &HeaderMap) -> Consulted {
    Preflight::of(method, headers).map_or(Consulted::UntilFirst, |preflight| preflight.consulted(policies))
}

/// The origin checks of the handlers of a list.
struct ChecksOf<L>(PhantomData<fn() -> L>);

impl<L: HandlerList<S>, S: Send + Sync + 'static> OriginChecks<S> for ChecksOf<L> {
    fn answers(&self) -> impl Iterator<Item = &'static Answers> + Send {
        Links(L::FIRST)
    }

    fn check(&self, number: usize) -> Option<TypeId> {
        L::asked_for(number)
    }

    fn run(&self, number: usize, origin: Origin, parts: &mut Parts, state: &S) -> impl Future<Output = bool> + Send {
        L::ask(number, origin, parts, state)
    }
}

/// The answer where nothing is asked.
fn answer_unasked(policies: &Links, request: &Request) -> Response {
    answer(policies, request, None)
}

/// `found` is there where the application was asked.
fn answer(policies: &Links, request: &Request, found: Option<&[Option<HeaderValue>]>) -> Response {
    let admissions = |origin| found.map_or(Admissions::Unasked(origin), Admissions::Found);
    if let Some(preflight) = Preflight::of(request.method(), request.headers()) {
        return preflight.answer(policies, whole_uri(request), &admissions(preflight.origin), no_body());
    }
    let mut response = allowing(request.method(), allowed_methods(policies.clone()), no_body());
    let admissions = admissions(Sent::of(request.headers(), &ORIGIN));
    let admissions = policies.clone().enumerate().map(|(number, answers)| (answers, admissions.of(number, answers)));
    if let Some(mut first) = Decoration::by_first(admissions, request) {
        if !first.admits() {
            events::refused(request.method(), whole_uri(request), || {
                explain::of_actual(policies, request.headers(), request.uri())
            });
        }
        first.apply(&mut response);
    }
    response
}
