//! Lists of origins: each entry by itself, and all of them beside one another.

use std::collections::HashSet;

use crate::mistake::{ConstFault, Fault, Mistake, MistakeKind};
use crate::origin::{Entry, EntryKind, SetBuilder};
use crate::policy::Hazards;
use crate::public_suffix::anyone_may_register_under;
use crate::spec::{ListEntry, Listing, Stage};
use crate::{FieldLine, Key, OriginSet};

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

pub(super) type Checked = Option<(OriginSet, Hazards)>;

/// Judges the lists of origins of one policy; a list that is `"*"` alone is the caller's. `seed` is for the sets' tables.
pub(super) fn check(
    lists: [(Key, Option<&Listing>); 2],
    rules: OriginRules,
    seed: u64,
    mistakes: &mut Vec<Mistake>,
) -> [Checked; 2] {
    let before = mistakes.len();
    let mut parsed: Vec<(Key, &ListEntry, Entry)> = Vec::new();
    let mut hazards = [Hazards::NONE, Hazards::NONE];
    for ((key, listing), hazards) in lists.into_iter().zip(&mut hazards) {
        let Some(listing) = listing else { continue };
        if listing.entries.is_empty() {
            mistakes.push(empty(key).at(key, "", listing.place));
        }
        for entry in &listing.entries {
            match parse(&entry.text, key, rules, hazards) {
                Ok(origin) => parsed.push((key, entry, origin)),
                Err(fault) => mistakes.push(fault.at(key, &entry.text, entry.place)),
            }
        }
    }
    let all = check_redundant(&parsed, rules.stage, seed, mistakes);
    if mistakes.len() > before {
        return [None, None];
    }
    let [origins, dev_origins] = hazards;
    let set = |wanted: Key| {
        let entries = parsed.iter().filter(|(key, _, _)| *key == wanted).map(|(_, _, entry)| entry);
        build(&entries, seed)
    };
    match lists {
        // One list is the whole, and a large one is not built twice.
        [(_, Some(_)), (_, None)] => [Some((all, origins)), None],
        [(_, None), (_, Some(_))] => [None, Some((all, dev_origins))],
        [(_, None), (_, None)] => [None, None],
        [(first, Some(_)), (second, Some(_))] => [Some((set(first), origins)), Some((set(second), dev_origins))],
    }
}

fn parse(text: &str, key: Key, rules: OriginRules, hazards: &mut Hazards) -> Result<Entry, Fault> {
    if text == "*" {
        return Err(match key {
            Key::DevOrigins => star_in_dev_origins(),
            Key::OriginsFrom => star_in_a_set(),
            _ => star_not_alone(key, "other origins"),
        });
    }
    let entry = Entry::parse(text)?;
    judge(&entry, rules, hazards)?;
    Ok(entry)
}

/// What is dangerous about an entry: refused, unless a door is open or may still be opened elsewhere.
fn judge(entry: &Entry, rules: OriginRules, hazards: &mut Hazards) -> Result<(), Fault> {
    let Hazards { null, label_under_suffix, insecure, subdomains_under_suffix } = hazards;
    let under_suffix = entry.parent().is_some_and(anyone_may_register_under);
    let cases = [
        (entry.kind == EntryKind::Null, rules.accept_null, true, null, null_origin as fn(&Entry) -> Fault),
        (
            under_suffix && entry.kind != EntryKind::Subdomains,
            rules.accept_public_suffixes,
            true,
            label_under_suffix,
            label_under_a_public_suffix,
        ),
        (entry.is_insecure(), rules.accept_insecure, rules.credentials, insecure, insecure_with_credentials),
        (
            under_suffix && entry.kind == EntryKind::Subdomains,
            rules.accept_public_suffixes,
            rules.credentials,
            subdomains_under_suffix,
            subdomains_of_a_public_suffix,
        ),
    ];
    for (holds, door_is_open, matters, hazard, fault) in cases {
        if !holds {
            continue;
        }
        let fault = fault(entry);
        if matters && !door_is_open && !rules.based {
            return Err(fault);
        }
        if hazard.is_none() {
            let mistake = fault.at(Key::Origins, &entry.text, crate::Place::default());
            *hazard = Some(FieldLine::join(&[mistake.message()]));
        }
    }
    Ok(())
}

/// Entries that stand twice, or that a pattern of the same policy already admits: mistakes where one hand wrote them.
/// Gives back the set of them all, each of them once.
fn check_redundant(
    parsed: &[(Key, &ListEntry, Entry)],
    stage: Stage,
    seed: u64,
    mistakes: &mut Vec<Mistake>,
) -> OriginSet {
    let mut builder = SetBuilder::new(seed);
    let mut repeated = vec![false; parsed.len()];
    for exact in [true, false] {
        for ((_, _, entry), repeated) in parsed.iter().zip(&mut repeated) {
            if SetBuilder::is_exact(entry) == exact {
                *repeated = !builder.add(entry);
            }
        }
    }
    let set = builder.finish();
    if stage == Stage::Running {
        return set;
    }
    for ((key, at, entry), repeated) in parsed.iter().zip(repeated) {
        if repeated {
            mistakes.push(stands_twice(&at.text).at(*key, &at.text, at.place));
        } else if let Some(pattern) = set.covering(entry) {
            mistakes.push(covered(&at.text, pattern).at(*key, &at.text, at.place));
        }
    }
    set
}

fn build<'a>(entries: &(impl Iterator<Item = &'a Entry> + Clone), seed: u64) -> OriginSet {
    let mut builder = SetBuilder::new(seed);
    for exact in [true, false] {
        for entry in entries.clone().filter(|entry| SetBuilder::is_exact(entry) == exact) {
            builder.add(entry);
        }
    }
    builder.finish()
}

/// `Timing-Allow-Origin` takes exact origins or `*` (Resource Timing section 4.5); it knows no patterns.
pub(super) fn check_timing(listing: &Listing, stage: Stage, mistakes: &mut Vec<Mistake>) -> Option<FieldLine> {
    let key = Key::TimingOrigins;
    if listing.is_star() {
        return Some(FieldLine::constant("*"));
    }
    let before = mistakes.len();
    if listing.entries.is_empty() {
        mistakes.push(empty(key).at(key, "", listing.place));
    }
    let mut origins: Vec<&str> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for entry in &listing.entries {
        let text = entry.text.as_str();
        let fault = match Entry::parse(text) {
            _ if text == "*" => Some(star_not_alone(key, "other origins")),
            Err(fault) => Some(fault),
            Ok(origin) if origin.kind == EntryKind::Null => Some(null_origin(&origin)),
            Ok(origin) if !SetBuilder::is_exact(&origin) => Some(Fault::new(
                MistakeKind::Wildcard,
                format!("`{text}` is a pattern"),
                "`Timing-Allow-Origin` is a fixed list that browsers compare with an origin, and it knows no patterns",
                "each origin by itself, or timing_origins = \"*\"",
            )),
            Ok(_) if seen.insert(text) => None,
            Ok(_) if stage == Stage::Running => continue,
            Ok(_) => Some(stands_twice(text)),
        };
        if let Some(fault) = fault {
            mistakes.push(fault.at(key, text, entry.place));
        }
        origins.push(text);
    }
    (mistakes.len() == before).then(|| FieldLine::join(&origins))
}

fn empty(key: Key) -> Fault {
    Fault::new(
        MistakeKind::Empty,
        format!("the list of {key} is empty"),
        "an empty list admits nobody, so no page could use it",
        match key {
            Key::OriginsFrom => {
                "the origins that are meant, or `OriginSet::EMPTY` where the application begins with none".to_owned()
            }
            _ => format!("{key} = \"https://app.example.com\", or no `{key}` at all"),
        },
    )
}

/// What is said of `*` beside other sources of origins; the first text ends where what stands beside it begins.
pub(crate) const STAR_NOT_ALONE: ConstFault = ConstFault {
    kind: MistakeKind::StarNotAlone,
    what: "`*` stands beside ",
    why: "it already admits everybody, so whatever stands beside it only misleads",
    write: "origins = \"*\", or the origins without it",
};

pub(super) fn star_not_alone(key: Key, beside: &str) -> Fault {
    let what = format!("{}{beside}", STAR_NOT_ALONE.what);
    let write = format!("{key} = \"*\", or the origins without it");
    Fault { what, write, ..Fault::from(STAR_NOT_ALONE) }
}

fn star_in_dev_origins() -> Fault {
    Fault::new(
        MistakeKind::StarNotAlone,
        "`*` stands in `dev_origins`",
        "a development build that admits everybody hides every mistake a release would show",
        "dev_origins = \"http://localhost:*\"",
    )
}

fn star_in_a_set() -> Fault {
    Fault::new(
        MistakeKind::StarNotAlone,
        "`*` stands in a set of origins",
        "a set says which origins are admitted, and `*` admits them all, whatever else the set holds",
        "origins = \"*\" in the policy, where everybody is meant",
    )
}

/// What is said of an entry that stands twice, after its text.
pub(crate) const STANDS_TWICE: ConstFault = ConstFault {
    kind: MistakeKind::Redundant,
    what: " stands twice",
    why: "once is enough, so one of the two was most likely meant to be another",
    write: "each origin once",
};

fn stands_twice(text: &str) -> Fault {
    let what = format!("`{text}`{}", STANDS_TWICE.what);
    Fault { what, ..Fault::from(STANDS_TWICE) }
}

/// What is said of an entry that a pattern covers, between its text and the pattern's.
pub(crate) const COVERED: ConstFault = ConstFault {
    kind: MistakeKind::Redundant,
    what: " is already admitted by ",
    why: "the list admits more than this entry makes a reader believe",
    write: "the pattern alone, or the entry without the pattern",
};

fn covered(text: &str, pattern: &str) -> Fault {
    let what = format!("`{text}`{}`{pattern}`", COVERED.what);
    Fault { what, ..Fault::from(COVERED) }
}

fn null_origin(_: &Entry) -> Fault {
    Fault::new(
        MistakeKind::NullOrigin,
        "the origin `null` is admitted",
        "every sandboxed frame and every local file sends `null`, so any site can make a page that has it",
        "the origins that are meant, or danger_accept_null_origin = true beside it",
    )
}

fn label_under_a_public_suffix(entry: &Entry) -> Fault {
    let parent = entry.parent().unwrap_or_default();
    Fault::new(
        MistakeKind::PublicSuffix,
        format!("`{}` is a wildcard inside a label right under the public suffix `{parent}`", entry.text),
        format!("anyone can register a name under `{parent}` that fits, so the limit it promises is none"),
        "the full names, or danger_accept_public_suffixes = true",
    )
}

fn subdomains_of_a_public_suffix(entry: &Entry) -> Fault {
    let parent = entry.parent().unwrap_or_default();
    Fault::new(
        MistakeKind::PublicSuffix,
        format!("`{}` admits every name under the public suffix `{parent}` together with credentials", entry.text),
        format!("anyone can register a name under `{parent}`, and could then act as the signed-in user"),
        "a name of yours, such as \"https://*.example.com\", or danger_accept_public_suffixes = true",
    )
}

fn insecure_with_credentials(entry: &Entry) -> Fault {
    let (why, write) = match entry.text.strip_prefix("http://") {
        Some(rest) => (
            "anyone on the network path can speak for an origin without TLS, and could then act as the signed-in user",
            format!("\"https://{rest}\", or danger_accept_insecure_origins = true"),
        ),
        // An extension, an application's own scheme, `null`.
        None => (
            "no certificate shows who speaks for an origin that is not https, and whoever does could act as the \
             signed-in user",
            "an https origin, or danger_accept_insecure_origins = true".to_owned(),
        ),
    };
    Fault::new(
        MistakeKind::Insecure,
        format!("`{}` is admitted together with credentials, but it is not secure", entry.text),
        why,
        write,
    )
}
