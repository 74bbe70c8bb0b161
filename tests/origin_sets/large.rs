//! Sets of a size that no attribute has.

use cors_runtime::{MistakeKind, OriginSet};
use support::each;

const ORIGINS: usize = 1_000_000;
const PATTERNS: usize = 100_000;

/// The exact origins: tenants with a name each, some on a port of their own.
fn origins() -> impl Iterator<Item = String> {
    (0..ORIGINS).map(|i| {
        let port = if i % 10 == 0 { ":8443" } else { "" };
        format!("https://tenant-{i}.customers.example{port}")
    })
}

/// The patterns: subdomains of many depths, stars inside labels of many shapes, any port.
fn patterns() -> impl Iterator<Item = String> {
    (0..PATTERNS).map(|i| {
        let (shop, deep) = (format!("shop-{i}.example"), "a.".repeat(i / 5 % 60));
        match i % 5 {
            0 => format!("https://*.{shop}"),
            1 => format!("https://*.{deep}{shop}"),
            2 => format!("https://pr-*.{shop}"),
            3 => format!("https://*-{}.{shop}:*", "x".repeat(1 + i / 5 % 50)),
            _ => format!("https://{shop}:*"),
        }
    })
}

#[test]
fn a_million_origins_and_a_hundred_thousand_patterns() {
    let set = OriginSet::parse(origins().chain(patterns())).unwrap();
    assert_eq!(set.len(), ORIGINS + PATTERNS);

    for i in (0..ORIGINS).step_by(997) {
        let (with_port, without) =
            (format!("https://tenant-{i}.customers.example:8443"), format!("https://tenant-{i}.customers.example"));
        assert_eq!((set.contains(&with_port), set.contains(&without)), (i % 10 == 0, i % 10 != 0), "{i}");
        assert!(!set.contains(&format!("http://tenant-{i}.customers.example")));
        assert!(!set.contains(&format!("https://tenant-{i}.customers.example.evil.example")));
        assert!(!set.contains(&format!("https://a.tenant-{i}.customers.example")));
    }
    for i in (0..PATTERNS).step_by(97) {
        let (shop, deep) = (format!("shop-{i}.example"), "a.".repeat(i / 5 % 60));
        let tail = "x".repeat(1 + i / 5 % 50);
        let (admitted, refused) = match i % 5 {
            0 => (format!("https://a.b.{shop}"), format!("https://{shop}")),
            1 => (format!("https://b.{deep}{shop}"), format!("https://b.{}{shop}", deep.replace('a', "c"))),
            2 => (format!("https://pr-1.{shop}"), format!("https://pr-.{shop}")),
            3 => (format!("https://b-{tail}.{shop}:1"), format!("https://b-{tail}y.{shop}:1")),
            _ => (format!("https://{shop}:65535"), format!("https://{shop}:443")),
        };
        assert!(set.contains(&admitted), "{admitted}");
        // Above `shop`, where `deep` is empty, any name is below the pattern.
        assert!(!set.contains(&refused) || (i % 5 == 1 && deep.is_empty()), "{refused}");
    }
}

/// The figures of the documentation.
#[test]
fn the_heap_it_takes() {
    let bytes_beside_texts = |set: &OriginSet| set.heap_bytes() - set.iter().map(str::len).sum::<usize>();
    each([100, 5_000, 40_000, 100_000], |count| {
        let set = OriginSet::parse(origins().take(count)).unwrap();
        let bytes = bytes_beside_texts(&set) / count;
        assert!((24..=40).contains(&bytes), "{bytes} bytes for each of {count} origins");
    });
    let stars = (0..40_000).map(|i| format!("https://pr-*.shop-{i:06}.example"));
    let bytes = bytes_beside_texts(&OriginSet::parse(stars).unwrap()) / 40_000;
    assert!((24 + 80..=40 + 130).contains(&bytes), "{bytes} bytes for each pattern");
}

/// Whoever may add origins must not be able to keep the server busy with a list of which everything stands twice: a search
/// that compares each entry with each other would not end.
#[test]
fn a_list_that_repeats_itself_is_taken_once() {
    let once: Vec<String> = origins().take(60_000).collect();
    let set = OriginSet::parse(once.iter().chain(once.iter().rev())).unwrap();
    assert_eq!(set.len(), once.len());
    let slashes = once.iter().map(|origin| format!("{origin}/"));
    let errors = OriginSet::parse(slashes).unwrap_err();
    assert_eq!(errors.iter().count(), once.len());
    assert!(errors.iter().all(|mistake| mistake.kind() == MistakeKind::NotAnOrigin));
}

/// Every shape that a star inside a label can have, all above one name: the worst that a set can hold.
#[test]
fn every_shape_above_one_name() {
    let shapes: Vec<(usize, usize)> = (1..62).map(|before| (before, 62 - before)).collect();
    let entries = shapes
        .iter()
        .map(|&(before, after)| format!("https://{}*{}.shop.example", "a".repeat(before), "b".repeat(after)));
    let set = OriginSet::parse(entries).unwrap();
    each(shapes, |(before, after)| {
        let label = |middle: &str| format!("https://{}{middle}{}.shop.example", "a".repeat(before), "b".repeat(after));
        assert!(set.contains(&label("-")));
        assert!(!set.contains(&label("_")));
        assert!(!set.contains(&label("")));
    });
}
