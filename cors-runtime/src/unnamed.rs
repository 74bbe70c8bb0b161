//! Requests to a path that no handler's method names: OPTIONS, methods nobody serves, and those axum has no filter for.

use std::future::{Future, Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use axum::routing::MethodRouter;
use cors_policy::Methods;
use http::StatusCode;
use http::header::{ALLOW, HeaderMap, HeaderValue};

use crate::routes::{Links, Policies};
use crate::{actual, preflight};

/// The OPTIONS handler of a path, for all handlers of its list.
pub(crate) struct Options<L>(PhantomData<fn() -> L>);

impl<L> Options<L> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<L> Clone for Options<L> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<L: Policies, S> Handler<(), S> for Options<L> {
    type Future = Ready<Response>;

    fn call(self, request: Request, _: S) -> Self::Future {
        let (policies, headers) = (Links(L::FIRST), request.headers());
        ready(if preflight::is_preflight(request.method(), headers) {
            preflight_answer(policies, headers)
        } else {
            unnamed_answer(StatusCode::NO_CONTENT, policies, headers)
        })
    }
}

/// The OPTIONS handler of a path on which a handler names OPTIONS: only preflights are not that handler's.
#[derive(Clone)]
pub(crate) struct OwnOptions<L, S> {
    list: Options<L>,
    own: Arc<MethodRouter<S>>,
}

impl<L, S> OwnOptions<L, S> {
    pub(crate) fn new(own: MethodRouter<S>) -> Self {
        Self { list: Options::new(), own: Arc::new(own) }
    }
}

impl<L: Policies, S: Clone + Send + Sync + 'static> Handler<(), S> for OwnOptions<L, S> {
    type Future = AnswerFuture;

    fn call(self, request: Request, state: S) -> Self::Future {
        if preflight::is_preflight(request.method(), request.headers()) {
            Box::pin(self.list.call(request, state))
        } else {
            Box::pin(MethodRouter::clone(&self.own).call(request, state))
        }
    }
}

/// What answers 405 on a path, for all handlers of its list.
pub(crate) struct NotAllowed<L>(PhantomData<fn() -> L>);

impl<L> NotAllowed<L> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<L> Clone for NotAllowed<L> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<L: Policies, S> Handler<(), S> for NotAllowed<L> {
    type Future = Ready<Response>;

    fn call(self, request: Request, _: S) -> Self::Future {
        ready(unnamed_answer(StatusCode::METHOD_NOT_ALLOWED, Links(L::FIRST), request.headers()))
    }
}

/// The routes of methods that axum has no filter for, such as PURGE.
#[derive(Clone)]
pub(crate) struct ByMethod<L, S> {
    routes: Arc<[(&'static str, MethodRouter<S>)]>,
    others: NotAllowed<L>,
}

impl<L, S> ByMethod<L, S> {
    pub(crate) fn new(routes: Vec<(&'static str, MethodRouter<S>)>) -> Self {
        Self { routes: routes.into(), others: NotAllowed::new() }
    }
}

impl<L: Policies, S: Clone + Send + Sync + 'static> Handler<(), S> for ByMethod<L, S> {
    type Future = AnswerFuture;

    fn call(self, request: Request, state: S) -> Self::Future {
        let wanted = request.method().as_str();
        match self.routes.iter().find(|(method, _)| *method == wanted) {
            Some((_, route)) => Box::pin(route.clone().call(request, state)),
            None => Box::pin(self.others.call(request, state)),
        }
    }
}

type AnswerFuture = Pin<Box<dyn Future<Output = Response> + Send>>;

fn preflight_answer(policies: Links, request: &HeaderMap) -> Response {
    preflight::answer(policies, request, |_, answers| answers.allow_origin(request))
}

/// An answer that is no single handler's, and says which methods there are.
fn unnamed_answer(status: StatusCode, policies: Links, request: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(ALLOW, allowed_methods(policies.clone()));
    actual::decorate_by_first(policies.map(|answers| (answers, answers.allow_origin(request))), headers);
    response
}

/// The value of `Allow` (RFC 9110 section 10.2.1).
fn allowed_methods(policies: Links) -> HeaderValue {
    let mut methods: Vec<&str> = Vec::new();
    for answers in policies {
        let line = match &answers.rules.methods {
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
