//! Lists of origins: each entry by itself, and all of them beside one another.

use super::dangers::{OriginRules, judge};
use crate::mistake::{ConstFault, Fault, Mistake, MistakeKind};
use crate::origin::{Entry, SetBuilder};
use crate::policy::Hazards;
use crate::spec::{ListEntry, Listing, Stage};
use crate::{Key, OriginSet};

/// So many origins stand in one list of an attribute at most: the compiler takes each of them over at every build, and rustc
/// warns of long constants from some ten thousand on.
const LONGEST_IN_SOURCE: usize = 1_000;

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
        if rules.stage == Stage::Compiling && listing.entries.len() > LONGEST_IN_SOURCE {
            mistakes.push(too_many(key, listing.entries.len()).at(key, "", listing.place));
        }
        let mut last = None;
        for entry in &listing.entries {
            match parse(&entry.text, key, last) {
                Ok(origin) => {
                    let faults = judge(&origin, rules, hazards).into_iter();
                    mistakes.extend(faults.map(|fault| fault.at(key, &entry.text, entry.place)));
                    parsed.push((key, entry, origin));
                    last = Some(entry.text.as_str());
                }
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

fn parse(text: &str, key: Key, last: Option<&str>) -> Result<Entry, Fault> {
    if text == "*" {
        return Err(match key {
            Key::DevOrigins => star_in_dev_origins(),
            Key::OriginsFrom => star_in_a_set(),
            _ => star_not_alone(key, "other origins"),
        });
    }
    Entry::parse(text, last)
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

fn too_many(key: Key, count: usize) -> Fault {
    Fault::new(
        MistakeKind::TooMany,
        format!("`{key}` has {count} entries"),
        format!(
            "the compiler takes each of them over at every build, so a list in source code ends at {LONGEST_IN_SOURCE}"
        ),
        "origins_from = ORIGINS, a `static` whose `OriginSet` is read when the program starts",
    )
}

pub(super) fn empty(key: Key) -> Fault {
    // Whoever makes a set by itself has written no key.
    let list = if key == Key::OriginsFrom { "origins" } else { key.as_str() };
    Fault::new(
        MistakeKind::Empty,
        format!("the list of {list} is empty"),
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

pub(super) fn stands_twice(text: &str) -> Fault {
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

#[cfg(test)]
mod tests {
    use crate::{Key, Listing, MistakeKind, PolicySpec, Stage};

    #[test]
    fn a_list_in_source_code_ends_somewhere() {
        let refused = |count: usize, stage| {
            let spec = PolicySpec {
                origins: Some(Listing::of((0..count).map(|i| format!("https://t{i}.example.com")))),
                methods: Some(Listing::of(["GET"])),
                stage,
                ..PolicySpec::default()
            };
            spec.validate().err().unwrap_or_default()
        };
        assert!(refused(1_000, Stage::Compiling).is_empty());
        assert!(refused(1_001, Stage::Running).is_empty());
        let mistakes = refused(1_001, Stage::Compiling);
        assert_eq!(mistakes.len(), 1);
        assert_eq!((mistakes[0].kind(), mistakes[0].key()), (MistakeKind::TooMany, Key::Origins));
        assert!(mistakes[0].message().contains("\nwrite: origins_from = "), "{}", mistakes[0]);
    }
}
