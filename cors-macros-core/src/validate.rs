//! Validation turns an attribute into a policy that may exist, or into all its mistakes: those of form and those that the
//! domain finds.
//!
//! The three functions differ in what may be absent.

use cors_policy::{Completeness, Key, Mistake, Policy, PolicySpec};

use crate::attr::Attribute;

/// The policy of a handler. It must be complete, unless it starts from a shared one.
pub(crate) fn handler(attribute: &Attribute) -> Result<Policy, Vec<Mistake>> {
    policy(attribute, if attribute.has(Key::Policy) { Completeness::Inherits } else { Completeness::Full })
}

/// A shared policy, to which handlers may add what is absent.
pub(crate) fn shared(attribute: &Attribute) -> Result<Policy, Vec<Mistake>> {
    policy(attribute, if attribute.paths.policy.is_some() { Completeness::Inherits } else { Completeness::Partial })
}

/// The keys that a module hands to its handlers. Each handler adds what is absent.
pub(crate) fn module_defaults(attribute: &Attribute) -> Result<Policy, Vec<Mistake>> {
    policy(attribute, Completeness::Inherits)
}

fn policy(attribute: &Attribute, completeness: Completeness) -> Result<Policy, Vec<Mistake>> {
    let spec = PolicySpec { completeness, ..attribute.spec.clone() };
    if attribute.mistakes.is_empty() {
        return spec.validate();
    }
    Err(spec.mistakes_after(attribute.mistakes.clone(), &attribute.given()))
}
