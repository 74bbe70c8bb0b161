//! Validation turns an attribute into a policy that may exist, or into all its mistakes: those of form and those that the
//! domain finds.
//!
//! The three functions differ in what may be absent.

use cors_policy::{Completeness, Key, Mistake, MistakeKind, Policy, PolicySpec};

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
    let meaning = PolicySpec { completeness, ..attribute.spec.clone() }.validate();
    if attribute.mistakes.is_empty() {
        return meaning;
    }
    let mut mistakes = attribute.mistakes.clone();
    // A key whose value could not be read is reported for that, so it is not also reported as missing.
    let found = meaning.err().into_iter().flatten();
    mistakes
        .extend(found.filter(|mistake| mistake.kind() != MistakeKind::Missing || !attribute.was_meant(mistake.key())));
    Err(mistakes)
}
