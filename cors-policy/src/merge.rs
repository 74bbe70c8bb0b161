//! A shared policy and the keys of a handler that starts from it, put together while the program is compiled.

use crate::Hazards;
use crate::const_text::ConstText;
use crate::covers::covers;
use crate::mistake::ConstFault;
use crate::served::equal;
use crate::validate::{
    COVERED, NO_METHODS, NO_ORIGINS, STANDS_TWICE, STAR_EXPOSED_WITH_CREDENTIALS, STAR_NOT_ALONE, STAR_WITH_CREDENTIALS,
};
use crate::written::Written;

/// The shared policy with the keys that `own` gives, key by key.
#[must_use]
pub const fn merge(base: &Written, own: &Written) -> Written {
    // What was noted of a list goes with it.
    let listing = if own.everybody || own.origins.is_some() { own } else { base };
    let dev_listing = if own.dev_origins.is_some() { own } else { base };
    Written {
        everybody: listing.everybody,
        origins: listing.origins,
        dev_origins: dev_listing.dev_origins,
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
        hazards: listing.hazards,
        dev_hazards: dev_listing.dev_hazards,
    }
}

const fn either<T: Copy>(own: Option<T>, base: Option<T>) -> Option<T> {
    if own.is_some() { own } else { base }
}

/// Which sources of origins a policy has beside its lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sources {
    /// `origins_from`.
    pub from: bool,
    /// `origins_if`.
    pub asked: bool,
}

/// What is wrong with a policy that was put together from two: each half was judged alone.
#[must_use]
pub const fn objection(policy: &Written, sources: Sources) -> Option<ConstText> {
    let nobody = !policy.everybody && policy.origins.is_none() && policy.dev_origins.is_none();
    if nobody && !sources.from && !sources.asked {
        return Some(text("", NO_ORIGINS, ""));
    }
    if policy.methods.is_none() {
        return Some(text("", NO_METHODS, ""));
    }
    clash(policy, sources)
}

/// What may not stand together in such a policy, whatever else is still to be added to it.
#[must_use]
pub const fn clash(policy: &Written, sources: Sources) -> Option<ConstText> {
    if policy.everybody {
        if policy.takes_credentials() {
            return Some(text("", STAR_WITH_CREDENTIALS, ""));
        }
        let beside = if policy.dev_origins.is_some() {
            "`dev_origins`"
        } else if sources.from {
            "`origins_from`"
        } else if sources.asked {
            "`origins_if`"
        } else {
            ""
        };
        if !beside.is_empty() {
            return Some(text("", STAR_NOT_ALONE, beside));
        }
    }
    if policy.takes_credentials() && matches!(policy.expose_headers, Some(names) if equal(names.as_bytes(), b"*")) {
        return Some(text("", STAR_EXPOSED_WITH_CREDENTIALS, ""));
    }
    if let Some(hazard) = open_hazard(policy, &policy.hazards) {
        return Some(hazard);
    }
    if let Some(hazard) = open_hazard(policy, &policy.dev_hazards) {
        return Some(hazard);
    }
    match (&policy.origins, &policy.dev_origins) {
        (Some(origins), Some(dev_origins)) => redundant(origins.texts, dev_origins.texts),
        _ => None,
    }
}

const fn text(before: &str, fault: ConstFault, after: &str) -> ConstText {
    ConstText::of(&[before, fault.what, after, "\n  why: ", fault.why, "\nwrite: ", fault.write])
}

const fn open_hazard(policy: &Written, hazards: &Hazards<&'static str>) -> Option<ConstText> {
    let credentials = policy.takes_credentials();
    let doors = [
        (hazards.null, true, policy.accept_null_origin),
        (hazards.label_under_suffix, true, policy.accept_public_suffixes),
        (hazards.insecure, credentials, policy.accept_insecure_origins),
        (hazards.subdomains_under_suffix, credentials, policy.accept_public_suffixes),
    ];
    let mut i = 0;
    while i < doors.len() {
        if let (Some(hazard), true, None | Some(false)) = doors[i] {
            return Some(ConstText::of(&[hazard]));
        }
        i += 1;
    }
    None
}

/// What is said of an entry, and of the one that makes it superfluous.
const fn about(entry: &str, fault: ConstFault, other: &str) -> ConstText {
    let tick = if other.is_empty() { "" } else { "`" };
    let pieces = ["`", entry, "`", fault.what, tick, other, tick, "\n  why: ", fault.why, "\nwrite: ", fault.write];
    ConstText::of(&pieces)
}

/// An entry of one list that the other list makes superfluous.
const fn redundant(left: &[&str], right: &[&str]) -> Option<ConstText> {
    if let Some(redundant) = admitted_by(left, right) {
        return Some(redundant);
    }
    admitted_by(right, left)
}

/// An entry of a list that the other list holds as well, or that a pattern of it covers.
const fn admitted_by(entries: &[&str], others: &[&str]) -> Option<ConstText> {
    let mut i = 0;
    while i < entries.len() {
        let mut j = 0;
        while j < others.len() {
            if equal(entries[i].as_bytes(), others[j].as_bytes()) {
                return Some(about(entries[i], STANDS_TWICE, ""));
            }
            if covers(others[j], entries[i]) {
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
    use crate::ConstantSet;

    const BASE: Written =
        Written { everybody: true, methods: Some(["*", "*"]), max_age: Some((60, "60")), ..Written::EMPTY };

    fn own(own: &Written) -> Option<String> {
        objection(&merge(&BASE, own), Sources::default()).map(|text| text.as_str().to_owned())
    }

    #[test]
    fn own_keys_win() {
        let merged = merge(&BASE, &Written { enforce: Some(true), headers: Some("x-a"), ..Written::EMPTY });
        assert_eq!((merged.enforce, merged.headers), (Some(true), Some("x-a")));
        assert_eq!(merged.max_age, BASE.max_age);
        let methods = Some(["PUT", "PUT"]);
        assert_eq!(merge(&BASE, &Written { methods, ..Written::EMPTY }).methods, methods);
        let listed = Written { origins: Some(ConstantSet::EMPTY), ..Written::EMPTY };
        assert!(!merge(&BASE, &listed).everybody);
        assert!(merge(&listed, &BASE).everybody && merge(&listed, &BASE).origins.is_none());
    }

    #[test]
    fn what_may_not_meet() {
        assert_eq!(own(&Written::EMPTY), None);
        assert!(
            own(&Written { credentials: Some(true), ..Written::EMPTY })
                .unwrap()
                .starts_with("every origin is admitted")
        );
        assert!(objection(&Written::EMPTY, Sources::default()).unwrap().as_str().starts_with("nobody is admitted"));
        let asked = Sources { asked: true, ..Sources::default() };
        assert!(objection(&Written::EMPTY, asked).unwrap().as_str().starts_with("no methods"));
        assert!(objection(&BASE, asked).unwrap().as_str().starts_with("`*` stands beside `origins_if`"));
    }

    #[test]
    fn hazards_meet_credentials() {
        let listed = |credentials, door| {
            let policy = Written {
                origins: Some(ConstantSet { texts: &["http://a.example"], exact: 1, ..ConstantSet::EMPTY }),
                methods: Some(["*", "*"]),
                credentials: Some(credentials),
                accept_insecure_origins: Some(door),
                hazards: Hazards { insecure: Some("insecure!"), ..Hazards::NONE },
                ..Written::EMPTY
            };
            objection(&policy, Sources::default()).map(|text| text.as_str().to_owned())
        };
        assert_eq!(listed(true, false).as_deref(), Some("insecure!"));
        assert_eq!(listed(true, true), None);
        assert_eq!(listed(false, false), None);
    }
}
