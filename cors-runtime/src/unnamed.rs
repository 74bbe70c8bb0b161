//! Requests to a path that no handler's method names: OPTIONS, methods nobody serves, and those axum has no filter for.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use axum::body::Body;
use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use cors_policy::Methods;
use http::StatusCode;
use http::header::{ALLOW, HeaderMap, HeaderValue};

use crate::one_of::OneOf;
use crate::routes::{HandlerList, Links, Policies};
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
pub(crate) struct OwnOptions<L>(pub(crate) L);

impl<L: HandlerList<S>, S: 'static> Handler<(), S> for OwnOptions<L> {
    type Future = OneOf<Ready<Response>, L::Future>;

    fn call(self, request: Request, state: S) -> Self::Future {
        if preflight::is_preflight(request.method(), request.headers()) {
            OneOf::First { future: ready(preflight_answer(Links(L::FIRST), request.headers())) }
        } else {
            OneOf::Second { future: self.0.call_by_method(request, state, Links(L::FIRST)) }
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
        ready(not_allowed(Links(L::FIRST), request.headers()))
    }
}

/// What answers on a path where handlers name methods that axum has no filter for, such as PURGE.
#[derive(Clone)]
pub(crate) struct ByMethod<L>(pub(crate) L);

impl<L: HandlerList<S>, S: 'static> Handler<(), S> for ByMethod<L> {
    type Future = L::Future;

    fn call(self, request: Request, state: S) -> Self::Future {
        self.0.call_by_method(request, state, Links(L::FIRST))
    }
}

/// The answer to a method that no handler of a path names.
pub(crate) fn not_allowed(policies: Links, request: &HeaderMap) -> Response {
    unnamed_answer(StatusCode::METHOD_NOT_ALLOWED, policies, request)
}

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
