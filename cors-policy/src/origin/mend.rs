//! What was meant by a text that is no origin: what to write instead.
//!
//! Nothing is advised that is not an origin or a pattern itself: what is made here goes through the parser, and a text that
//! cannot be made to pass it is answered in words.

use std::net::Ipv6Addr;

use super::kind::PatternKind;
use super::limits::{MAX_ORIGIN, default_port};
use super::scheme::{self, SchemeKind};
use super::shape::Shape;
use super::{host, ip, punycode};

/// Longer texts are not looked into: whoever sends them must not choose how long that takes.
const LONGEST: usize = 4096;

/// The literal to write: one string, or the list of several.
pub(super) fn meant(text: &str, before: Option<&str>) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let pieces = pieces(text);
    if pieces.len() > 1 {
        let origins: Vec<String> = pieces.into_iter().map(mended).collect::<Option<_>>()?;
        let origins: Vec<String> = origins.iter().map(|origin| format!("{origin:?}")).collect();
        return Some(format!("[{}]", origins.join(", ")));
    }
    let meant = further_port(text, before).or_else(|| mended(text))?;
    Some(format!("{meant:?}"))
}

/// Whether a text says that everybody is admitted, in the word of another library or of its writer.
pub(super) fn says_everybody(text: &str) -> bool {
    let words = ["all", "any", "anybody", "anyone", "everybody", "everyone", "everything"];
    words.iter().any(|word| text.trim().eq_ignore_ascii_case(word))
}

/// Whether a text has signs of a regular expression or of a glob, which no origin and no pattern has.
pub(super) fn is_of_other_notation(text: &str) -> bool {
    let authority = text.split_once("://").map_or(text, |(_, authority)| authority);
    let is_address = authority.starts_with('[') && authority.contains(':');
    let has_class = !is_address && ["]+", "]*", "]{"].iter().any(|sign| authority.contains(sign));
    text.starts_with("http") && (has_class || authority.starts_with("?."))
}

/// The origins in a text that holds several; else the text.
fn pieces(text: &str) -> Vec<&str> {
    let separated = |c: char| matches!(c, ';' | '|' | ',') || c.is_whitespace() || c.is_control();
    let pieces: Vec<&str> = text.split(separated).filter(|piece| !bare(piece).is_empty()).collect();
    if pieces.iter().filter(|piece| piece.contains("://")).count() > 1 { pieces } else { vec![text] }
}

/// A piece without what other notations put around it.
fn bare(piece: &str) -> &str {
    let piece = piece.trim_matches(['"', '\'', '`', '<', '>']);
    let piece = piece.strip_prefix("[\"").or_else(|| piece.strip_prefix("['")).unwrap_or(piece);
    piece.strip_suffix("\"]").or_else(|| piece.strip_suffix("']")).unwrap_or(piece)
}

/// `3001` after `http://localhost:3000`: the same host with another port.
fn further_port(text: &str, before: Option<&str>) -> Option<String> {
    let digits = text.trim().trim_start_matches(':');
    let port: u16 = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let before = before?;
    let shape = Shape::of(before).ok().filter(|shape| shape.kind == PatternKind::Exact)?;
    let host_end = shape.scheme_len + "://".len() + shape.host_len;
    checked(format!("{}:{port}", before.get(..host_end)?))
}

/// What passes the parser, and names somebody. An opaque host may have a quotation mark, but nobody means one.
fn checked(candidate: String) -> Option<String> {
    let passes =
        !candidate.contains(['"', '\'']) && Shape::of(&candidate).is_ok_and(|shape| shape.kind != PatternKind::Nobody);
    passes.then_some(candidate)
}

/// One origin or pattern with all that keeps it from being one mended.
fn mended(text: &str) -> Option<String> {
    if parts_a_name(bare(text.trim())) {
        return None;
    }
    let text: String = bare(text.trim()).chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let text = without_regular_expression(&text);
    if text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("file:")) || text.len() > LONGEST {
        return None;
    }
    let (scheme, authority) = match text.split_once("://") {
        Some((scheme, authority)) => (Some(scheme.to_ascii_lowercase()), authority),
        None => without_scheme(&text)?,
    };
    let authority = authority.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = split_port(authority)?;
    if scheme.is_none() && (host.bytes().all(|byte| byte.is_ascii_digit()) || !is_number_or_star(port)) {
        // A number by itself, or another kind of URL (`about:blank`): no host.
        return None;
    }
    let on_this_machine = matches!(&*host, "127.0.0.1" | "[::1]") || host::is_localhost(&host);
    let default = if on_this_machine { "http" } else { "https" };
    let scheme = match scheme.as_deref() {
        None | Some("ws") => default,
        Some("wss" | "ftp") => "https",
        Some(scheme) if scheme::is_well_formed(scheme) => scheme,
        Some(_) => "https",
    };
    let written = text.split("://").next().unwrap_or_default();
    let opaque = SchemeKind::of(scheme.as_bytes()) == SchemeKind::Opaque;
    let host = if opaque { host } else { mended_host(&host)? };
    let port = if opaque && host == "*" { String::new() } else { mended_port(port, &[scheme, written]) };
    checked(format!("{scheme}://{host}{port}"))
}

/// Whether there is white space inside a name: what it parts may be two origins, or one that nobody can guess.
fn parts_a_name(text: &str) -> bool {
    let is_of_a_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let Some(mut before) = words.next() else { return false };
    words.any(|word| {
        let parts = before.ends_with(is_of_a_name) && word.starts_with(is_of_a_name);
        before = word;
        parts
    })
}

/// The scheme as far as there is one, and what follows it, of a text without `://`.
fn without_scheme(text: &str) -> Option<(Option<String>, &str)> {
    for scheme in ["https", "http"] {
        if let Some(rest) = text.strip_prefix(scheme).and_then(|rest| rest.strip_prefix(':')) {
            return Some((Some(scheme.to_owned()), rest.trim_start_matches('/')));
        }
    }
    let authority = text.trim_start_matches('/');
    (!authority.is_empty()).then_some((None, authority))
}

fn is_number_or_star(port: &str) -> bool {
    port.is_empty() || port == "*" || port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Host and port; an IPv6 address without its brackets gets them.
fn split_port(authority: &str) -> Option<(String, &str)> {
    if authority.starts_with('[') {
        let (host, port) = authority.split_at_checked(authority.find(']')? + 1)?;
        return Some((host.to_owned(), port.strip_prefix(':').unwrap_or(port)));
    }
    let Some((host, port)) = authority.split_once(':') else { return Some((authority.to_owned(), "")) };
    if !port.contains(':') {
        return Some((host.to_owned(), port));
    }
    // `::1:5052` is an address too, but nobody writes one with four decimal digits at its end.
    let in_brackets = |address: Ipv6Addr| format!("[{}]", ip::serialize_v6(address));
    if let Some((address, port)) = authority.rsplit_once(':') {
        if let (2.., Ok(address), Ok(_)) = (port.len(), address.parse::<Ipv6Addr>(), port.parse::<u16>()) {
            return Some((in_brackets(address), port));
        }
    }
    authority.parse::<Ipv6Addr>().ok().map(|address| (in_brackets(address), ""))
}

fn mended_port(port: &str, schemes: &[&str]) -> String {
    if port.contains('*') {
        return ":*".to_owned();
    }
    match port.parse::<u16>() {
        Ok(number) if number > 0 && !schemes.iter().any(|scheme| default_port(scheme.as_bytes()) == Some(number)) => {
            format!(":{number}")
        }
        _ => String::new(),
    }
}

fn mended_host(host: &str) -> Option<String> {
    if let Some(inside) = host.strip_prefix('[') {
        let address: Ipv6Addr = inside.trim_end_matches(']').parse().ok()?;
        return Some(format!("[{}]", ip::serialize_v6(address)));
    }
    if host.len() > MAX_ORIGIN {
        return None;
    }
    let host = punycode::to_ascii(host)?;
    let mut labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    // One `*.` matches any number of labels.
    let stars = labels.iter().take_while(|&&label| label == "*").count();
    labels.drain(..stars.saturating_sub(1));
    let host = labels.join(".");
    if ip::ends_in_a_number(&host) {
        return ip::loose_v4(&host).map(|address| address.to_string());
    }
    Some(host)
}

/// A regular expression as the pattern that it comes nearest to, if it is one.
fn without_regular_expression(text: &str) -> String {
    let is_one = text.contains("\\.")
        || text.starts_with('^')
        || text.contains("[^")
        || text.contains("?://")
        || text.contains(".+")
        || is_of_other_notation(text);
    if !is_one && !text.contains("://.*") {
        return text.to_owned();
    }
    let mut text = text.trim_start_matches('^').trim_end_matches('$').replace("\\/", "/");
    text = text.replace("https?://", "https://");
    for any in ["[^.]+", "[^.]*", "[^/]+", "[^/]*", "[a-z0-9-]+", "[a-z0-9-]*", "[a-z0-9]+", "[a-z]+", "\\w+", "\\d+"] {
        text = text.replace(any, "*");
    }
    text = without_classes(&text);
    if let Some((scheme, below)) = text.split_once("://?.") {
        text = format!("{scheme}://*.{below}");
    }
    for any in [".*", ".+"] {
        text = text.replace(any, "*");
    }
    text.replace("(*)", "*").replace("(?:*)", "*").replace("\\.", ".")
}

/// A class of characters with its repetition, `[A-Za-z0-9-]{1,63}`, as a `*`.
fn without_classes(text: &str) -> String {
    let mut rest = text;
    let mut without = String::new();
    while let Some((before, after)) = rest.split_once('[') {
        let Some((_, after_class)) = after.split_once(']').filter(|_| !before.ends_with("://") || !is_v6(after)) else {
            break;
        };
        without.push_str(before);
        without.push('*');
        rest = match after_class.split_once('}').filter(|_| after_class.starts_with('{')) {
            Some((_, after)) => after,
            None => after_class.strip_prefix(['+', '*']).unwrap_or(after_class),
        };
    }
    without + rest
}

/// Whether an IPv6 address follows a bracket.
fn is_v6(after: &str) -> bool {
    after.split(']').next().is_some_and(|inside| inside.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant() {
        for (text, literal) in [
            ("https://app.example.com/", r#""https://app.example.com""#),
            ("https://app.example.com/path?x#y", r#""https://app.example.com""#),
            ("app.example.com", r#""https://app.example.com""#),
            ("//app.example.com", r#""https://app.example.com""#),
            ("https:/app.example.com", r#""https://app.example.com""#),
            ("localhost:3000", r#""http://localhost:3000""#),
            ("localhost.example.com", r#""https://localhost.example.com""#),
            ("https://a.example https://b.example", r#"["https://a.example", "https://b.example"]"#),
            ("https://a.example; https://b.example", r#"["https://a.example", "https://b.example"]"#),
            ("https://a.example|https://b.example", r#"["https://a.example", "https://b.example"]"#),
            (r#"["https://a.example","https://b.example"]"#, r#"["https://a.example", "https://b.example"]"#),
            (r#"["https://a.example"]"#, r#""https://a.example""#),
            (r#""https://a.example""#, r#""https://a.example""#),
            (" https://a.example", r#""https://a.example""#),
            ("http://localhost:08080", r#""http://localhost:8080""#),
            ("https://app.example.com:0443", r#""https://app.example.com""#),
            ("https://app..example.com", r#""https://app.example.com""#),
            ("http://::1", r#""http://[::1]""#),
            ("http://::1:5052", r#""http://[::1]:5052""#),
            ("http://2001:db8::1:3000", r#""http://[2001:db8::1]:3000""#),
            ("HTTPS://App.example.com:443/", r#""https://app.example.com""#),
            ("https://me@app.example.com", r#""https://app.example.com""#),
            ("https://münchen.example", r#""https://xn--mnchen-3ya.example""#),
            ("https://app.example.com.", r#""https://app.example.com""#),
            ("http://127.1:3000", r#""http://127.0.0.1:3000""#),
            ("http://[::ffff:127.0.0.1]", r#""http://[::ffff:7f00:1]""#),
            ("https://*.Example.com", r#""https://*.example.com""#),
            ("https://PR-*.example.com:8443", r#""https://pr-*.example.com:8443""#),
            (r"https://.*\.example\.com", r#""https://*.example.com""#),
            (r"^https://[^.]+\.example\.com$", r#""https://*.example.com""#),
            (r"https?://pr-\d+\.preview\.example\.com", r#""https://pr-*.preview.example.com""#),
            ("https://[a-z]+.example.com", r#""https://*.example.com""#),
            ("https://pr-[A-Za-z0-9-]{1,9}.example.com:8443", r#""https://pr-*.example.com:8443""#),
            ("https://?.example.com", r#""https://*.example.com""#),
            ("https:a.example", r#""https://a.example""#),
            ("https:// a.example", r#""https://a.example""#),
            ("https://*.*.acme.com", r#""https://*.acme.com""#),
            ("wss://app.example.com", r#""https://app.example.com""#),
            ("ws://app.example.com:80", r#""https://app.example.com""#),
            ("ftp://files.example.com", r#""https://files.example.com""#),
            ("moz-extension://*:*", r#""moz-extension://*""#),
            ("tauri://localhost/", r#""tauri://localhost""#),
            ("chrome-extension://abc/*", r#""chrome-extension://abc""#),
        ] {
            assert_eq!(meant(text, None).as_deref(), Some(literal), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_told() {
        for text in ["https://a b.example", "https://a.example b.example", "a b", "https://a.exam\nple"] {
            assert_eq!(meant(text, None), None, "{text}");
        }
        for text in ["", "*", "3001", "about:blank", "https://", "https://*", "http://192.168.1.*", "data:,x", "."] {
            assert_eq!(meant(text, None), None, "{text}");
        }
        assert_eq!(meant(&format!("https://a.example/{}", "a".repeat(LONGEST)), None), None);
    }

    #[test]
    fn a_number_after_an_origin_is_a_port() {
        let before = Some("http://localhost:3000");
        assert_eq!(meant("3001", before).as_deref(), Some(r#""http://localhost:3001""#));
        assert_eq!(meant("80", before), None);
    }
}
