//! One item of a list of origins: an origin, a pattern of origins, or `null`.

use super::kind::{PatternKind, PatternPort};
use super::scheme::SchemeKind;
use super::shape::Shape;
use super::words;
use crate::mistake::Fault;

/// An origin or a pattern that has been parsed. Its `text` is its only form, since no other form parses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OriginPattern {
    pub(crate) text: String,
    pub(crate) kind: PatternKind,
    pub(crate) port: PatternPort,
    shape: Shape,
}

impl OriginPattern {
    /// Parses a text strictly: what this returns can be compared byte for byte with what browsers send. `before` is the
    /// last origin before it in its list, which may tell what was meant.
    pub(crate) fn parse(text: &str, before: Option<&str>) -> Result<Self, Fault> {
        let shape = Shape::of(text).map_err(|flaw| words::describe(text, flaw, before))?;
        Ok(Self::new(text, shape))
    }

    /// Takes a text apart that was parsed before, when the program was compiled.
    pub(crate) fn of_valid(text: &str) -> Option<Self> {
        Shape::of(text).ok().map(|shape| Self::new(text, shape))
    }

    fn new(text: &str, shape: Shape) -> Self {
        Self { text: text.to_owned(), kind: shape.kind, port: shape.port, shape }
    }

    pub(crate) fn scheme(&self) -> &str {
        &self.text[..self.shape.scheme_len]
    }

    /// The host, its wildcard included; empty where nobody is named.
    pub(crate) fn host(&self) -> &str {
        match self.kind {
            PatternKind::Nobody => "",
            _ => &self.text[self.shape.scheme_len + 3..self.shape.scheme_len + 3 + self.shape.host_len],
        }
    }

    /// The name right of a wildcard's leftmost label.
    pub(crate) fn parent(&self) -> Option<&str> {
        match self.kind {
            PatternKind::Nobody | PatternKind::Exact | PatternKind::AnyHost => None,
            PatternKind::Subdomains | PatternKind::InLabel { .. } => {
                self.host().split_once('.').map(|(_, parent)| parent)
            }
        }
    }

    /// Whether anyone on the network path can speak for this origin: `http`, and not on the machine itself (W3C Secure
    /// Contexts, "potentially trustworthy origin"). The pages of applications and extensions do not travel a network.
    pub(crate) fn is_insecure(&self) -> bool {
        self.scheme() == "http" && !self.shape.loopback
    }

    /// Whether its scheme has hosts that are opaque.
    pub(crate) fn is_opaque(&self) -> bool {
        SchemeKind::of(self.scheme().as_bytes()) == SchemeKind::Opaque
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MistakeKind;

    fn fault(text: &str) -> Fault {
        OriginPattern::parse(text, None).expect_err(text)
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
            "https://*.example.com",
            "https://*.example.com:8443",
            "https://*.example.com:*",
            "https://*.xn--mnchen-3ya.example",
            "https://xn--*.example.com",
            "https://pr-*.preview.example.com",
            "https://*-pr.preview.example.com",
            "https://0*.example.com",
            "https://0x*.example.com",
            "https://*0.example.com",
            "https://1*.example.com",
            "https://x*.example.com",
            "http://localhost:*",
            "http://[::1]:*",
            "chrome-extension://abcdefghijklmnop",
            "capacitor://localhost",
            "tauri://localhost:1420",
            "tauri://localhost:*",
            "app://.",
            "app://Obsidian.md",
            "moz-extension://*",
            "vscode-webview://*",
            "null",
            "file://",
        ] {
            assert_eq!(OriginPattern::parse(text, None).map(|entry| entry.text), Ok(text.to_owned()));
        }
    }

    #[test]
    fn files_have_no_origin_however_they_are_written() {
        for text in ["file:", "file:///home/me/page.html", "FILE://", "file:/page.html", "file://host", "file://*"] {
            assert!(fault(text).what.ends_with("names files"), "{text}");
        }
    }

    #[test]
    fn no_page_comes_by_these_schemes() {
        for text in ["ws://app.example.com", "wss://app.example.com", "ftp://app.example.com"] {
            let fault = fault(text);
            assert_eq!(fault.kind, MistakeKind::NotAnOrigin, "{text}");
            assert_eq!(fault.write, "\"https://app.example.com\"", "{text}");
        }
    }

    #[test]
    fn punycode_that_is_none() {
        for text in
            ["https://xn--f", "https://*.xn--a.example.com", "https://a.xn--.example", "https://xn--abc-.example"]
        {
            assert!(fault(text).what.ends_with("is no Punycode"), "{text}");
        }
    }

    #[test]
    fn wildcards_stand_left_or_not_at_all() {
        for text in [
            "https://*",
            "https://a.*.com",
            "https://*.*.com",
            "https://*.a.*.com",
            "https://a*b*.example.com",
            "https://exam*",
            "https://mü-*.example.com",
            "*://example.com",
            "https://*.1.2.3.4",
            "https://*.0.0.1",
            "http://192.168.1.*",
            "https://[*::1]",
            "https://example.com:80*",
            "moz-extension://*:80",
            "moz-extension://*:*",
            "moz-extension://a*",
            "app://*.example.com",
            r"https://.*\.example\.com",
        ] {
            assert_eq!(fault(text).kind, MistakeKind::Wildcard, "{text}");
        }
    }

    #[test]
    fn ranges_of_addresses_are_a_question_for_the_application() {
        for text in ["http://192.168.1.*", "http://10.0.0.0/8", "http://192.168.0-9.*:*"] {
            assert!(fault(text).write.contains("`origins_if`"), "{text}");
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
            format!("app://{}", "a".repeat(254)),
        ] {
            assert!(OriginPattern::parse(&text, None).is_err(), "{text}");
        }
        let scheme = "a".repeat(64);
        for text in [
            format!("https://{}.example.com", &label[1..]),
            format!("https://{}*.example.com", &label[2..]),
            format!("{scheme}://example.com"),
            format!("app://{}", "a".repeat(253)),
        ] {
            assert!(OriginPattern::parse(&text, None).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_scheme_has_none_but_its_own_characters() {
        for text in ["9p://a", "+a://a", "a_b://a", "a%b://a", "a,b://a", "é://a", "://a"] {
            assert!(fault(text).what.ends_with("is not a scheme"), "{text}");
        }
    }

    #[test]
    fn a_long_text_is_shown_by_its_beginning_and_not_encoded() {
        // To encode it would take minutes.
        let letters = (0..1_000_000).filter_map(|i| char::from_u32(0x4e00 + i % 20_000));
        let fault = fault(&format!("https://{}", letters.collect::<String>()));
        assert!(fault.what.len() < 200 && fault.write.len() < 200, "{}", fault.what);
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
            ("chrome-extension://abc", false),
            ("moz-extension://*", false),
            ("null", false),
        ] {
            assert_eq!(OriginPattern::parse(text, None).unwrap().is_insecure(), insecure, "{text}");
        }
    }
}
