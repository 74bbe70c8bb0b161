//! The policies of one path, with the handlers' types taken away.

use std::any::TypeId;
use std::future::Future;
use std::pin::Pin;

use axum::routing::MethodFilter;
use cors_policy::COMMON_METHODS;
use cors_policy::for_macros::MountedMethods;
use http::Method;
use http::request::Parts;

use crate::Origin;
use crate::answer::allow_origin::OriginChecks;
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::selection::serving;
use crate::routes::handler_list::HandlerList;
use crate::routes::policy_list::PolicyNode;

/// The policies of the handlers of one path, in the order of `routes!`.
pub(crate) struct PathPolicies<S>(Vec<PathHandler<S>>);

/// An annotated handler of the path: its policy, and how the application is asked for its origins.
struct PathHandler<S> {
    node: &'static PolicyNode,
    policy: &'static CompiledPolicy,
    check: Option<TypeId>,
    run_check: RunCheck<S>,
    /// Its number in its own `routes!`, by which its check is found.
    number: usize,
}

type RunCheck<S> = for<'a> fn(usize, Origin, &'a mut Parts, &'a S) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>>;

// Not derived: a state need not be one that can be copied.
impl<S> Clone for PathHandler<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for PathHandler<S> {}

impl<S> Clone for PathPolicies<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S: Send + Sync + 'static> PathPolicies<S> {
    pub(crate) fn of<L: HandlerList<S>>() -> Self {
        fn run_check<'a, L: HandlerList<S>, S: Send + Sync + 'static>(
            number: usize,
            origin: Origin,
            parts: &'a mut Parts,
            state: &'a S,
        ) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>> {
            Box::pin(L::run_check(number, origin, parts, state))
        }
        let nodes = std::iter::successors(L::FIRST, |node| node.next);
        let handler = |(number, node): (usize, &'static PolicyNode)| PathHandler {
            node,
            policy: node.policy(),
            check: L::check_id(number),
            run_check: run_check::<L, S>,
            number,
        };
        Self(nodes.enumerate().map(handler).collect())
    }
}

impl<S> PathPolicies<S> {
    /// The policies of several `routes!` on one path.
    pub(crate) fn joined(lists: impl IntoIterator<Item = Self>) -> Self {
        Self(lists.into_iter().flat_map(|list| list.0).collect())
    }

    /// The policies, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static CompiledPolicy> + Clone {
        self.0.iter().map(|handler| handler.policy)
    }

    /// Whether the application is asked for the origins of any of them.
    pub(crate) fn any_checks(&self) -> bool {
        self.0.iter().any(|handler| handler.check.is_some())
    }

    /// The policy of the handler that runs for a method, with its number.
    pub(crate) fn serving(&self, method: &Method) -> Option<(usize, &'static CompiledPolicy)> {
        serving(self.iter(), method.as_str().as_bytes()).or_else(|| {
            let upgrades = |(_, handler): &(usize, &PathHandler<S>)| handler.node.upgrades;
            let mut handlers = self.0.iter().enumerate().filter(|_| *method == Method::CONNECT);
            handlers.find(upgrades).map(|(number, handler)| (number, handler.policy))
        })
    }

    /// The methods for which axum has a filter and that a handler here serves, be it HEAD beside GET or one of `"*"`.
    pub(crate) fn served(&self) -> Option<MethodFilter> {
        self.filter(|policies, method| policies.serving(method).is_some())
    }

    /// The methods for which axum has a filter and that a handler here names, and the CONNECT of a WebSocket's.
    pub(crate) fn named(&self) -> Option<MethodFilter> {
        self.filter(|policies, method| {
            let names = |policy: &CompiledPolicy| policy.names(method.as_str().as_bytes());
            policies.serving(method).is_some_and(|(_, policy)| names(policy) || *method == Method::CONNECT)
        })
    }

    fn filter(&self, wanted: impl Fn(&Self, &Method) -> bool) -> Option<MethodFilter> {
        let names = cors_policy::names(COMMON_METHODS).chain(["TRACE", "CONNECT"]);
        let methods = names.filter_map(|name| Method::from_bytes(name.as_bytes()).ok());
        let wanted = methods.filter(|method| wanted(self, method));
        wanted.filter_map(|method| MethodFilter::try_from(method).ok()).reduce(MethodFilter::or)
    }

    /// The handlers with their methods, among which no two may serve the same.
    pub(crate) fn methods(&self) -> impl Iterator<Item = MountedMethods> {
        let mounted = |handler: &PathHandler<S>| MountedMethods {
            handler: handler.policy.handler,
            methods: handler.node.methods,
        };
        self.0.iter().map(mounted)
    }

    /// The handlers with their policies.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &'static PolicyNode> {
        self.0.iter().map(|handler| handler.node)
    }
}

impl<S: Send + Sync + 'static> OriginChecks<S> for PathPolicies<S> {
    fn policies(&self) -> impl Iterator<Item = &'static CompiledPolicy> + Send {
        self.0.iter().map(|handler| handler.policy)
    }

    fn check(&self, number: usize) -> Option<TypeId> {
        self.0.get(number)?.check
    }

    async fn run(&self, number: usize, origin: Origin, parts: &mut Parts, state: &S) -> bool {
        match self.0.get(number) {
            Some(handler) => (handler.run_check)(handler.number, origin, parts, state).await,
            None => false,
        }
    }
}
