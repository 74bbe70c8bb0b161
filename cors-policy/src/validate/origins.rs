//! Lists of origins: each item by itself, and all of them together.

use super::dangers::{OriginRules, dangers_of};
use crate::mistake::{ConstFault, Fault, Mistake, MistakeKind};
use crate::origin::{OriginPattern, SetBuilder};
use crate::policy::DeferredFaults;
use crate::spec::{ListItem, ListValue, Stage};
use crate::{Key, OriginSet};

/// How many origins one list of an attribute may have. The compiler takes each of them over at every build, and rustc warns of
/// long constants from some ten thousand on.
const LONGEST_IN_SOURCE: usize = 1_000;

/// Checks the lists of origins of one policy. The caller deals with a list that is `"*"` alone. `seed` is for the sets' tables.
///
/// Returns their sets, where there is no mistake, and what is deferred of each.
pub(super) fn check(
    lists: [(Key, Option<&ListValue>); 2],
    rules: OriginRules,
    seed: u64,
    mistakes: &mut Vec<Mistake>,
) -> ([Option<OriginSet>; 2], [DeferredFaults; 2]) {
    let before = mistakes.len();
    let mut parsed: Vec<(Key, &ListItem, OriginPattern)> = Vec::new();
    let mut deferred_faults = [DeferredFaults::NONE, DeferredFaults::NONE];
    for ((key, list), deferred_faults) in lists.into_iter().zip(&mut deferred_faults) {
        let Some(list) = list else { continue };
        if list.items.is_empty() {
            mistakes.push(empty(key).at(key, "", list.span));
        }
        if rules.stage == Stage::Compiling && list.items.len() > LONGEST_IN_SOURCE {
            mistakes.push(too_many_in_source(key, list.items.len()).at(key, "", list.span));
        }
        if list.items.len() > ListValue::MOST_ITEMS {
            mistakes.push(too_many(key).at(key, "", list.span));
            continue;
        }
        let mut previous = None;
        for item in &list.items {
            match parse(&item.text, key, previous) {
                Ok(pattern) => {
                    let faults = dangers_of(&pattern, rules, deferred_faults).into_iter();
                    mistakes.extend(faults.map(|fault| fault.at(key, &item.text, item.span)));
                    parsed.push((key, item, pattern));
                    previous = Some(item.text.as_str());
                }
                Err(fault) => mistakes.push(fault.at(key, &item.text, item.span)),
            }
        }
    }
    let all = check_redundant(&parsed, rules.stage, seed, mistakes);
    if mistakes.len() > before {
        return ([None, None], deferred_faults);
    }
    let set = |wanted: Key| {
        let patterns = parsed.iter().filter(|(key, _, _)| *key == wanted).map(|(_, _, pattern)| pattern);
        SetBuilder::build(&patterns, seed)
    };
    let sets = match lists {
        // One list is the whole, and a large one is not built twice.
        [(_, Some(_)), (_, None)] => [Some(all), None],
        [(_, None), (_, Some(_))] => [None, Some(all)],
        [(_, None), (_, None)] => [None, None],
        [(first, Some(_)), (second, Some(_))] => [Some(set(first)), Some(set(second))],
    };
    (sets, deferred_faults)
}

fn parse(text: &str, key: Key, previous: Option<&str>) -> Result<OriginPattern, Fault> {
    if text == "*" {
        return Err(match key {
            Key::DevOrigins => STAR_IN_DEV_ORIGINS.into(),
            Key::OriginsFrom => STAR_IN_A_SET.into(),
            _ => star_not_alone(key, "other origins"),
        });
    }
    OriginPattern::parse(text, previous)
}

/// Finds items that are listed twice, or that a pattern of the policy already admits: these are mistakes in source code.
/// Returns the set of them all, each of them once.
fn check_redundant(
    parsed: &[(Key, &ListItem, OriginPattern)],
    stage: Stage,
    seed: u64,
    mistakes: &mut Vec<Mistake>,
) -> OriginSet {
    let mut builder = SetBuilder::new(seed);
    let mut repeated = vec![false; parsed.len()];
    for exact in [true, false] {
        for ((_, _, pattern), repeated) in parsed.iter().zip(&mut repeated) {
            if SetBuilder::is_exact(pattern) == exact {
                *repeated = !builder.add(pattern);
            }
        }
    }
    let set = builder.finish();
    if stage == Stage::Running {
        return set;
    }
    for ((key, item, pattern), repeated) in parsed.iter().zip(repeated) {
        if repeated {
            mistakes.push(stands_twice(&item.text).at(*key, &item.text, item.span));
        } else if let Some(wider) = set.covering(pattern) {
            mistakes.push(covered(&item.text, wider).at(*key, &item.text, item.span));
        }
    }
    set
}

fn too_many(key: Key) -> Fault {
    Fault::new(
        MistakeKind::TooMany,
        format!("the list of {} has more than {} entries", list_of(key), ListValue::MOST_ITEMS),
        "a set keeps all its entries in memory, and a list without an end would take all of it",
        "the origins of pages that are in use, or `origins_if`, which asks the application",
    )
}

fn too_many_in_source(key: Key, count: usize) -> Fault {
    Fault::new(
        MistakeKind::TooMany,
        format!("`{key}` has {count} entries"),
        format!(
            "the compiler takes each of them over at every build, so a list in source code ends at {LONGEST_IN_SOURCE}"
        ),
        "origins_from = ORIGINS, a `static` whose `OriginSet` is read when the program starts",
    )
}

/// What a list is called. Who makes a set by itself has written no key.
fn list_of(key: Key) -> &'static str {
    if key == Key::OriginsFrom { "origins" } else { key.as_str() }
}

pub(super) fn empty(key: Key) -> Fault {
    Fault::new(
        MistakeKind::Empty,
        format!("the list of {} is empty", list_of(key)),
        "an empty list admits nobody, so no page could use it",
        match key {
            Key::OriginsFrom => {
                "the origins that are meant, or `OriginSet::EMPTY` where the application begins with none".to_owned()
            }
            _ => format!("{key} = \"https://app.example.com\", or no `{key}` at all"),
        },
    )
}

/// The message about `*` beside another source of origins, whose name follows the first text.
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

const STAR_IN_DEV_ORIGINS: ConstFault = ConstFault {
    kind: MistakeKind::StarNotAlone,
    what: "`*` stands in `dev_origins`",
    why: "a development build that admits everybody hides every mistake a release would show",
    write: "dev_origins = \"http://localhost:*\"",
};

const STAR_IN_A_SET: ConstFault = ConstFault {
    kind: MistakeKind::StarNotAlone,
    what: "`*` stands in a set of origins",
    why: "a set says which origins are admitted, and `*` admits them all, whatever else the set holds",
    write: "origins = \"*\" in the policy, where everybody is meant",
};

/// The message about an origin that is listed twice, whose text comes before it.
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

/// The message about an origin that a pattern covers: the first text goes between the origin and the pattern.
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
    use crate::{Key, ListValue, MistakeKind, PolicySpec, Stage};

    #[test]
    fn a_list_in_source_code_ends_somewhere() {
        let refused = |count: usize, stage| {
            let spec = PolicySpec {
                origins: Some(ListValue::of((0..count).map(|i| format!("https://t{i}.example.com")))),
                methods: Some(ListValue::of(["GET"])),
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
