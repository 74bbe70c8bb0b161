//! The policies of a path, as a list in constants.

use super::handler_list::Routing;
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
    pub(crate) asks: bool,
    /// Whether its handler also serves the CONNECT of HTTP/2.
    pub(crate) upgrades: bool,
    pub(super) answers: fn() -> &'static CompiledPolicy,
    pub(crate) next: Option<&'static PolicyNode>,
}

impl PolicyNode {
    /// The policy.
    pub(crate) fn answers(&self) -> &'static CompiledPolicy {
        (self.answers)()
    }
}

/// The policies of a path, in the order of `routes!`.
#[derive(Clone, Debug)]
pub(crate) struct PolicyList(pub(crate) Option<&'static PolicyNode>);

impl Iterator for PolicyList {
    type Item = &'static CompiledPolicy;

    fn next(&mut self) -> Option<Self::Item> {
        let link = self.0?;
        self.0 = link.next;
        Some(link.answers())
    }
}
