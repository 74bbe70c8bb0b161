//! One entry of a list of origins: an origin, a pattern, or `null`.

use std::net::Ipv6Addr;

use super::host::{self, HostKind, MAX_HOST, MAX_LABEL};
use super::ip;
use super::serialized::{MAX_SCHEME, default_port};
use crate::mistake::{Fault, MistakeKind};

/// What an entry admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    /// The opaque origin `null`.
    Null,
    /// One host.
    Exact,
    /// All names below one, `*.`.
    Subdomains,
    /// Names whose leftmost label fits, `pr-*.`; the `*` stands at this byte of the host.
    InLabel { star: usize },
}

/// The port of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryPort {
    /// This port; none is the scheme's default.
    Fixed(Option<u16>),
    /// `:*`, no port or any.
    Any,
}

impl EntryPort {
    pub(crate) fn is_any(self) -> bool {
        self == Self::Any
    }
}

/// A parsed entry; `text` is its canonical form, since no other form parses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) text: String,
    pub(crate) kind: EntryKind,
    pub(crate) port: EntryPort,
    scheme_len: usize,
    host_len: usize,
    loopback: bool,
}

impl Entry {
    /// Parses an entry strictly: what this returns can be compared byte for byte with what browsers send.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        if text == "null" {
            return Ok(Self {
                text: text.to_owned(),
                kind: EntryKind::Null,
                port: EntryPort::Fixed(None),
                scheme_len: 0,
                host_len: 0,
                loopback: false,
            });
        }
        let (scheme, authority) = split_scheme(text)?;
        let (host, port) = split_authority(text, scheme, authority)?;
        let suggest = |better: &str| {
            let port = port.map_or(String::new(), |port| format!(":{port}"));
            format!("\"{scheme}://{better}{port}\"")
        };
        let (kind, host_kind) = check_host(host, &suggest)?;
        let port = check_port(scheme, host, port)?;
        let loopback = matches!(host_kind, HostKind::Address { loopback: true })
            || host == "localhost"
            || host.ends_with(".localhost");
        Ok(Self { text: text.to_owned(), kind, port, scheme_len: scheme.len(), host_len: host.len(), loopback })
    }

    pub(crate) fn scheme(&self) -> &str {
        &self.text[..self.scheme_len]
    }

    /// The host, its wildcard included; empty for `null`.
    pub(crate) fn host(&self) -> &str {
        match self.kind {
            EntryKind::Null => "",
            _ => &self.text[self.scheme_len + 3..self.scheme_len + 3 + self.host_len],
        }
    }

    /// The name a wildcard's leftmost label stands under.
    pub(crate) fn parent(&self) -> Option<&str> {
        match self.kind {
            EntryKind::Null | EntryKind::Exact => None,
            EntryKind::Subdomains | EntryKind::InLabel { .. } => self.host().split_once('.').map(|(_, parent)| parent),
        }
    }

    /// Whether anyone on the network path can speak for this origin: not https, and not on the machine itself
    /// (W3C Secure Contexts, "potentially trustworthy origin").
    pub(crate) fn is_insecure(&self) -> bool {
        self.scheme() != "https" && !self.loopback
    }
}

fn split_scheme(text: &str) -> Result<(&str, &str), Fault> {
    if text.is_empty() {
        return Err(Fault::new(
            MistakeKind::Empty,
            "an empty text among the origins",
            "it admits nobody, so it is most likely a slip",
            "an origin such as \"https://app.example.com\", or nothing at all",
        ));
    }
    if let Some(bad) = text.chars().find(|c| c.is_whitespace() || c.is_control()) {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!(
                "`{}` has {} in it",
                text.escape_debug(),
                if bad == ' ' { "a space" } else { "white space or a control character" }
            ),
            "origins are compared byte for byte and browsers never send this, so it never matches",
            without_spaces(text),
        ));
    }
    if text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("file:")) {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("`{text}` names files"),
            "pages opened from files have no origin of their own; browsers send `null` for them",
            "the origin of a server that serves the page, such as \"http://localhost:8080\"",
        ));
    }
    let Some((scheme, authority)) = text.split_once("://") else {
        return Err(no_scheme(text));
    };
    let lower = scheme.to_ascii_lowercase();
    if scheme.contains('*') {
        return Err(Fault::new(
            MistakeKind::Wildcard,
            format!("`{text}` has a `*` in its scheme"),
            "a wildcard may stand for a host's leftmost label or its port only",
            format!("\"https://{authority}\", and a second entry where http is meant too"),
        ));
    }
    if scheme != lower {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("the scheme `{scheme}` has upper-case letters"),
            "browsers send schemes in lower case and origins are compared byte for byte, so this one never matches",
            format!("\"{lower}://{authority}\""),
        ));
    }
    if scheme.len() > MAX_SCHEME {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("the scheme `{}` is {} bytes long", host::beginning(scheme), scheme.len()),
            format!("schemes end at {MAX_SCHEME} bytes here; the longest in use have about twenty"),
            "the scheme of a real page, such as `https`",
        ));
    }
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.'));
    if !well_formed {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("`{scheme}` is not a scheme"),
            "a scheme is a letter followed by letters, digits, `+`, `-` or `.` (RFC 3986 section 3.1)",
            format!("\"https://{authority}\""),
        ));
    }
    Ok((scheme, authority))
}

/// What was most likely meant by a text with spaces in it: several origins, or one without them.
fn without_spaces(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    if words.iter().filter(|word| word.contains("://")).count() > 1 {
        let origins: Vec<String> =
            words.iter().filter(|word| !word.is_empty()).map(|word| format!("\"{word}\"")).collect();
        return format!("[{}]", origins.join(", "));
    }
    format!("\"{}\"", words.concat())
}

/// A text without `://`: nothing before it, or too little of it.
fn no_scheme(text: &str) -> Fault {
    for scheme in ["http", "https"] {
        if let Some(rest) = text.strip_prefix(scheme).and_then(|rest| rest.strip_prefix(':')) {
            return Fault::new(
                MistakeKind::NotAnOrigin,
                format!("`{text}` has not both slashes after its scheme"),
                "origins are compared byte for byte and browsers send `://` there, so this one never matches",
                format!("\"{scheme}://{}\"", rest.trim_start_matches('/')),
            );
        }
    }
    let authority = text.trim_start_matches('/');
    let on_this_machine = ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|host| authority.strip_prefix(host).is_some_and(|after| after.is_empty() || after.starts_with(':')));
    Fault::new(
        MistakeKind::NotAnOrigin,
        format!("`{text}` has no scheme"),
        "http and https of one host are different origins, so the scheme belongs to an origin",
        format!("\"{}://{authority}\"", if on_this_machine { "http" } else { "https" }),
    )
}

/// Host and port; whatever follows them makes the text a URL, and is refused.
fn split_authority<'a>(text: &str, scheme: &str, authority: &'a str) -> Result<(&'a str, Option<&'a str>), Fault> {
    if let Some(end) = authority.find(['/', '\\', '?', '#']) {
        let what = match &authority[end..] {
            "/" => "ends in a slash",
            tail if tail.starts_with('?') => "has a query",
            tail if tail.starts_with('#') => "has a fragment",
            _ => "has a path",
        };
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("`{text}` {what}"),
            "an origin is scheme, host and port only; browsers compare it byte for byte with this text, so it never matches",
            format!("\"{scheme}://{}\"", &authority[..end]),
        ));
    }
    if let Some((_, host)) = authority.rsplit_once('@') {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("`{text}` has user info"),
            "an origin is scheme, host and port only; browsers never send a user name in it",
            format!("\"{scheme}://{host}\""),
        ));
    }
    if authority.starts_with('[') {
        let end = authority.find(']').map_or(authority.len(), |end| end + 1);
        return match authority[end..].strip_prefix(':') {
            Some(port) => Ok((&authority[..end], Some(port))),
            None if end == authority.len() && authority.ends_with(']') => Ok((authority, None)),
            None => Err(Fault::new(
                MistakeKind::NotAnOrigin,
                format!("`{text}` has an IPv6 address that does not end where its bracket should"),
                "an IPv6 address stands in brackets, and only a port may follow",
                "an address such as \"http://[::1]:8080\"",
            )),
        };
    }
    match authority.split_once(':') {
        None => Ok((authority, None)),
        Some((_, rest)) if rest.contains(':') => Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("`{text}` has more than one colon after its scheme"),
            "a host has one port at most, and an IPv6 address stands in brackets",
            authority.parse::<Ipv6Addr>().map_or_else(
                |_| "an origin such as \"http://localhost:8080\" or \"http://[::1]:8080\"".to_owned(),
                |address| format!("\"{scheme}://[{}]\"", ip::serialize_v6(address)),
            ),
        )),
        Some((host, port)) => Ok((host, Some(port))),
    }
}

fn check_port(scheme: &str, host: &str, port: Option<&str>) -> Result<EntryPort, Fault> {
    let Some(port) = port else {
        return Ok(EntryPort::Fixed(None));
    };
    if port == "*" {
        return Ok(EntryPort::Any);
    }
    if port.contains('*') {
        return Err(Fault::new(
            MistakeKind::Wildcard,
            format!("`*` is only a part of the port `{port}`"),
            "a port is one number or, as `:*`, any; there are no ranges",
            format!("\"{scheme}://{host}:*\""),
        ));
    }
    let refused = |what: String, why: &str| {
        Fault::new(
            MistakeKind::NotAnOrigin,
            what,
            why,
            format!("\"{scheme}://{host}\", or with the port the page is served on"),
        )
    };
    if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused(format!("`{port}` is not a port"), "a port is a number from 1 to 65535, or `*` for any"));
    }
    let Ok(number) = port.parse::<u16>() else {
        return Err(refused(format!("the port `{port}` is over 65535"), "there is no such port"));
    };
    if number == 0 {
        return Err(refused("port 0 is no port".to_owned(), "no page is ever served on it, so this one never matches"));
    }
    let default = Some(number) == default_port(scheme.as_bytes());
    if port.starts_with('0') {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("the port `{port}` starts with a zero"),
            "browsers write ports without leading zeros, so this one never matches",
            if default { format!("\"{scheme}://{host}\"") } else { format!("\"{scheme}://{host}:{number}\"") },
        ));
    }
    if default {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("`:{port}` is what {scheme} means without a port"),
            "browsers leave a scheme's default port out of an origin, so this one never matches",
            format!("\"{scheme}://{host}\""),
        ));
    }
    Ok(EntryPort::Fixed(Some(number)))
}

fn check_host(host: &str, suggest: &dyn Fn(&str) -> String) -> Result<(EntryKind, HostKind), Fault> {
    if !host.contains('*') {
        return Ok((EntryKind::Exact, host::check(host, suggest)?));
    }
    let wildcard = |what: String, why: &str, write: &str| Fault::new(MistakeKind::Wildcard, what, why, write);
    if host.starts_with('[') {
        return Err(wildcard(
            format!("`{host}` has a `*` in an IP address"),
            "an IP address has no subdomains",
            "each address by itself",
        ));
    }
    let Some((label, parent)) = host.split_once('.') else {
        return Err(if host == "*" {
            wildcard(
                "`*` stands for the whole host".to_owned(),
                "every host of the world would be admitted, which is said in another way",
                "origins = \"*\", or the names that are meant, such as \"https://*.example.com\"",
            )
        } else {
            wildcard(
                format!("`{host}` is a wildcard in a single label"),
                "a wildcard needs a name of yours to stand under",
                "a pattern such as \"https://pr-*.preview.example.com\"",
            )
        });
    };
    if parent.contains('*') || !label.contains('*') {
        return Err(wildcard(
            format!("`{host}` has a `*` outside its leftmost label"),
            "only what stands left of a name of yours is yours to give away",
            "a pattern such as \"https://*.example.com\"",
        ));
    }
    if label.bytes().filter(|&byte| byte == b'*').count() > 1 {
        return Err(wildcard(
            format!("`{host}` has two `*` in one label"),
            "one `*` already stands for any text; two hide how much is admitted",
            "one `*`, such as \"https://pr-*.preview.example.com\"",
        ));
    }
    let parent_kind = host::check(parent, &|better: &str| suggest(&format!("{label}.{better}")));
    match parent_kind {
        Ok(HostKind::Domain) => {}
        Ok(HostKind::Address { .. }) => return Err(over_an_address(host)),
        Err(_) if ip::ends_in_a_number(parent) => return Err(over_an_address(host)),
        Err(fault) => return Err(fault),
    }
    if host.len() > MAX_HOST {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("the host `{}` is {} bytes long", host::beginning(host), host.len()),
            format!("names end at {MAX_HOST} bytes (RFC 1035), so no page can have such an origin"),
            "the host's real name",
        ));
    }
    if label == "*" {
        return Ok((EntryKind::Subdomains, HostKind::Domain));
    }
    if !label.is_ascii() {
        return Err(wildcard(
            format!("`{label}` has characters outside ASCII beside its `*`"),
            "browsers send such a label in its ASCII form (Punycode), which is another one for each text the `*` stands for",
            "each origin by itself, or a pattern whose label is ASCII, such as \"https://pr-*.preview.example.com\"",
        ));
    }
    // The label alone is no host: `0x` would be a number there, and above a name it is none.
    host::check_characters(label, &|better: &str| suggest(&format!("{better}.{parent}")))?;
    if label.len() > MAX_LABEL {
        return Err(wildcard(
            format!("the label `{}` is {} bytes long", host::beginning(label), label.len()),
            "labels end at 63 bytes (RFC 1035), so no page can have such an origin",
            "a shorter label",
        ));
    }
    let star = label.find('*').unwrap_or_default();
    Ok((EntryKind::InLabel { star }, HostKind::Domain))
}

fn over_an_address(host: &str) -> Fault {
    Fault::new(
        MistakeKind::Wildcard,
        format!("`{host}` is a wildcard over an IP address"),
        "an IP address has no subdomains, so this never matches",
        "each address by itself",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        Entry::parse(text).expect_err(text)
    }

    #[test]
    fn what_browsers_send_parses() {
        for text in [
            "https://app.example.com",
            "http://localhost:3000",
            "http://127.0.0.1",
            "http://[::1]:8080",
            "https://[::ffff:7f00:1]",
            "https://xn--mnchen-3ya.example",
            "https://a_b.example.com",
            "chrome-extension://abcdefghijklmnop",
            "capacitor://localhost",
            "https://*.example.com",
            "https://*.example.com:8443",
            "https://*.example.com:*",
            "https://pr-*.preview.example.com",
            "https://*-pr.preview.example.com",
            "https://0*.example.com",
            "https://0x*.example.com",
            "https://*0.example.com",
            "https://1*.example.com",
            "https://x*.example.com",
            "http://localhost:*",
            "http://[::1]:*",
            "null",
        ] {
            assert_eq!(Entry::parse(text).map(|entry| entry.text), Ok(text.to_owned()));
        }
    }

    #[test]
    fn suggestions_are_what_was_meant() {
        for (text, write) in [
            ("https://app.example.com/", "\"https://app.example.com\""),
            ("https://app.example.com/path?x#y", "\"https://app.example.com\""),
            ("app.example.com", "\"https://app.example.com\""),
            ("//app.example.com", "\"https://app.example.com\""),
            ("https:/app.example.com", "\"https://app.example.com\""),
            ("localhost:3000", "\"http://localhost:3000\""),
            ("localhost.example.com", "\"https://localhost.example.com\""),
            ("https://a.example https://b.example", "[\"https://a.example\", \"https://b.example\"]"),
            (" https://a.example", "\"https://a.example\""),
            ("http://localhost:08080", "\"http://localhost:8080\""),
            ("https://app.example.com:0443", "\"https://app.example.com\""),
            ("https://app..example.com", "\"https://app.example.com\""),
            ("http://::1", "\"http://[::1]\""),
            ("HTTPS://app.example.com", "\"https://app.example.com\""),
            ("https://App.example.com:8443", "\"https://app.example.com:8443\""),
            ("https://app.example.com:443", "\"https://app.example.com\""),
            ("https://me@app.example.com", "\"https://app.example.com\""),
            ("https://münchen.example", "\"https://xn--mnchen-3ya.example\""),
            ("https://app.example.com.", "\"https://app.example.com\""),
            ("http://127.1:3000", "\"http://127.0.0.1:3000\""),
            ("http://[::ffff:127.0.0.1]", "\"http://[::ffff:7f00:1]\""),
            ("https://*.Example.com", "\"https://*.example.com\""),
            ("https://PR-*.example.com:8443", "\"https://pr-*.example.com:8443\""),
        ] {
            assert_eq!(fault(text).write, write, "{text}");
        }
    }

    #[test]
    fn files_have_no_origin_however_they_are_written() {
        for text in ["file:", "file:///home/me/page.html", "FILE://", "file:/page.html"] {
            assert!(fault(text).what.ends_with("names files"), "{text}");
        }
    }

    #[test]
    fn wildcards_stand_left_or_not_at_all() {
        for text in [
            "https://*",
            "https://a.*.com",
            "https://*.*.com",
            "https://a*b*.example.com",
            "https://exam*",
            "https://mü-*.example.com",
            "*://example.com",
            "https://*.1.2.3.4",
            "https://*.0.0.1",
            "https://[*::1]",
            "https://example.com:80*",
        ] {
            assert_eq!(fault(text).kind, MistakeKind::Wildcard, "{text}");
        }
    }

    #[test]
    fn lengths() {
        let label = "a".repeat(64);
        let host = format!("{}.com", vec!["a".repeat(60); 5].join("."));
        for text in [
            format!("https://{label}.example.com"),
            format!("https://{host}"),
            format!("https://*.{host}"),
            format!("{}://example.com", "a".repeat(65)),
            format!("https://{label}*.example.com"),
        ] {
            assert!(Entry::parse(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn who_is_on_the_machine_itself() {
        for (text, insecure) in [
            ("http://localhost:3000", false),
            ("http://app.localhost", false),
            ("http://*.localhost:*", false),
            ("http://127.8.9.1", false),
            ("http://[::1]", false),
            ("https://example.com", false),
            ("http://example.com", true),
            ("http://localhost.example.com", true),
            ("http://[::2]", true),
            ("http://10.0.0.1", true),
            ("ws://example.com", true),
            ("null", true),
        ] {
            assert_eq!(Entry::parse(text).unwrap().is_insecure(), insecure, "{text}");
        }
    }
}
