//! A shared policy is merged with the keys of a handler that starts from it, and the result is checked, while the program is
//! compiled.

use super::const_policy::ConstPolicy;
use super::covers::const_covers;
use super::text::ConstText;
use crate::http::list::equal;
use crate::http::star::is_star;
use crate::mistake::ConstFault;
use crate::policy::DeferredFaults;
use crate::validate::{
    COVERED, NO_METHODS, NO_ORIGINS, STANDS_TWICE, STAR_EXPOSED_WITH_CREDENTIALS, STAR_NOT_ALONE, STAR_WITH_CREDENTIALS,
};

/// The shared policy with the keys that `own` gives, key by key.
#[must_use]
pub const fn merge(base: &ConstPolicy, own: &ConstPolicy) -> ConstPolicy {
    // The deferred faults of a list go with it.
    let list = if own.everybody || own.origins.is_some() { own } else { base };
    let dev_list = if own.dev_origins.is_some() { own } else { base };
    ConstPolicy {
        everybody: list.everybody,
        origins: list.origins,
        dev_origins: dev_list.dev_origins,
        methods: either(own.methods, base.methods),
        headers: either(own.headers, base.headers),
        expose_headers: either(own.expose_headers, base.expose_headers),
        credentials: either(own.credentials, base.credentials),
        max_age: either(own.max_age, base.max_age),
        timing_origins: either(own.timing_origins, base.timing_origins),
        enforce: either(own.enforce, base.enforce),
        accept_insecure_origins: either(own.accept_insecure_origins, base.accept_insecure_origins),
        accept_public_suffixes: either(own.accept_public_suffixes, base.accept_public_suffixes),
        accept_null_origin: either(own.accept_null_origin, base.accept_null_origin),
        deferred_faults: list.deferred_faults,
        dev_deferred_faults: dev_list.dev_deferred_faults,
    }
}

const fn either<T: Copy>(own: Option<T>, base: Option<T>) -> Option<T> {
    if own.is_some() { own } else { base }
}

/// Which sources of origins a policy has besides its lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct DynamicSources {
    /// Whether `origins_from` is given.
    pub from: bool,
    /// Whether `origins_if` is given.
    pub check: bool,
}

/// What is wrong with a merged policy that a handler uses, so that nothing may be missing. Each half was checked alone
/// before.
#[must_use]
pub const fn fault_if_whole(policy: &ConstPolicy, sources: DynamicSources) -> Option<ConstText> {
    let nobody = !policy.everybody && policy.origins.is_none() && policy.dev_origins.is_none();
    if nobody && !sources.from && !sources.check {
        return Some(text(NO_ORIGINS, ""));
    }
    if policy.methods.is_none() {
        return Some(text(NO_METHODS, ""));
    }
    fault_if_partial(policy, sources)
}

/// What is wrong with a merged policy whatever keys are still added to it: two of its keys contradict each other.
#[must_use]
pub const fn fault_if_partial(policy: &ConstPolicy, sources: DynamicSources) -> Option<ConstText> {
    if policy.everybody {
        if policy.takes_credentials() {
            return Some(text(STAR_WITH_CREDENTIALS, ""));
        }
        let beside = if policy.dev_origins.is_some() {
            "`dev_origins`"
        } else if sources.from {
            "`origins_from`"
        } else if sources.check {
            "`origins_if`"
        } else {
            ""
        };
        if !beside.is_empty() {
            return Some(text(STAR_NOT_ALONE, beside));
        }
    }
    if policy.takes_credentials() && matches!(policy.expose_headers, Some(names) if is_star(names)) {
        return Some(text(STAR_EXPOSED_WITH_CREDENTIALS, ""));
    }
    if let Some(fault) = open_fault(policy, &policy.deferred_faults) {
        return Some(fault);
    }
    if let Some(fault) = open_fault(policy, &policy.dev_deferred_faults) {
        return Some(fault);
    }
    match (&policy.origins, &policy.dev_origins) {
        (Some(origins), Some(dev_origins)) => match admitted_by(origins, dev_origins) {
            None => admitted_by(dev_origins, origins),
            redundant => redundant,
        },
        _ => None,
    }
}

const fn text(fault: ConstFault, after: &str) -> ConstText {
    ConstText::of(&[fault.what, after, "\n  why: ", fault.why, "\nwrite: ", fault.write])
}

const fn open_fault(policy: &ConstPolicy, deferred_faults: &DeferredFaults<&'static str>) -> Option<ConstText> {
    let credentials = policy.takes_credentials();
    let doors = [
        (deferred_faults.null, true, policy.accept_null_origin),
        (deferred_faults.label_under_suffix, true, policy.accept_public_suffixes),
        (deferred_faults.insecure, credentials, policy.accept_insecure_origins),
        (deferred_faults.subdomains_under_suffix, credentials, policy.accept_public_suffixes),
    ];
    let mut i = 0;
    while i < doors.len() {
        if let (Some(fault), true, None | Some(false)) = doors[i] {
            return Some(ConstText::of(&[fault]));
        }
        i += 1;
    }
    None
}

/// The message about an origin, and about the pattern that makes it superfluous.
const fn about(entry: &str, fault: ConstFault, other: &str) -> ConstText {
    let tick = if other.is_empty() { "" } else { "`" };
    let pieces = ["`", entry, "`", fault.what, tick, other, tick, "\n  why: ", fault.why, "\nwrite: ", fault.write];
    ConstText::of(&pieces)
}

/// An origin or pattern of a list that the other list has as well, or that a pattern of the other list covers.
const fn admitted_by(entries: &[&str], others: &[&str]) -> Option<ConstText> {
    let mut i = 0;
    while i < entries.len() {
        let mut j = 0;
        while j < others.len() {
            if equal(entries[i].as_bytes(), others[j].as_bytes()) {
                return Some(about(entries[i], STANDS_TWICE, ""));
            }
            if const_covers(others[j], entries[i]) {
                return Some(about(entries[i], COVERED, others[j]));
            }
            j += 1;
        }
        i += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: ConstPolicy =
        ConstPolicy { everybody: true, methods: Some(["*", "*"]), max_age: Some((60, "60")), ..ConstPolicy::EMPTY };

    fn own(own: &ConstPolicy) -> Option<String> {
        fault_if_whole(&merge(&BASE, own), DynamicSources::default()).map(|text| text.as_str().to_owned())
    }

    #[test]
    fn own_keys_win() {
        let merged = merge(&BASE, &ConstPolicy { enforce: Some(true), headers: Some("x-a"), ..ConstPolicy::EMPTY });
        assert_eq!((merged.enforce, merged.headers), (Some(true), Some("x-a")));
        assert_eq!(merged.max_age, BASE.max_age);
        let methods = Some(["PUT", "PUT"]);
        assert_eq!(merge(&BASE, &ConstPolicy { methods, ..ConstPolicy::EMPTY }).methods, methods);
        let listed = ConstPolicy { origins: Some(&[]), ..ConstPolicy::EMPTY };
        assert!(!merge(&BASE, &listed).everybody);
        assert!(merge(&listed, &BASE).everybody && merge(&listed, &BASE).origins.is_none());
    }

    #[test]
    fn what_may_not_meet() {
        assert_eq!(own(&ConstPolicy::EMPTY), None);
        assert!(
            own(&ConstPolicy { credentials: Some(true), ..ConstPolicy::EMPTY })
                .unwrap()
                .starts_with("every origin is admitted")
        );
        assert!(
            fault_if_whole(&ConstPolicy::EMPTY, DynamicSources::default())
                .unwrap()
                .as_str()
                .starts_with("nobody is admitted")
        );
        let check = DynamicSources { check: true, ..DynamicSources::default() };
        assert!(fault_if_whole(&ConstPolicy::EMPTY, check).unwrap().as_str().starts_with("no methods"));
        assert!(fault_if_whole(&BASE, check).unwrap().as_str().starts_with("`*` stands beside `origins_if`"));
    }

    #[test]
    fn deferred_faults_meet_credentials() {
        let listed = |credentials, door| {
            let policy = ConstPolicy {
                origins: Some(&["http://a.example"]),
                methods: Some(["*", "*"]),
                credentials: Some(credentials),
                accept_insecure_origins: Some(door),
                deferred_faults: DeferredFaults { insecure: Some("insecure!"), ..DeferredFaults::NONE },
                ..ConstPolicy::EMPTY
            };
            fault_if_whole(&policy, DynamicSources::default()).map(|text| text.as_str().to_owned())
        };
        assert_eq!(listed(true, false).as_deref(), Some("insecure!"));
        assert_eq!(listed(true, true), None);
        assert_eq!(listed(false, false), None);
    }
}
