//! Whether a pattern admits all that another pattern admits, decided while the program is compiled. A shared policy and a
//! handler's keys are merged then, and constants cannot search the tables of an [`OriginSet`](crate::OriginSet).

use crate::http::list::equal;
use crate::origin::OriginParts;

/// Whether `pattern` covers `entry`. Both come from sets, and so have their only form. An origin or pattern covers itself.
pub(crate) const fn const_covers(pattern: &str, entry: &str) -> bool {
    let (Some(pattern), Some(entry)) = (OriginParts::of(pattern.as_bytes()), OriginParts::of(entry.as_bytes())) else {
        // It is `null`, which no pattern matches.
        return false;
    };
    let any_port = matches!(pattern.port, b":*");
    equal(pattern.scheme, entry.scheme)
        && (any_port || equal(pattern.port, entry.port))
        && host_covers(pattern.host, entry.host)
}

const fn host_covers(pattern: &[u8], host: &[u8]) -> bool {
    // `*` by itself is every host of an application's or extension's scheme.
    if equal(pattern, host) || equal(pattern, b"*") {
        return true;
    }
    let Some(star) = position(pattern, b'*') else { return false };
    let (before, after) = (pattern.split_at(star).0, pattern.split_at(star + 1).1);
    if host.len() <= before.len() + after.len() {
        return false;
    }
    let (start, rest) = host.split_at(before.len());
    let (matched, end) = rest.split_at(rest.len() - after.len());
    if !equal(start, before) || !equal(end, after) {
        return false;
    }
    let subdomains = before.is_empty() && !after.is_empty() && after[0] == b'.';
    subdomains || is_inside_a_label(matched)
}

/// Whether the `*` of `pr-*.` matches these bytes: they are a part of one label. The `*` of another pattern is such a part.
const fn is_inside_a_label(matched: &[u8]) -> bool {
    let mut i = 0;
    while i < matched.len() {
        if !matches!(matched[i], b'a'..=b'z' | b'0'..=b'9' | b'-' | b'*') {
            return false;
        }
        i += 1;
    }
    true
}

const fn position(text: &[u8], wanted: u8) -> Option<usize> {
    let mut i = 0;
    while i < text.len() {
        if text[i] == wanted {
            return Some(i);
        }
        i += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ListValue, MistakeKind, PolicySpec};

    const ENTRIES: [&str; 31] = [
        "null",
        "https://example.com",
        "https://example.com:*",
        "https://example.com:8443",
        "http://example.com",
        "https://a.example.com",
        "https://a.b.example.com:8443",
        "https://*.example.com",
        "https://*.example.com:*",
        "https://*.example.com:8443",
        "https://*.b.example.com",
        "https://*.notexample.com",
        "https://pr-*.example.com",
        "https://pr-*-x.example.com:8443",
        "https://p*.example.com",
        "https://*-x.example.com",
        "https://pr-1.example.com",
        "https://pr-1-x.example.com",
        "https://pr-_-x.example.com",
        "https://pr-.example.com",
        "https://pr-1.b.example.com",
        "https://pr-*.b.example.com",
        "http://[::1]",
        "http://[::1]:*",
        "http://[::1]:3000",
        "http://127.0.0.1:*",
        "http://127.0.0.1:3000",
        "app://*",
        "app://.",
        "app://.:8080",
        "app://.:*",
    ];

    /// The tables and this comparison must agree on every pair.
    #[test]
    fn as_validation_sees_it() {
        let mut covered = 0;
        for pattern in ENTRIES {
            for entry in ENTRIES.into_iter().filter(|&entry| entry != pattern) {
                let spec = PolicySpec {
                    origins: Some(ListValue::of([pattern, entry])),
                    methods: Some(ListValue::of(["GET"])),
                    accept_null_origin: Some(true.into()),
                    ..PolicySpec::default()
                };
                let redundant = spec.validate().err().is_some_and(|mistakes| {
                    mistakes.iter().any(|mistake| mistake.kind() == MistakeKind::Redundant && mistake.text() == entry)
                });
                assert_eq!(const_covers(pattern, entry), redundant, "{pattern} and {entry}");
                covered += usize::from(redundant);
            }
        }
        assert!(covered > 30, "only {covered} of the pairs cover one another");
    }
}
