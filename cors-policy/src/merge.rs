//! A shared policy and the keys of a handler that starts from it, put together while the program is compiled.

use crate::const_text::ConstText;
use crate::covers::covers;
use crate::mistake::ConstFault;
use crate::policy::{ExposedHeaderNames, MaxAge, Methods, Origins, Policy, RequestHeaderNames};
use crate::served::equal;
use crate::validate::{
    COVERED, NO_METHODS, NO_ORIGINS, STANDS_TWICE, STAR_EXPOSED_WITH_CREDENTIALS, STAR_NOT_ALONE, STAR_WITH_CREDENTIALS,
};
use crate::{FieldLine, Hazards, OriginSet};

/// The shared policy with the keys that `own` gives, key by key. `needed` are the headers that the handler's extractors
/// need, for where neither names any.
///
/// # Panics
/// Where `base` was built at run time. Constants never are.
#[must_use]
pub const fn merge(base: &Policy, own: &Policy, needed: Option<&RequestHeaderNames>) -> Policy {
    let (origins, hazards) = match &own.origins {
        Some(_) => (&own.origins, &own.hazards),
        None => (&base.origins, &base.hazards),
    };
    let (dev_origins, dev_hazards) = match &own.dev_origins {
        Some(_) => (&own.dev_origins, &own.dev_hazards),
        None => (&base.dev_origins, &base.dev_hazards),
    };
    Policy {
        origins: match origins {
            Some(Origins::Any) => Some(Origins::Any),
            Some(Origins::Listed(set)) => Some(Origins::Listed(set.copied())),
            None => None,
        },
        dev_origins: match dev_origins {
            Some(set) => Some(set.copied()),
            None => None,
        },
        methods: match (&own.methods, &base.methods) {
            (Some(Methods::Any), _) | (None, Some(Methods::Any)) => Some(Methods::Any),
            (Some(Methods::Listed { named, allowed }), _) | (None, Some(Methods::Listed { named, allowed })) => {
                Some(Methods::Listed { named: named.copied(), allowed: allowed.copied() })
            }
            (None, None) => None,
        },
        headers: match (own.headers.as_ref(), base.headers.as_ref(), needed) {
            (Some(names), ..) | (None, Some(names), _) | (None, None, Some(names)) => Some(match names {
                RequestHeaderNames::Any { authorization } => RequestHeaderNames::Any { authorization: *authorization },
                RequestHeaderNames::Listed(line) => RequestHeaderNames::Listed(line.copied()),
            }),
            (None, None, None) => None,
        },
        expose_headers: match (&own.expose_headers, &base.expose_headers) {
            (Some(names), _) | (None, Some(names)) => Some(match names {
                ExposedHeaderNames::Any => ExposedHeaderNames::Any,
                ExposedHeaderNames::Listed(line) => ExposedHeaderNames::Listed(line.copied()),
            }),
            (None, None) => None,
        },
        credentials: either(own.credentials, base.credentials),
        max_age: match (&own.max_age, &base.max_age) {
            (Some(max_age), _) | (None, Some(max_age)) => {
                Some(MaxAge { seconds: max_age.seconds, digits: max_age.digits.copied() })
            }
            (None, None) => None,
        },
        timing_origins: line(own.timing_origins.as_ref(), base.timing_origins.as_ref()),
        enforce: either(own.enforce, base.enforce),
        accept_insecure_origins: either(own.accept_insecure_origins, base.accept_insecure_origins),
        accept_public_suffixes: either(own.accept_public_suffixes, base.accept_public_suffixes),
        accept_null_origin: either(own.accept_null_origin, base.accept_null_origin),
        hazards: hazards.copied(),
        dev_hazards: dev_hazards.copied(),
    }
}

const fn either(own: Option<bool>, base: Option<bool>) -> Option<bool> {
    match own {
        Some(_) => own,
        None => base,
    }
}

const fn line(own: Option<&FieldLine>, base: Option<&FieldLine>) -> Option<FieldLine> {
    match (own, base) {
        (Some(line), _) | (None, Some(line)) => Some(line.copied()),
        (None, None) => None,
    }
}

impl Hazards {
    const fn copied(&self) -> Self {
        Self {
            null: line(self.null.as_ref(), None),
            label_under_suffix: line(self.label_under_suffix.as_ref(), None),
            insecure: line(self.insecure.as_ref(), None),
            subdomains_under_suffix: line(self.subdomains_under_suffix.as_ref(), None),
        }
    }
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
pub const fn objection(policy: &Policy, sources: Sources) -> Option<ConstText> {
    if policy.origins.is_none() && policy.dev_origins.is_none() && !sources.from && !sources.asked {
        return Some(text("", NO_ORIGINS, ""));
    }
    if policy.methods.is_none() {
        return Some(text("", NO_METHODS, ""));
    }
    clash(policy, sources)
}

/// What may not stand together in such a policy, whatever else is still to be added to it.
#[must_use]
pub const fn clash(policy: &Policy, sources: Sources) -> Option<ConstText> {
    if policy.admits_everybody() {
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
    if policy.takes_credentials() && matches!(policy.expose_headers, Some(ExposedHeaderNames::Any)) {
        return Some(text("", STAR_EXPOSED_WITH_CREDENTIALS, ""));
    }
    if let Some(hazard) = open_hazard(policy, &policy.hazards) {
        return Some(hazard);
    }
    if let Some(hazard) = open_hazard(policy, &policy.dev_hazards) {
        return Some(hazard);
    }
    match (&policy.origins, &policy.dev_origins) {
        (Some(Origins::Listed(origins)), Some(dev_origins)) => redundant(origins, dev_origins),
        _ => None,
    }
}

const fn text(before: &str, fault: ConstFault, after: &str) -> ConstText {
    ConstText::of(&[before, fault.what, after, "\n  why: ", fault.why, "\nwrite: ", fault.write])
}

const fn open_hazard(policy: &Policy, hazards: &Hazards) -> Option<ConstText> {
    let credentials = policy.takes_credentials();
    let doors = [
        (&hazards.null, true, policy.accept_null_origin),
        (&hazards.label_under_suffix, true, policy.accept_public_suffixes),
        (&hazards.insecure, credentials, policy.accept_insecure_origins),
        (&hazards.subdomains_under_suffix, credentials, policy.accept_public_suffixes),
    ];
    let mut i = 0;
    while i < doors.len() {
        if let (Some(hazard), true, None | Some(false)) = doors[i] {
            return Some(ConstText::of(&[hazard.as_str()]));
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
const fn redundant(left: &OriginSet, right: &OriginSet) -> Option<ConstText> {
    if let Some(redundant) = admitted_by(left, right) {
        return Some(redundant);
    }
    admitted_by(right, left)
}

/// An entry of `list` that `other` holds as well, or that a pattern of `other` covers.
const fn admitted_by(list: &OriginSet, other: &OriginSet) -> Option<ConstText> {
    let (entries, others) = (list.constant_texts(), other.constant_texts());
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

    const BASE: Policy = Policy {
        origins: Some(Origins::Any),
        methods: Some(Methods::Any),
        max_age: Some(MaxAge { seconds: 60, digits: FieldLine::constant("60") }),
        ..Policy::EMPTY
    };

    fn own(own: &Policy) -> Option<String> {
        objection(&merge(&BASE, own, None), Sources::default()).map(|text| text.as_str().to_owned())
    }

    #[test]
    fn own_keys_win() {
        let merged = merge(&BASE, &Policy { enforce: Some(true), ..Policy::EMPTY }, None);
        assert_eq!(merged.enforce, Some(true));
        assert_eq!(merged.max_age, BASE.max_age);
        let methods = Some(Methods::Listed { named: FieldLine::constant("PUT"), allowed: FieldLine::constant("PUT") });
        assert_eq!(merge(&BASE, &Policy { methods: methods.clone(), ..Policy::EMPTY }, None).methods, methods);
    }

    #[test]
    fn what_may_not_meet() {
        assert_eq!(own(&Policy::EMPTY), None);
        assert!(
            own(&Policy { credentials: Some(true), ..Policy::EMPTY }).unwrap().starts_with("every origin is admitted")
        );
        assert!(objection(&Policy::EMPTY, Sources::default()).unwrap().as_str().starts_with("nobody is admitted"));
        let asked = Sources { asked: true, ..Sources::default() };
        assert!(objection(&Policy::EMPTY, asked).unwrap().as_str().starts_with("no methods"));
        assert!(objection(&BASE, asked).unwrap().as_str().starts_with("`*` stands beside `origins_if`"));
    }

    #[test]
    fn hazards_meet_credentials() {
        let hazards = Hazards { insecure: Some(FieldLine::constant("insecure!")), ..Hazards::NONE };
        let listed = |credentials, door| {
            let set = OriginSet::builder().danger_accept_insecure_origins(true).parse(["http://a.example"]).unwrap();
            let policy = Policy {
                origins: Some(Origins::Listed(set)),
                methods: Some(Methods::Any),
                credentials: Some(credentials),
                accept_insecure_origins: Some(door),
                hazards: hazards.clone(),
                ..Policy::EMPTY
            };
            objection(&policy, Sources::default()).map(|text| text.as_str().to_owned())
        };
        assert_eq!(listed(true, false).as_deref(), Some("insecure!"));
        assert_eq!(listed(true, true), None);
        assert_eq!(listed(false, false), None);
    }
}
