//! Origins that are well-formed and dangerous. Each is refused unless a `danger_…` key of the policy accepts it.

use crate::mistake::{Fault, MistakeKind};
use crate::origin::{OriginPattern, PatternKind};
use crate::policy::DeferredFaults;
use crate::public_suffix::{anyone_may_register_under, is_listed};
use crate::spec::Stage;
use crate::{FieldValue, Key};

/// The keys that decide which dangers of a list are accepted.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is a key of its own, and all combinations are possible.
pub(super) struct OriginRules {
    pub(super) credentials: bool,
    pub(super) accept_insecure: bool,
    pub(super) accept_public_suffixes: bool,
    pub(super) accept_null: bool,
    /// Whether a shared policy may accept the dangers; then they are checked when the two are merged.
    pub(super) inherits: bool,
    pub(super) stage: Stage,
    pub(super) reader: Reader,
}

/// Who reads the message about a danger: the author of a policy's keys, or somebody who makes a set and has written no keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    OfPolicy,
    OfSet,
}

impl Reader {
    /// What to write instead of a danger, or to accept it.
    fn or_accept(self, instead: &str, key: Key) -> String {
        match self {
            Self::OfPolicy => format!("{instead} or {key} = true"),
            Self::OfSet => format!("{instead} or OriginSet::builder().{key}(true)"),
        }
    }

    /// The words about a policy's credentials; a set has none, and its reason tells why that does not matter.
    fn with_credentials(self) -> &'static str {
        match self {
            Self::OfPolicy => " together with credentials",
            Self::OfSet => "",
        }
    }

    fn why(self, why: &str) -> String {
        match self {
            Self::OfPolicy => why.to_owned(),
            Self::OfSet => format!("{why}; a set is judged as for a policy with credentials"),
        }
    }
}

/// All that is dangerous about a pattern, unless a key accepts it or a shared policy may still accept it.
pub(super) fn dangers_of(
    pattern: &OriginPattern,
    rules: OriginRules,
    deferred_faults: &mut DeferredFaults,
) -> Vec<Fault> {
    let DeferredFaults { null, label_under_suffix, insecure, subdomains_under_suffix } = deferred_faults;
    let reader = rules.reader;
    let mut faults = Vec::new();
    let mut note = |fault: Fault, is_refused: bool, deferred: &mut Option<FieldValue>| {
        deferred.get_or_insert_with(|| FieldValue::join(&[fault.to_string()]));
        if is_refused && !rules.inherits {
            faults.push(fault);
        }
    };
    let under_suffix = pattern.parent().is_some_and(anyone_may_register_under);
    let whole_label = pattern.kind == PatternKind::Subdomains;
    if pattern.kind == PatternKind::Nobody {
        note(nobody(pattern, reader), !rules.accept_null, null);
    }
    if under_suffix && !whole_label {
        note(label_under_a_public_suffix(pattern, reader), !rules.accept_public_suffixes, label_under_suffix);
    }
    if pattern.is_insecure() {
        let is_refused = rules.credentials && !rules.accept_insecure;
        note(insecure_with_credentials(pattern, reader), is_refused, insecure);
    }
    let is_refused = rules.credentials && !rules.accept_public_suffixes;
    if pattern.kind == PatternKind::AnyHost {
        note(all_hosts_of_a_scheme(pattern, reader), is_refused, subdomains_under_suffix);
    } else if under_suffix && whole_label {
        note(subdomains_of_a_public_suffix(pattern, reader), is_refused, subdomains_under_suffix);
    }
    faults
}

pub(super) fn nobody(pattern: &OriginPattern, reader: Reader) -> Fault {
    let why = if pattern.text == "null" {
        "every sandboxed frame and every local file sends `null`, so any site can make a page that has it"
    } else {
        "every page that a web view opens from a file sends it, whoever wrote the page"
    };
    let beside = if reader == Reader::OfPolicy { " beside it" } else { "" };
    Fault::new(
        MistakeKind::NullOrigin,
        format!("the origin `{}` is admitted", pattern.text),
        why,
        reader.or_accept("the origins that are meant,", Key::AcceptNullOrigin) + beside,
    )
}

/// A name as what it is on the Public Suffix List. Of a name that is not on it nobody knows whether it is open to all.
fn suffix(name: &str) -> String {
    if is_listed(name) {
        format!("the public suffix `{name}`")
    } else {
        format!("`{name}`, which the Public Suffix List does not know,")
    }
}

/// The name of a suffix, and the words about credentials.
fn beside(suffix: &str, reader: Reader) -> String {
    match reader {
        Reader::OfPolicy => format!("{suffix}{}", reader.with_credentials()),
        Reader::OfSet => suffix.trim_end_matches(',').to_owned(),
    }
}

fn label_under_a_public_suffix(pattern: &OriginPattern, reader: Reader) -> Fault {
    let parent = pattern.parent().unwrap_or_default();
    let why = if is_listed(parent) {
        format!("anyone can register a name under `{parent}` that fits, so the limit it promises is none")
    } else {
        format!("nothing says that the names under `{parent}` have one owner, so the limit it promises may be none")
    };
    Fault::new(
        MistakeKind::PublicSuffix,
        format!("`{}` is a wildcard inside a label right under {}", pattern.text, suffix(parent).trim_end_matches(',')),
        why,
        reader.or_accept("the full names,", Key::AcceptPublicSuffixes),
    )
}

fn subdomains_of_a_public_suffix(pattern: &OriginPattern, reader: Reader) -> Fault {
    let parent = pattern.parent().unwrap_or_default();
    let why = if is_listed(parent) {
        format!("anyone can register a name under `{parent}`, and could then act as the signed-in user")
    } else {
        format!("nothing says that the names under `{parent}` have one owner, and each could act as the signed-in user")
    };
    Fault::new(
        MistakeKind::PublicSuffix,
        format!("`{}` admits every name under {}", pattern.text, beside(&suffix(parent), reader)),
        reader.why(&why),
        reader.or_accept("a name of yours, such as \"https://*.example.com\",", Key::AcceptPublicSuffixes),
    )
}

fn all_hosts_of_a_scheme(pattern: &OriginPattern, reader: Reader) -> Fault {
    Fault::new(
        MistakeKind::PublicSuffix,
        format!("`{}` admits every host of its scheme{}", pattern.text, reader.with_credentials()),
        reader.why(
            "anyone can make an extension or an application, and once it is installed it could act as the signed-in user",
        ),
        reader.or_accept(
            "the hosts that are meant; where each start makes new ones, an `origins_if` function that judges them;",
            Key::AcceptPublicSuffixes,
        ),
    )
}

fn insecure_with_credentials(pattern: &OriginPattern, reader: Reader) -> Fault {
    let secure = format!("https{}", pattern.text.strip_prefix("http").unwrap_or_default());
    Fault::new(
        MistakeKind::Insecure,
        format!("`{}` is admitted{}, but it is not secure", pattern.text, reader.with_credentials()),
        reader.why(
            "anyone on the network path can speak for an origin without TLS, and could then act as the signed-in user",
        ),
        reader.or_accept(&format!("{:?},", secure.strip_suffix(":443").unwrap_or(&secure)), Key::AcceptInsecureOrigins),
    )
}
