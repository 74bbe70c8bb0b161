//! Sets against the naive matcher: entries, an empty line, and what is asked, a line each.

use std::fmt::Write as _;

use cors_policy::{ListValue, PolicySpec};
use cors_runtime::{MistakeKind, OriginSet};

use crate::mistakes;
use crate::origins::{open, samples};

/// So many entries are compared with each other.
const MOST: usize = 64;

/// Makes a set of the lines that are entries, and asks it.
///
/// # Panics
/// Where the set and the naive matcher disagree on who is admitted, or on which entry is redundant.
#[must_use]
pub fn run(data: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(data).ok()?;
    let mut lines = text.split('\n');
    let lines_of_entries: Vec<&str> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    let entries: Vec<&str> = lines_of_entries.iter().copied().filter(|entry| open().parse([entry]).is_ok()).collect();
    if entries.is_empty() || entries.len() > MOST {
        return None;
    }
    let set = open().parse(&entries).unwrap_or_else(|errors| panic!("each may stand alone: {errors}"));
    let mut said = String::new();
    is_told_of_redundancy(&entries, &mut said);
    holds_each_once(&set, &entries);

    let reversed = open().parse(entries.iter().rev()).expect("the same entries");
    let near = entries.iter().take(8).flat_map(|entry| samples(entry));
    // A line that is no entry is asked as well: it may be one nearly.
    let asked = lines.chain(lines_of_entries.iter().copied()).map(str::to_owned);
    for origin in asked.chain(near) {
        let expected = entries.iter().any(|entry| naive::admits(entry, &origin));
        assert_eq!(set.contains(&origin), expected, "{origin:?} in {entries:?}");
        assert_eq!(reversed.contains(&origin), expected, "{origin:?} in the reverse of {entries:?}");
        said.push(if expected { '+' } else { '-' });
    }
    Some(said)
}

/// At run time what stands twice is taken once, and a pattern beside what it covers.
fn holds_each_once(set: &OriginSet, entries: &[&str]) {
    let mut once: Vec<&str> = Vec::new();
    for entry in entries {
        if !once.contains(entry) {
            once.push(entry);
        }
    }
    let held: Vec<&str> = set.iter().collect();
    let kept = |entry: &&&str| held.contains(entry);
    assert!(held.len() <= once.len() && held.iter().all(|entry| once.contains(entry)), "{held:?} of {entries:?}");
    for left_out in once.iter().filter(|entry| !kept(entry)) {
        assert!(held.iter().any(|pattern| naive::covers(pattern, left_out)), "{left_out:?} is lost of {entries:?}");
    }
    let exact = held.iter().filter(|entry| !entry.contains('*')).count();
    assert_eq!(set.exact_len(), exact, "{held:?}");
}

/// In source code what stands twice or is covered is refused, and nothing else is.
fn is_told_of_redundancy(entries: &[&str], said: &mut String) {
    let spec = PolicySpec {
        origins: Some(ListValue::of(entries.iter().copied())),
        methods: Some(ListValue::of(["GET"])),
        accept_public_suffixes: Some(true.into()),
        accept_null_origin: Some(true.into()),
        ..PolicySpec::default()
    };
    let found = spec.validate().err().unwrap_or_default();
    let expected = entries.iter().enumerate().filter(|(number, entry)| {
        entries[..*number].contains(entry) || entries.iter().any(|pattern| naive::covers(pattern, entry))
    });
    // A `*` inside a label right under a public suffix is a promise that nobody keeps, with doors and without.
    let found = found.iter().filter(|mistake| mistake.kind() == MistakeKind::Redundant);
    assert_eq!(
        found.clone().map(cors_runtime::Mistake::text).collect::<Vec<_>>(),
        expected.map(|(_, &entry)| entry).collect::<Vec<_>>(),
        "redundant in {entries:?}"
    );
    let found: Vec<_> = found.cloned().collect();
    if !found.is_empty() {
        let errors = cors_runtime::PolicyErrors::from(found);
        mistakes::check(&errors);
        writeln!(said, "{errors}").expect("a text");
    }
}
