//! `OriginSet` against the matcher that takes one entry after the other.

use cors_runtime::OriginSet;
use proptest::prelude::*;
use proptest::sample::select;

/// Names that are each other's beginnings, ends and subdomains: a matcher that cuts at the wrong place shows here.
fn name() -> impl Strategy<Value = String> {
    let labels = select(&["a", "b", "aa", "ab", "ba", "a-b", "pr-1", "pr-11", "1-pr", "xa", "a_b"][..]);
    let apex =
        select(&["example.com", "a.example.com", "example.com.example.com", "aexample.com", "b-example.net"][..]);
    (proptest::collection::vec(labels, 0..3), apex)
        .prop_map(|(labels, apex)| labels.into_iter().fold(apex.to_owned(), |name, label| format!("{label}.{name}")))
}

fn entry() -> impl Strategy<Value = String> {
    let star = select(&["", "", "*.", "pr-*.", "*-pr.", "a*b.", "p*-1.", "pr-*1.", "*a."][..]);
    let port = select(&["", "", ":8443", ":1", ":65535", ":*"][..]);
    let scheme = select(&["https", "http", "app"][..]);
    let named =
        (scheme, star, name(), port).prop_map(|(scheme, star, name, port)| format!("{scheme}://{star}{name}{port}"));
    let others = select(
        &[
            "http://localhost:*",
            "http://localhost:3000",
            "http://127.0.0.1:*",
            "http://[::1]:*",
            "http://[::1]:3000",
            "moz-extension://*",
            "moz-extension://a",
            "null",
        ][..],
    );
    prop_oneof![4 => named, 1 => others.prop_map(str::to_owned)]
}

fn parse<'a>(entries: impl IntoIterator<Item = &'a String>) -> Option<OriginSet> {
    let builder = OriginSet::builder().danger_accept_insecure_origins(true).danger_accept_null_origin(true);
    builder.danger_accept_public_suffixes(true).parse(entries).ok()
}

/// A set and its entries; what the set will not take beside the others is left out.
fn set() -> impl Strategy<Value = (OriginSet, Vec<String>)> {
    proptest::collection::vec(entry(), 1..7).prop_filter_map("at least one entry", |entries| {
        let mut taken: Vec<String> = Vec::new();
        for entry in entries {
            taken.push(entry);
            if parse(&taken).is_none() {
                taken.pop();
            }
        }
        parse(&taken).map(|set| (set, taken))
    })
}

/// What stands in place of a `*`, and what is then done to the origin.
type Twist = (&'static str, &'static str, (&'static str, &'static str));

fn twist() -> impl Strategy<Value = Twist> {
    let fillings =
        &["a", "1", "-", "a-b", "a.b", "pr-1", "1.pr-1", "ab", "", ".", "_", "A", "*", "a.", ".a", "a@", "é"][..];
    let ports = &["", ":1", ":80", ":443", ":8443", ":65535", ":65536", ":0", ":01", ":", ":*", ":+1", ":1:1"][..];
    let changes = &[
        ("", ""),
        ("://", "://a."),
        ("://", "://a"),
        ("://", "://."),
        ("://", "://a@"),
        ("a.", "a"),
        (".example.com", "example.com"),
        (".com", ".com."),
        (".com", ".co"),
        (".com", ".com.evil.com"),
        ("https", "http"),
        ("http", "https"),
        ("pr-", "pr"),
        ("example", "Example"),
    ][..];
    let change = prop_oneof![Just(("", "")), select(changes)];
    (select(fillings), select(ports), change)
}

fn twisted(entry: &str, (filling, port, (from, to)): Twist) -> String {
    let origin = match entry.strip_suffix(":*") {
        Some(host) => host.replacen('*', filling, 1) + port,
        None => entry.replacen('*', filling, 1),
    };
    if from.is_empty() { origin } else { origin.replacen(from, to, 1) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn set_says_what_its_entries_say(
        (set, entries) in set(),
        twists in proptest::collection::vec(twist(), 8),
        stranger in entry(),
    ) {
        let near = entries.iter().chain([&stranger]);
        let near = near.flat_map(|entry| twists.iter().map(|&twist| twisted(entry, twist)));
        for origin in near.chain(entries.iter().cloned()) {
            let expected = entries.iter().any(|entry| naive::admits(entry, &origin));
            prop_assert_eq!(set.contains(&origin), expected, "{} in {:?}", origin, entries);
        }
    }

    #[test]
    fn no_text_is_admitted_by_chance((set, entries) in set(), text in "\\PC{0,40}|https?://[a-z.:*-]{0,30}") {
        let expected = entries.iter().any(|entry| naive::admits(entry, &text));
        prop_assert_eq!(set.contains(&text), expected, "{} in {:?}", text, entries);
    }

    #[test]
    fn entry_is_taken_beside_one_that_covers_it((set, entries) in set(), other in entry()) {
        let alone = parse([&other]).is_some();
        let with_other = parse(entries.iter().chain([&other]));
        prop_assert_eq!(with_other.is_some(), alone, "{} beside {:?}", other, entries);
        if let Some(with_other) = with_other.filter(|_| !other.contains('*')) {
            let is_new = !entries.contains(&other);
            prop_assert_eq!(with_other.len(), set.len() + usize::from(is_new), "{} beside {:?}", other, entries);
        }
    }
}
