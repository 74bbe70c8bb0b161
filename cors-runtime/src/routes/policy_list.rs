//! The policies of a path, as a list in constants.

use cors_policy::MethodBits;
use cors_policy::for_macros::ConstPolicy;

use crate::answer::compiled_policy::CompiledPolicy;

/// The policies of the handlers of one path.
pub trait Policies: Clone + 'static {
    /// The first of them, from which the others are reached.
    const FIRST: Option<&'static PolicyNode>;

    /// Whether the application is asked for the origins of any of them.
    const HAS_CHECK: bool;

    /// What axum's method filters cannot express about them.
    const ROUTING: Routing;
}

/// A policy and the next one of its path.
#[derive(Debug)]
pub struct PolicyNode {
    /// Whether the application is asked for origins.
    pub(crate) has_check: bool,
    /// Whether its handler also serves the CONNECT of HTTP/2.
    pub(crate) upgrades: bool,
    /// The methods that its handler's attribute names, and these with the HEAD that GET brings.
    pub(crate) methods: Option<[&'static str; 2]>,
    pub(super) policy: fn() -> &'static CompiledPolicy,
    pub(crate) next: Option<&'static PolicyNode>,
}

impl PolicyNode {
    /// The policy.
    pub(crate) fn policy(&self) -> &'static CompiledPolicy {
        (self.policy)()
    }
}

/// The policies of a path, in the order of `routes!`.
#[derive(Clone, Debug)]
pub(crate) struct PolicyList(pub(crate) Option<&'static PolicyNode>);

impl Iterator for PolicyList {
    type Item = &'static CompiledPolicy;

    fn next(&mut self) -> Option<Self::Item> {
        let node = self.0?;
        self.0 = node.next;
        Some(node.policy())
    }
}

/// Which routes axum's method filters cannot express: known to the compiler, so that only what a path needs is compiled.
#[derive(Clone, Copy, Debug)]
pub struct Routing {
    /// Whether a handler names a method that axum has no filter for.
    pub(crate) by_method: bool,
    /// Whether a handler names OPTIONS.
    pub(crate) options: bool,
    /// Whether a handler serves every method.
    pub(crate) any_method: bool,
}

impl Routing {
    pub(crate) const fn of(rules: &ConstPolicy) -> Self {
        let mut routing = Self { by_method: false, options: false, any_method: false };
        if let Some([named, _]) = rules.methods {
            routing.any_method = matches!(named.as_bytes(), b"*");
            routing.options = matches!(MethodBits::on(named).has(b"OPTIONS"), Some(true));
            routing.by_method = !routing.any_method && !MethodBits::are_all_on(named);
        }
        routing
    }

    pub(crate) const fn or(self, others: Self) -> Self {
        Self {
            by_method: self.by_method || others.by_method,
            options: self.options || others.options,
            any_method: self.any_method || others.any_method,
        }
    }
}
