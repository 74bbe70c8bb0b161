//! Mounting: what `routes!` makes of its handlers.

use std::any::TypeId;
use std::fmt;
use std::future::Future;

use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, any};
use cors_policy::Methods;
use http::request::Parts;

use crate::Origin;
use crate::annotated::{Annotate, Annotated, asked, question};
use crate::answers::Answers;
use crate::ask::OriginCheck;
use crate::unnamed::{ByMethod, OwnOptions, Unnamed};

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
        let mut others = Others { by_method: Vec::new(), options: None, every: None };
        let mounts = list.mount(MethodRouter::new(), &mut others);
        // The fallback's own `Allow` header is the right one, custom methods included; `any` keeps axum from adding one.
        let fallback = match others.every {
            Some(every) => every,
            None if others.by_method.is_empty() => any(Unnamed::<L>::new()),
            None => any(ByMethod::<L, S>::new(others.by_method)),
        };
        let router = fallback.merge(mounts);
        match others.options {
            Some(own) => router.on(MethodFilter::OPTIONS, OwnOptions::<L, S>::new(own)),
            None => router.on(MethodFilter::OPTIONS, Unnamed::<L>::new()),
        }
    }
}

/// The routes that axum's method filters cannot express.
pub struct Others<S> {
    /// Methods axum has no filter for, each with its route.
    by_method: Vec<(&'static str, MethodRouter<S>)>,
    /// The route of a handler that names OPTIONS.
    options: Option<MethodRouter<S>>,
    /// The route of a handler with `methods = "*"`.
    every: Option<MethodRouter<S>>,
}

impl<S> fmt::Debug for Others<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Others")
    }
}

/// The handlers of one path as a list in types, so that what serves them is zero-sized.
pub trait HandlerList<S>: Policies {
    /// Mounts each handler on its methods.
    fn mount(self, router: MethodRouter<S>, others: &mut Others<S>) -> MethodRouter<S>;

    /// Whether the application is asked for the origins of any of them.
    fn any_asks() -> bool;

    /// What distinguishes the function that is asked for a handler's origins; none where nothing is asked.
    fn asked_for(number: usize) -> Option<TypeId>;

    /// Asks the application whether the policy of a handler admits an origin.
    fn ask(number: usize, origin: Origin, parts: &mut Parts, state: &S) -> impl Future<Output = bool> + Send;
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
pub(crate) struct Links(pub(crate) Option<&'static Link>);

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

impl<S: Sync> HandlerList<S> for NoMore {
    fn mount(self, router: MethodRouter<S>, _: &mut Others<S>) -> MethodRouter<S> {
        router
    }

    fn any_asks() -> bool {
        false
    }

    fn asked_for(_: usize) -> Option<TypeId> {
        None
    }

    async fn ask(_: usize, _: Origin, _: &mut Parts, _: &S) -> bool {
        false
    }
}

impl<A: Annotated, H: Clone + 'static, T: 'static, R: Policies> Policies for Listed<Annotate<A, H, T>, R> {
    const FIRST: Option<&'static Link> = Some(&Link { answers: A::answers, next: R::FIRST });
}

impl<A, H, T, R, S> HandlerList<S> for Listed<Annotate<A, H, T>, R>
where
    A: Annotated<Check: OriginCheck<S>>,
    H: Handler<T, S>,
    T: 'static,
    R: HandlerList<S>,
    S: Clone + Send + Sync + 'static,
{
    fn mount(self, mut router: MethodRouter<S>, others: &mut Others<S>) -> MethodRouter<S> {
        A::answers().force();
        match &A::answers().rules().methods {
            Some(Methods::Any) => others.every = Some(any(self.handler)),
            Some(Methods::Listed { named, .. }) => {
                let line: &'static str = named.as_constant().unwrap_or_default();
                for method in line.split(", ") {
                    if method == "OPTIONS" {
                        others.options = Some(any(self.handler.clone()));
                    } else if let Some(filter) = filter(method) {
                        router = router.on(filter, self.handler.clone());
                    } else {
                        others.by_method.push((method, any(self.handler.clone())));
                    }
                }
            }
            // A wrong attribute, which the compiler has reported.
            None => {}
        }
        self.rest.mount(router, others)
    }

    fn any_asks() -> bool {
        question::<A, S>().is_some() || R::any_asks()
    }

    fn asked_for(number: usize) -> Option<TypeId> {
        match number.checked_sub(1) {
            None => question::<A, S>(),
            Some(number) => R::asked_for(number),
        }
    }

    async fn ask(number: usize, origin: Origin, parts: &mut Parts, state: &S) -> bool {
        match number.checked_sub(1) {
            None => asked::<A, S>(origin, parts, state).await,
            Some(number) => R::ask(number, origin, parts, state).await,
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
