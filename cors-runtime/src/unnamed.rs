//! Requests to a path that no handler's method names: OPTIONS, methods nobody serves, and those axum has no filter for.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use axum::routing::MethodRouter;
use cors_policy::Methods;
use http::header::{ALLOW, HeaderMap, HeaderValue};
use http::{Method, StatusCode};

use crate::admissions::{self, Consulted};
use crate::answers::Answers;
use crate::routes::{HandlerList, Links, Policies};
use crate::{Origin, actual, preflight, under_layer};

/// What answers for all handlers of a list: OPTIONS, and 405 for every other method.
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

impl<L: HandlerList<S>, S: Send + Sync + 'static> Handler<(), S> for Unnamed<L> {
    type Future = Answering;

    fn call(self, request: Request, state: S) -> Self::Future {
        let headers = request.headers();
        let under_layer = under_layer::is_under(&request);
        if L::any_asks() && Origin::of(headers).is_some() {
            return Answering::Later(Box::pin(async move {
                let (mut parts, _) = request.into_parts();
                let consulted = consulted(Links(L::FIRST), &parts.method, &parts.headers);
                let admissions = admissions::ask::<L, S>(consulted, &mut parts, &state).await;
                let admit = |number: usize, _: &Answers| admissions.get(number).cloned().flatten();
                answer(Links(L::FIRST), &parts.method, &parts.headers, under_layer, &admit)
            }));
        }
        let admit = |_: usize, answers: &Answers| answers.allow_origin(headers);
        Answering::Now(Some(answer(Links(L::FIRST), request.method(), headers, under_layer, &admit)))
    }
}

/// The OPTIONS handler of a path on which a handler names OPTIONS: only preflights are not that handler's.
#[derive(Clone)]
pub(crate) struct OwnOptions<L, S> {
    preflights: Unnamed<L>,
    own: Arc<MethodRouter<S>>,
}

impl<L, S> OwnOptions<L, S> {
    pub(crate) fn new(own: MethodRouter<S>) -> Self {
        Self { preflights: Unnamed::new(), own: Arc::new(own) }
    }
}

impl<L: HandlerList<S>, S: Clone + Send + Sync + 'static> Handler<(), S> for OwnOptions<L, S> {
    type Future = Answering;

    fn call(self, request: Request, state: S) -> Self::Future {
        if preflight::is_preflight(request.method(), request.headers()) {
            self.preflights.call(request, state)
        } else {
            Answering::Later(Box::pin(MethodRouter::clone(&self.own).call(request, state)))
        }
    }
}

/// What answers for all handlers of a list where a `CorsRouter` adds the policies outside: 204 or 405, and `Allow`.
pub(crate) struct Undecorated<L>(PhantomData<fn() -> L>);

impl<L> Undecorated<L> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<L> Clone for Undecorated<L> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<L: Policies, S> Handler<(), S> for Undecorated<L> {
    type Future = Answering;

    fn call(self, request: Request, _: S) -> Self::Future {
        Answering::Now(Some(allowing(request.method(), Links(L::FIRST))))
    }
}

/// The routes of methods that axum has no filter for, such as PURGE, and what answers for all other methods.
#[derive(Clone)]
pub(crate) struct ByMethod<U, S> {
    routes: Arc<[(&'static str, MethodRouter<S>)]>,
    others: U,
}

impl<U, S> ByMethod<U, S> {
    pub(crate) fn new(routes: Vec<(&'static str, MethodRouter<S>)>, others: U) -> Self {
        Self { routes: routes.into(), others }
    }
}

impl<U, S> Handler<(), S> for ByMethod<U, S>
where
    U: Handler<(), S, Future = Answering>,
    S: Clone + Send + Sync + 'static,
{
    type Future = Answering;

    fn call(self, request: Request, state: S) -> Self::Future {
        let wanted = request.method().as_str();
        match self.routes.iter().find(|(method, _)| *method == wanted) {
            Some((_, route)) => Answering::Later(Box::pin(route.clone().call(request, state))),
            None => self.others.call(request, state),
        }
    }
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
    if preflight::is_preflight(method, headers) {
        preflight::consulted(policies, headers)
    } else {
        Consulted::UntilFirst
    }
}

fn answer(
    policies: Links,
    method: &Method,
    headers: &HeaderMap,
    under_layer: bool,
    admit: &dyn Fn(usize, &Answers) -> Option<HeaderValue>,
) -> Response {
    if preflight::is_preflight(method, headers) {
        return preflight::answer(policies, headers, admit);
    }
    let mut response = allowing(method, policies.clone());
    let admissions = policies.enumerate().map(|(number, answers)| (answers, admit(number, answers)));
    actual::decorate_by_first(admissions, response.headers_mut());
    if under_layer {
        under_layer::note_decorated(&mut response);
    }
    response
}

/// 204 to OPTIONS and 405 to everything else, with the methods there are.
fn allowing(method: &Method, policies: Links) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() =
        if *method == Method::OPTIONS { StatusCode::NO_CONTENT } else { StatusCode::METHOD_NOT_ALLOWED };
    response.headers_mut().insert(ALLOW, allowed_methods(policies));
    response
}

/// The value of `Allow` (RFC 9110 section 10.2.1).
pub(crate) fn allowed_methods<'a>(policies: impl Iterator<Item = &'a Answers>) -> HeaderValue {
    let mut methods: Vec<&str> = Vec::new();
    for answers in policies {
        let line = match &answers.rules().methods {
            Some(Methods::Listed { allowed, .. }) => allowed.as_str(),
            // A list must stand there, and these are the methods that clients use.
            Some(Methods::Any) => preflight::COMMON_METHODS,
            None => continue,
        };
        for method in line.split(", ") {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
    }
    if !methods.contains(&"OPTIONS") {
        methods.push("OPTIONS");
    }
    // The names are tokens, which header values can always hold.
    HeaderValue::try_from(methods.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
}
