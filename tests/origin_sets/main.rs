//! `OriginSet`: what it admits, what it refuses to hold, and that neither depends on its size.

mod large;
mod neighbours;

use cors_policy::{ListValue, PolicySpec};
use cors_runtime::{Mistake, MistakeKind, OriginSet, PolicyErrors};
use proptest::prelude::*;

/// A set whose entries are judged by what they mean beside one another, and by nothing else.
fn parse(entries: &[String]) -> Result<OriginSet, PolicyErrors> {
    OriginSet::builder().danger_accept_insecure_origins(true).danger_accept_public_suffixes(true).parse(entries)
}

/// What an attribute with these entries is told: there one hand wrote them, and what is redundant is most likely a slip.
fn told_in_source(entries: &[String]) -> Vec<Mistake> {
    let spec = PolicySpec {
        origins: Some(ListValue::of(entries)),
        methods: Some(ListValue::of(["GET"])),
        accept_public_suffixes: Some(true.into()),
        ..PolicySpec::default()
    };
    spec.validate().err().unwrap_or_default()
}

/// The entries without those that stand twice or that another covers: what an attribute accepts.
fn without_redundancy(entries: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for entry in entries {
        if !kept.contains(entry) && !entries.iter().any(|pattern| naive::covers(pattern, entry)) {
            kept.push(entry.clone());
        }
    }
    kept
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    /// Between one and thirty entries, so that sets with a table and sets without one are met.
    #[test]
    fn a_set_admits_what_one_of_its_entries_admits(
        entries in prop::collection::vec(neighbours::entry(), 1..30),
        sent in prop::collection::vec(neighbours::sent(), 30),
    ) {
        let entries = without_redundancy(&entries);
        let set = parse(&entries).unwrap();
        prop_assert_eq!(set.len(), entries.len());
        let of_entries = entries.iter().map(|entry| entry.replace('*', "a")).chain(entries.iter().cloned());
        for origin in of_entries.chain(sent) {
            let expected = entries.iter().any(|entry| naive::admits(entry, &origin));
            prop_assert_eq!(set.contains(&origin), expected, "{} in {:?}", origin, entries);
        }
    }

    #[test]
    fn stars_of_all_shapes_above_one_name((entries, sent) in neighbours::above_one_name()) {
        let entries = without_redundancy(&entries);
        let set = parse(&entries).unwrap();
        for origin in entries.iter().map(|entry| entry.replace('*', "a")).chain(sent) {
            let expected = entries.iter().any(|entry| naive::admits(entry, &origin));
            prop_assert_eq!(set.contains(&origin), expected, "{} in {:?}", origin, entries);
        }
    }

    #[test]
    fn redundant_stars_above_one_name_are_refused((entries, _) in neighbours::above_one_name()) {
        let kept = without_redundancy(&entries);
        let mistakes = told_in_source(&entries);
        prop_assert_eq!(mistakes.is_empty(), kept.len() == entries.len(), "{:?}", entries);
        for mistake in &mistakes {
            prop_assert!(!kept.iter().any(|entry| entry == mistake.text()) || entries.iter().filter(|entry| *entry == mistake.text()).count() > 1, "{}", mistake);
        }
    }

    #[test]
    fn what_stands_twice_or_is_covered_is_refused_and_nothing_else(
        entries in prop::collection::vec(neighbours::entry(), 1..16),
    ) {
        let expected: Vec<&str> = entries
            .iter()
            .enumerate()
            .filter(|&(number, entry)| {
                entries[..number].contains(entry) || entries.iter().any(|pattern| naive::covers(pattern, entry))
            })
            .map(|(_, entry)| entry.as_str())
            .collect();
        let mistakes = told_in_source(&entries);
        let mut found: Vec<&str> = Vec::new();
        for mistake in &mistakes {
            prop_assert_eq!(mistake.kind(), MistakeKind::Redundant, "{}", mistake);
            found.push(mistake.text());
        }
        prop_assert_eq!(found, expected);
    }

    /// At run time the same entries make a set, which admits what it would without the redundant ones.
    #[test]
    fn what_is_redundant_at_run_time_is_taken_once(
        entries in prop::collection::vec(neighbours::entry(), 1..16),
        sent in prop::collection::vec(neighbours::sent(), 20),
    ) {
        let (set, kept) = (parse(&entries).unwrap(), parse(&without_redundancy(&entries)).unwrap());
        for origin in &sent {
            prop_assert_eq!(set.contains(origin), kept.contains(origin), "{} in {:?}", origin, entries);
        }
    }

    #[test]
    fn the_order_of_entries_does_not_matter(
        entries in prop::collection::vec(neighbours::entry(), 1..20),
        sent in prop::collection::vec(neighbours::sent(), 20),
    ) {
        let mut entries = without_redundancy(&entries);
        let set = parse(&entries).unwrap();
        entries.reverse();
        let reversed = parse(&entries).unwrap();
        for origin in &sent {
            prop_assert_eq!(set.contains(origin), reversed.contains(origin), "{}", origin);
        }
    }
}
