//! Policies that are constants: what `policy!` writes down. Only the macros call these functions, after they have validated
//! the keys, so they are no methods of [`Policy`]: a user could build with them what validation refuses.

use cors_policy::for_macros::{ConstPolicy, ConstText, fault_if_partial, merge};

use super::origin_check::{BoundCheck, CheckFunction};
use super::origin_source::{OriginsFrom, SourceFunction};
use super::{Policy, Rules};

/// A policy with these keys and sources of origins.
#[must_use]
pub const fn constant_policy(
    rules: ConstPolicy,
    source: Option<SourceFunction>,
    check: Option<CheckFunction>,
) -> Policy {
    Policy {
        rules: Rules::Constant(rules),
        origins_from: OriginsFrom::constant(source),
        origins_if: BoundCheck::constant(check),
    }
}

/// A shared policy with further keys over its own: what `policy!(policy = …)` writes down.
#[must_use]
pub const fn policy_with_base(
    base: &Policy,
    own: &ConstPolicy,
    source: Option<SourceFunction>,
    check: Option<CheckFunction>,
) -> Policy {
    let source = if source.is_some() { source } else { source_function(base) };
    let check = if check.is_some() { check } else { check_function(base) };
    constant_policy(merge(constant_rules(base), own), source, check)
}

/// What may not stand together in a policy that was put together from two.
#[must_use]
pub const fn fault_of(policy: &Policy) -> Option<ConstText> {
    fault_if_partial(constant_rules(policy), policy.sources())
}

/// The keys of a constant; none of a policy that was built at run time.
#[must_use]
pub const fn constant_rules(policy: &Policy) -> &ConstPolicy {
    match &policy.rules {
        Rules::Constant(rules) => rules,
        Rules::Built(_) => &ConstPolicy::EMPTY,
    }
}

/// The source under `origins_from`, where the policy is a constant.
#[must_use]
pub const fn source_function(policy: &Policy) -> Option<SourceFunction> {
    match &policy.origins_from {
        Some(source) => source.as_function(),
        None => None,
    }
}

/// The function under `origins_if`, where the policy is a constant.
#[must_use]
pub const fn check_function(policy: &Policy) -> Option<CheckFunction> {
    match &policy.origins_if {
        Some(BoundCheck::Function(check)) => Some(*check),
        Some(BoundCheck::Closure(_)) | None => None,
    }
}
