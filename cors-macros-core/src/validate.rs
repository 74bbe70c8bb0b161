//! From what an attribute says to a policy that may exist, or all its mistakes: those of form, and those that the domain finds.
//!
//! The three functions differ in what may be absent.

use cors_policy::{Key, Mistake, MistakeKind, Policy, PolicySpec, Standing};

use crate::attr::Attribute;

/// The policy of a handler. It must be complete, unless it starts from a shared one.
pub(crate) fn handler(attribute: &Attribute) -> Result<Policy, Vec<Mistake>> {
    policy(attribute, if attribute.has(Key::Policy) { Standing::Based } else { Standing::Whole })
}

/// A shared policy, to which handlers may add what is absent.
pub(crate) fn shared(attribute: &Attribute) -> Result<Policy, Vec<Mistake>> {
    policy(attribute, if attribute.paths.policy.is_some() { Standing::Based } else { Standing::Shared })
}

/// The keys that a module hands to its handlers, each of which adds what is absent.
pub(crate) fn module_defaults(attribute: &Attribute) -> Result<Policy, Vec<Mistake>> {
    policy(attribute, Standing::Based)
}

fn policy(attribute: &Attribute, standing: Standing) -> Result<Policy, Vec<Mistake>> {
    let meaning = PolicySpec { standing, ..attribute.spec.clone() }.validate();
    if attribute.mistakes.is_empty() {
        return meaning;
    }
    let mut mistakes = attribute.mistakes.clone();
    // A key whose value could not be read is reported as such, and is not missing besides.
    let found = meaning.err().into_iter().flatten();
    mistakes
        .extend(found.filter(|mistake| mistake.kind() != MistakeKind::Missing || !attribute.was_meant(mistake.key())));
    Err(mistakes)
}
