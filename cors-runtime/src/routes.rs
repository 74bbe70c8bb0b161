//! Mounting: what `routes!` makes of its handlers.

use std::fmt;
use std::future::{Future, Ready, ready};

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, any};
use cors_policy::Methods;

use crate::annotated::{Annotate, Annotated, DecoratedFuture};
use crate::answers::Answers;
use crate::one_of::OneOf;
use crate::unnamed::{ByMethod, NotAllowed, Options, OwnOptions, not_allowed};

/// Something that `routes!` can become: the receiver's type chooses.
#[diagnostic::on_unimplemented(
    message = "`routes!` cannot become `{Self}`",
    note = "`routes!(…)` is what `.route(path, …)` of an `axum::Router` takes"
)]
pub trait Mounted {
    /// The router's state.
    type State;

    /// Mounts the handlers of one path.
    fn mounted<L: HandlerList<Self::State>>(list: L) -> Self;
}

/// Mounts the handlers of one path as whatever the receiver takes.
pub fn mount<M: Mounted, L: HandlerList<M::State>>(list: L) -> M {
    M::mounted(list)
}

impl<S: Clone + Send + Sync + 'static> Mounted for MethodRouter<S> {
    type State = S;

    fn mounted<L: HandlerList<S>>(list: L) -> Self {
        let mut others = Others { by_method: false, options: false, every: None };
        let mounts = list.clone().mount(MethodRouter::new(), &mut others);
        // The fallback's own `Allow` header is the right one, custom methods included; `any` keeps axum from adding one.
        let fallback = match others.every {
            Some(every) => every,
            None if others.by_method => any(ByMethod(list.clone())),
            None => any(NotAllowed::<L>::new()),
        };
        let router = fallback.merge(mounts);
        if others.options {
            router.on(MethodFilter::OPTIONS, OwnOptions(list))
        } else {
            router.on(MethodFilter::OPTIONS, Options::<L>::new())
        }
    }
}

/// The routes that axum's method filters cannot express.
pub struct Others<S> {
    /// Whether a handler names a method that axum has no filter for.
    by_method: bool,
    /// Whether a handler names OPTIONS.
    options: bool,
    /// The route of a handler with `methods = "*"`.
    every: Option<MethodRouter<S>>,
}

impl<S> fmt::Debug for Others<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Others")
    }
}

/// The handlers of one path as a list in types, so that what serves them is zero-sized.
pub trait HandlerList<S>: Policies + Send + Sync {
    /// The answer of the handler that is called.
    type Future: Future<Output = Response> + Send + 'static;

    /// Mounts each handler on its methods.
    fn mount(self, router: MethodRouter<S>, others: &mut Others<S>) -> MethodRouter<S>;

    /// Calls the handler that names the request's method, without a box: axum makes one for the whole fallback already.
    /// Where none does, the answer is 405, in the name of all policies of the path.
    fn call_by_method(self, request: Request, state: S, path: Links) -> Self::Future;
}

/// The policies of the handlers of one path.
pub trait Policies: Clone + 'static {
    /// The first of them, from which the others are reached.
    const FIRST: Option<&'static Link>;
}

/// A policy and the next one of its path.
#[derive(Debug)]
pub struct Link {
    answers: fn() -> &'static Answers,
    next: Option<&'static Link>,
}

/// The policies of a path, in the order of `routes!`.
#[derive(Clone, Debug)]
pub struct Links(pub(crate) Option<&'static Link>);

impl Iterator for Links {
    type Item = &'static Answers;

    fn next(&mut self) -> Option<Self::Item> {
        let link = self.0?;
        self.0 = link.next;
        Some((link.answers)())
    }
}

/// A handler, and those after it.
#[derive(Clone, Debug)]
pub struct Listed<H, R> {
    /// The handler.
    pub handler: H,
    /// The others.
    pub rest: R,
}

/// The end of a list of handlers.
#[derive(Clone, Debug)]
pub struct NoMore;

impl Policies for NoMore {
    const FIRST: Option<&'static Link> = None;
}

impl<S> HandlerList<S> for NoMore {
    type Future = Ready<Response>;

    fn mount(self, router: MethodRouter<S>, _: &mut Others<S>) -> MethodRouter<S> {
        router
    }

    fn call_by_method(self, request: Request, _: S, path: Links) -> Self::Future {
        ready(not_allowed(path, request.headers()))
    }
}

impl<A: Annotated, H: Clone + 'static, T: 'static, R: Policies> Policies for Listed<Annotate<A, H, T>, R> {
    const FIRST: Option<&'static Link> = Some(&Link { answers: A::answers, next: R::FIRST });
}

impl<A, H, T, R, S> HandlerList<S> for Listed<Annotate<A, H, T>, R>
where
    A: Annotated,
    H: Handler<T, S>,
    T: 'static,
    R: HandlerList<S>,
    S: Clone + Send + Sync + 'static,
{
    type Future = OneOf<DecoratedFuture<H::Future>, R::Future>;

    fn mount(self, mut router: MethodRouter<S>, others: &mut Others<S>) -> MethodRouter<S> {
        match &A::answers().rules.methods {
            Some(Methods::Any) => others.every = Some(any(self.handler)),
            Some(Methods::Listed { named, .. }) => {
                let line: &'static str = named.as_constant().unwrap_or_default();
                for method in line.split(", ") {
                    if method == "OPTIONS" {
                        others.options = true;
                    } else if let Some(filter) = filter(method) {
                        router = router.on(filter, self.handler.clone());
                    } else {
                        others.by_method = true;
                    }
                }
            }
            // A wrong attribute, which the compiler has reported.
            None => {}
        }
        self.rest.mount(router, others)
    }

    fn call_by_method(self, request: Request, state: S, path: Links) -> Self::Future {
        let method = request.method().as_str().as_bytes();
        match &A::answers().rules.methods {
            Some(Methods::Listed { named, .. }) if named.contains(method) => {
                OneOf::First { future: self.handler.call(request, state) }
            }
            _ => OneOf::Second { future: self.rest.call_by_method(request, state, path) },
        }
    }
}

fn filter(method: &str) -> Option<MethodFilter> {
    Some(match method {
        "GET" => MethodFilter::GET,
        "HEAD" => MethodFilter::HEAD,
        "POST" => MethodFilter::POST,
        "PUT" => MethodFilter::PUT,
        "PATCH" => MethodFilter::PATCH,
        "DELETE" => MethodFilter::DELETE,
        _ => return None,
    })
}
