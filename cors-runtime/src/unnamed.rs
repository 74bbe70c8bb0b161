//! Requests to a path that no handler's method names: OPTIONS, methods nobody serves, and those axum has no filter for.

use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use http::header::{ALLOW, HeaderMap, HeaderValue, ORIGIN};
use http::{Method, StatusCode, Uri};
use tower_service::Service;

use crate::admissions::{self, Admissions, Consulted};
use crate::answers::Answers;
use crate::no_body::no_body;
use crate::one_of::OneOf;
use crate::preflight::{COMMON_METHODS, Preflight};
use crate::routes::{HandlerList, Links, Policies};
use crate::sent::Sent;
use crate::{Origin, actual, events, refusals, under_layer};

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
        if const { L::ASKS } && Origin::of(request.headers()).is_some() {
            let under_layer = under_layer::is_under(&request);
            return Answering::Later(Box::pin(async move {
                let (mut parts, _) = request.into_parts();
                let consulted = consulted(Links(L::FIRST), &parts.method, &parts.headers);
                let admissions = admissions::ask::<L, S>(consulted, &mut parts, &state).await;
                let found = Some(admissions.as_slice());
                answer(&Links(L::FIRST), &parts.method, &parts.uri, &parts.headers, under_layer, found)
            }));
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

/// Stands on the answers of [`Undecorated`] that are no handler's: where plain routes share the path, the `CorsRouter`
/// knows by nothing else that it is not one of these that answered.
#[derive(Clone, Copy)]
pub(crate) struct NoHandlers;

/// The same for a list whose policies a `CorsRouter` adds outside: what no handler names is answered with 204 or 405, and
/// `Allow`.
#[derive(Clone)]
pub(crate) struct Undecorated<L>(pub(crate) L);

impl<L: HandlerList<S>, S: 'static> Handler<(), S> for Undecorated<L> {
    type Future = Answering;

    fn call(self, request: Request, state: S) -> Self::Future {
        if is_named(Links(L::FIRST), &request) {
            Answering::Later(self.0.call_bare(request, state))
        } else {
            let mut response = allowing(request.method(), Links(L::FIRST));
            response.extensions_mut().insert(NoHandlers);
            Answering::Now(Some(response))
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

/// The answer where nothing is asked.
fn answer_unasked(policies: &Links, request: &Request) -> Response {
    let under_layer = under_layer::is_under(request);
    answer(policies, request.method(), request.uri(), request.headers(), under_layer, None)
}

/// `found` is there where the application was asked.
fn answer(
    policies: &Links,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    under_layer: bool,
    found: Option<&[Option<HeaderValue>]>,
) -> Response {
    let admissions = |origin| found.map_or(Admissions::Unasked(origin), Admissions::Found);
    if let Some(preflight) = Preflight::of(method, headers) {
        return preflight.answer(policies, uri, &admissions(preflight.origin), no_body());
    }
    let mut response = allowing(method, policies.clone());
    let admissions = admissions(Sent::of(headers, &ORIGIN));
    let admissions = policies.clone().enumerate().map(|(number, answers)| (answers, admissions.of(number, answers)));
    let admits = actual::decorate_by_first(admissions, response.headers_mut());
    if !admits {
        events::refused(method, uri, || refusals::of_actual(policies, headers, uri));
    }
    if under_layer {
        under_layer::note_decorated(&mut response);
    }
    response
}

/// 204 to OPTIONS and 405 to everything else, with the methods there are.
fn allowing(method: &Method, policies: Links) -> Response {
    let mut response = Response::new(no_body());
    *response.status_mut() =
        if *method == Method::OPTIONS { StatusCode::NO_CONTENT } else { StatusCode::METHOD_NOT_ALLOWED };
    response.headers_mut().insert(ALLOW, allowed_methods(policies));
    response
}

/// The value of `Allow` (RFC 9110 section 10.2.1).
pub(crate) fn allowed_methods<'a>(policies: impl Iterator<Item = &'a Answers>) -> HeaderValue {
    let mut methods: Vec<&str> = Vec::new();
    for answers in policies {
        // A list must stand there, and these are the methods that clients use.
        answers.add_methods_to(&mut methods, COMMON_METHODS);
    }
    if !methods.contains(&"OPTIONS") {
        methods.push("OPTIONS");
    }
    // The names are tokens, which header values can always hold.
    HeaderValue::try_from(methods.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
}
