//! Origins and patterns: any text is read as an origin, as an entry of a set and as a list.

use std::fmt::Write as _;

use cors_runtime::{MistakeKind, Origin, OriginSet, OriginSetBuilder};
use url::Url;

use crate::mistakes;

/// A builder with all doors open.
pub(crate) fn open() -> OriginSetBuilder {
    OriginSet::builder()
        .danger_accept_insecure_origins(true)
        .danger_accept_public_suffixes(true)
        .danger_accept_null_origin(true)
}

/// Reads a text in each way that there is.
///
/// # Panics
/// Where two ways contradict each other, the URL Standard, or the naive matcher; where what a message advises is refused.
#[must_use]
pub fn run(data: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(data).ok()?;
    let mut said = String::new();
    let origin = as_an_origin(text, &mut said);
    as_an_entry(text, origin.as_ref(), &mut said);
    as_a_list(text, &mut said);
    Some(said)
}

fn as_an_origin(text: &str, said: &mut String) -> Option<Origin> {
    let parsed = Origin::parse(text);
    let sent = cors_policy::Origin::of_header(text.as_bytes());
    assert_eq!(parsed.is_ok(), sent.is_some(), "in a policy and in a request: {text:?}");
    match &parsed {
        Ok(origin) => {
            let port = origin.port().map(|port| format!(":{port}")).unwrap_or_default();
            assert_eq!(format!("{}://{}{port}", origin.scheme(), origin.host()), text);
            assert_eq!(origin.as_str(), text);
            assert!(is_sent_by_a_browser(text, origin), "no browser sends {text:?}");
            writeln!(said, "{origin}").expect("a text");
        }
        Err(error) => {
            let error = error.to_string();
            assert!(!error.is_empty() && error.len() < 4096 && !error.contains(char::is_control), "{error:?}");
            assert!(!must_be_taken(text), "{text:?} is refused: {error}");
            writeln!(said, "{error}").expect("a text");
        }
    }
    parsed.ok()
}

/// Whether the URL Standard's parser makes of an origin the very same text.
fn is_sent_by_a_browser(text: &str, origin: &Origin) -> bool {
    // Which encoded names are well-formed takes the tables of UTS 46, which the library does without: it says so.
    if origin.host().contains("xn--") {
        return true;
    }
    Url::parse(text).is_ok_and(|url| match origin.scheme() {
        "http" | "https" => url.origin().ascii_serialization() == text,
        // The origins of other schemes are their applications' own; their hosts are opaque, and written as they are.
        _ => url.as_str() == text || url.as_str().strip_suffix('/') == Some(text),
    })
}

/// Whether a text is an origin beyond doubt: the URL Standard's parser makes the very same of it, and its host is a name
/// that can be resolved.
fn must_be_taken(text: &str) -> bool {
    let is_page = |url: &Url| matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text;
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with("xn--")
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    Url::parse(text).ok().filter(is_page).is_some_and(|url| match url.host() {
        Some(url::Host::Domain(name)) => name.len() <= 253 && name.split('.').all(is_label),
        Some(url::Host::Ipv4(_) | url::Host::Ipv6(_)) => url.port() != Some(0),
        None => false,
    } && url.port() != Some(0))
}

fn as_an_entry(text: &str, origin: Option<&Origin>, said: &mut String) {
    let strict = OriginSet::parse([text]);
    match open().parse([text]) {
        Ok(set) => {
            assert_eq!((set.len(), set.iter().next()), (1, Some(text)));
            let names_nobody = matches!(text, "null" | "file://");
            assert_eq!(
                origin.is_some() || names_nobody,
                !text.contains('*'),
                "neither an origin nor a pattern: {text:?}"
            );
            assert_eq!(set.contains(text), !text.contains('*'), "its own text: {text:?}");
            for sample in samples(text) {
                assert_eq!(set.contains(&sample), naive::admits(text, &sample), "{sample:?} by {text:?}");
            }
            if let Err(errors) = strict {
                mistakes::check(&errors);
                let dangers = [MistakeKind::Insecure, MistakeKind::PublicSuffix, MistakeKind::NullOrigin];
                assert!(errors.iter().all(|mistake| dangers.contains(&mistake.kind())), "{errors}");
                writeln!(said, "{errors}").expect("a text");
            }
        }
        Err(errors) => {
            assert!(origin.is_none(), "an origin that is no entry: {text:?}");
            assert!(strict.is_err(), "shut doors let {text:?} in");
            mistakes::check(&errors);
            assert_eq!(errors.iter().count(), 1, "one entry has one mistake: {errors}");
            for mistake in &errors {
                for advised in mistakes::advised(&mistake.message()) {
                    let outcome = open().parse([&advised]);
                    assert!(outcome.is_ok(), "{text:?}: {advised:?} is advised and refused: {outcome:?}");
                }
            }
            writeln!(said, "{errors}").expect("a text");
        }
    }
}

/// Origins that a pattern admits, or nearly.
pub(crate) fn samples(entry: &str) -> impl Iterator<Item = String> {
    const ENDS: [&str; 9] = ["", ":1", ":8443", ":65535", ":65536", ":0", ":01", ":80", ":443"];
    let fillings = ["a", "a.b", "-", "a-1", "_", "", ".", "A", "xn--a", "a:1"];
    let (without_port, ends) = entry.strip_suffix(":*").map_or((entry, &ENDS[..1]), |host| (host, &ENDS[..]));
    fillings
        .into_iter()
        .flat_map(move |filling| ends.iter().map(move |end| format!("{}{end}", without_port.replacen('*', filling, 1))))
}

fn as_a_list(text: &str, said: &mut String) {
    match text.parse::<OriginSet>() {
        Ok(set) => {
            assert!(!set.is_empty());
            let again = OriginSet::parse(set.iter()).expect("what was taken is taken again");
            assert_eq!(again.iter().collect::<Vec<_>>(), set.iter().collect::<Vec<_>>());
            writeln!(said, "{} entries, {} exact", set.len(), set.exact_len()).expect("a text");
        }
        Err(errors) => {
            mistakes::check(&errors);
            writeln!(said, "{errors}").expect("a text");
        }
    }
}
