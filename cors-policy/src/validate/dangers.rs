//! Origins that are well-formed and dangerous: what each needs a door for.

use crate::mistake::{Fault, Mistake, MistakeKind};
use crate::origin::{Entry, EntryKind};
use crate::policy::Hazards;
use crate::public_suffix::{anyone_may_register_under, is_listed};
use crate::spec::Stage;
use crate::{FieldLine, Key, Place};

/// What the lists stand beside.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)] // Three doors and the room they lead to; each stands alone.
pub(super) struct OriginRules {
    pub(super) credentials: bool,
    pub(super) accept_insecure: bool,
    pub(super) accept_public_suffixes: bool,
    pub(super) accept_null: bool,
    /// Whether a shared policy may open the doors; then what needs them is judged when the two meet.
    pub(super) based: bool,
    pub(super) stage: Stage,
}

/// Who is told of a danger: whoever wrote a policy's keys, or whoever makes a set, and has written none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    OfPolicy,
    OfSet,
}

impl Reader {
    /// How a door is opened.
    fn door(self, key: Key) -> String {
        match self {
            Self::OfPolicy => format!("{key} = true"),
            Self::OfSet => format!("OriginSet::builder().{key}(true)"),
        }
    }

    /// What a policy has written beside the entry; of a set it is told in the reason.
    fn with_credentials(self) -> &'static str {
        match self {
            Self::OfPolicy => " together with credentials",
            Self::OfSet => "",
        }
    }

    fn why(self, why: String) -> String {
        match self {
            Self::OfPolicy => why,
            Self::OfSet => format!("{why}; a set is judged as for a policy with credentials"),
        }
    }
}

/// A danger in the words for whoever makes a set; other mistakes are the same for everybody.
pub(super) fn of_a_set(mistake: Mistake, rules: OriginRules) -> Mistake {
    let Ok(entry) = Entry::parse(&mistake.text, None) else { return mistake };
    let mut hazards = Hazards::NONE;
    let faults = judge_for(Reader::OfSet, &entry, rules, &mut hazards);
    match faults.into_iter().find(|fault| fault.kind == mistake.kind) {
        Some(fault) => fault.at(mistake.key, &mistake.text, mistake.place),
        None => mistake,
    }
}

/// What is dangerous about an entry: refused, unless a door is open or may still be opened elsewhere. All of it is told.
pub(super) fn judge(entry: &Entry, rules: OriginRules, hazards: &mut Hazards) -> Vec<Fault> {
    judge_for(Reader::OfPolicy, entry, rules, hazards)
}

fn judge_for(reader: Reader, entry: &Entry, rules: OriginRules, hazards: &mut Hazards) -> Vec<Fault> {
    let Hazards { null, label_under_suffix, insecure, subdomains_under_suffix } = hazards;
    let under_suffix = entry.parent().is_some_and(anyone_may_register_under);
    let (whole_label, all_hosts) = (entry.kind == EntryKind::Subdomains, entry.kind == EntryKind::AnyHost);
    let cases = [
        (entry.kind == EntryKind::Nobody, rules.accept_null, true, null, nobody as fn(&Entry, Reader) -> Fault),
        (
            under_suffix && !whole_label,
            rules.accept_public_suffixes,
            true,
            label_under_suffix,
            label_under_a_public_suffix,
        ),
        (entry.is_insecure(), rules.accept_insecure, rules.credentials, insecure, insecure_with_credentials),
        (
            (under_suffix && whole_label) || all_hosts,
            rules.accept_public_suffixes,
            rules.credentials,
            subdomains_under_suffix,
            if all_hosts { all_hosts_of_a_scheme } else { subdomains_of_a_public_suffix },
        ),
    ];
    let mut faults = Vec::new();
    for (holds, door_is_open, matters, hazard, fault) in cases {
        if !holds {
            continue;
        }
        let fault = fault(entry, reader);
        if hazard.is_none() {
            let mistake = fault.clone().at(Key::Origins, &entry.text, Place::default());
            *hazard = Some(FieldLine::join(&[mistake.message()]));
        }
        if matters && !door_is_open && !rules.based {
            faults.push(fault);
        }
    }
    faults
}

pub(super) fn null_origin(entry: &Entry) -> Fault {
    nobody(entry, Reader::OfPolicy)
}

fn nobody(entry: &Entry, reader: Reader) -> Fault {
    let why = if entry.text == "null" {
        "every sandboxed frame and every local file sends `null`, so any site can make a page that has it"
    } else {
        "every page that a web view opens from a file sends it, whoever wrote the page"
    };
    Fault::new(
        MistakeKind::NullOrigin,
        format!("the origin `{}` is admitted", entry.text),
        why,
        format!(
            "the origins that are meant, or {}{}",
            reader.door(Key::AcceptNullOrigin),
            if reader == Reader::OfPolicy { " beside it" } else { "" }
        ),
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

/// The name of a suffix, and what stands beside the entry.
fn beside(suffix: &str, reader: Reader) -> String {
    match reader {
        Reader::OfPolicy => format!("{suffix}{}", reader.with_credentials()),
        Reader::OfSet => suffix.trim_end_matches(',').to_owned(),
    }
}

fn label_under_a_public_suffix(entry: &Entry, reader: Reader) -> Fault {
    let parent = entry.parent().unwrap_or_default();
    let why = if is_listed(parent) {
        format!("anyone can register a name under `{parent}` that fits, so the limit it promises is none")
    } else {
        format!("nothing says that the names under `{parent}` have one owner, so the limit it promises may be none")
    };
    Fault::new(
        MistakeKind::PublicSuffix,
        format!("`{}` is a wildcard inside a label right under {}", entry.text, suffix(parent).trim_end_matches(',')),
        why,
        format!("the full names, or {}", reader.door(Key::AcceptPublicSuffixes)),
    )
}

fn subdomains_of_a_public_suffix(entry: &Entry, reader: Reader) -> Fault {
    let parent = entry.parent().unwrap_or_default();
    let why = if is_listed(parent) {
        format!("anyone can register a name under `{parent}`, and could then act as the signed-in user")
    } else {
        format!("nothing says that the names under `{parent}` have one owner, and each could act as the signed-in user")
    };
    Fault::new(
        MistakeKind::PublicSuffix,
        format!("`{}` admits every name under {}", entry.text, beside(&suffix(parent), reader)),
        reader.why(why),
        format!("a name of yours, such as \"https://*.example.com\", or {}", reader.door(Key::AcceptPublicSuffixes)),
    )
}

fn all_hosts_of_a_scheme(entry: &Entry, reader: Reader) -> Fault {
    Fault::new(
        MistakeKind::PublicSuffix,
        format!("`{}` admits every host of its scheme{}", entry.text, reader.with_credentials()),
        reader.why(
            "anyone can make an extension or an application, and once it is installed it could act as the signed-in user"
                .to_owned(),
        ),
        format!(
            "the hosts that are meant; where each start makes new ones, an `origins_if` function that judges them; or {}",
            reader.door(Key::AcceptPublicSuffixes)
        ),
    )
}

fn insecure_with_credentials(entry: &Entry, reader: Reader) -> Fault {
    let secure = format!("https{}", entry.text.strip_prefix("http").unwrap_or_default());
    Fault::new(
        MistakeKind::Insecure,
        format!("`{}` is admitted{}, but it is not secure", entry.text, reader.with_credentials()),
        reader.why(
            "anyone on the network path can speak for an origin without TLS, and could then act as the signed-in user"
                .to_owned(),
        ),
        format!(
            "\"{}\", or {}",
            secure.strip_suffix(":443").unwrap_or(&secure),
            reader.door(Key::AcceptInsecureOrigins)
        ),
    )
}
