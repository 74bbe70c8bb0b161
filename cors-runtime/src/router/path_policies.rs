//! The policies of one path, with the handlers' types taken away.

use std::future::Future;
use std::pin::Pin;

use axum::routing::MethodFilter;
use http::Method;
use http::header::HeaderValue;
use http::request::Parts;

use crate::admissions::{self, Consulted};
use crate::preflight::serving;
use crate::routes::{HandlerList, Link, Links};

/// The policies of the handlers of one path, and how the application is asked for their origins.
pub(crate) struct PathPolicies<S> {
    first: Option<&'static Link>,
    asks: bool,
    ask: AskFunction<S>,
}

type AskFunction<S> = for<'a> fn(Consulted, &'a mut Parts, &'a S) -> Admissions<'a>;
type Admissions<'a> = Pin<Box<dyn Future<Output = Vec<Option<HeaderValue>>> + Send + 'a>>;

// Not derived: a state need not be one that can be copied.
impl<S> Clone for PathPolicies<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for PathPolicies<S> {}

impl<S: Send + Sync + 'static> PathPolicies<S> {
    pub(crate) fn of<L: HandlerList<S>>() -> Self {
        fn boxed<'a, L: HandlerList<S>, S: Send + Sync + 'static>(
            consulted: Consulted,
            parts: &'a mut Parts,
            state: &'a S,
        ) -> Admissions<'a> {
            Box::pin(admissions::ask::<L, S>(consulted, parts, state))
        }
        Self { first: L::FIRST, asks: L::ASKS, ask: boxed::<L, S> }
    }

    /// The value of `Access-Control-Allow-Origin` under each policy of those that `consulted` names; none where no policy
    /// needs the application to be asked.
    pub(crate) async fn ask(
        &self,
        consulted: impl FnOnce(&Parts) -> Consulted,
        parts: &mut Parts,
        state: &S,
    ) -> Option<Vec<Option<HeaderValue>>> {
        if self.asks { Some((self.ask)(consulted(parts), parts, state).await) } else { None }
    }
}

impl<S> PathPolicies<S> {
    /// The policies, in the order of `routes!`.
    pub(crate) fn answers(&self) -> Links {
        Links(self.first)
    }

    /// The methods that a handler serves without naming them: HEAD beside GET, and all with `methods = "*"`. axum lets
    /// another route take these.
    pub(crate) fn served_unnamed(&self) -> Option<MethodFilter> {
        let methods = [
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::TRACE,
            Method::CONNECT,
        ];
        let is_served = |method: &Method| serving(self.answers(), method.as_str().as_bytes()).is_some();
        let is_named = |method: &Method| self.answers().any(|answers| answers.names(method.as_str().as_bytes()));
        let unnamed = methods.into_iter().filter(|method| is_served(method) && !is_named(method));
        unnamed.filter_map(|method| MethodFilter::try_from(method).ok()).reduce(MethodFilter::or)
    }

    /// The handlers with their policies.
    pub(crate) fn links(&self) -> impl Iterator<Item = &'static Link> + use<S> {
        std::iter::successors(self.first, |link| link.next)
    }
}
