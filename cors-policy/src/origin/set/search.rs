//! Looking for the pattern that covers an origin.

use super::OriginSet;
use super::label_patterns::LabelSearch;
use crate::origin::host::{is_label_byte, is_opaque_host};
use crate::origin::limits::{MAX_HOST, MAX_LABEL, MAX_ORIGIN};
use crate::origin::scheme::SchemeKind;
use crate::origin::{OriginPattern, PatternKind};

/// The bytes of an origin after its host.
#[derive(Clone, Copy)]
pub(super) enum PortText<'a> {
    /// Nothing, or `:` and a number: covered by the same text, and by `:*`.
    Fixed(&'a [u8]),
    /// `:*`, which only `:*` covers.
    Any,
}

/// A host with its labels counted.
#[derive(Clone, Copy)]
pub(super) struct HostText<'a> {
    text: &'a [u8],
    /// None where no dot of it parts labels: in an address in brackets, and in an opaque host.
    labels: Option<u32>,
    /// Whether a `*` by itself matches the whole of it.
    opaque: bool,
    /// Where the `*` is, when a pattern with a `*` inside its label is looked up.
    star: Option<usize>,
}

impl<'a> HostText<'a> {
    /// A request's host; none where no pattern could cover it.
    pub(super) fn of_request(scheme: &[u8], text: &'a [u8]) -> Option<Self> {
        let unparted = |opaque| Some(Self { text, labels: None, opaque, star: None });
        match SchemeKind::of(scheme) {
            SchemeKind::Web if text.len() > MAX_HOST => return None,
            SchemeKind::Web if text.first() == Some(&b'[') => return unparted(false),
            SchemeKind::Web => {}
            SchemeKind::Opaque => return unparted(true).filter(|_| is_opaque_host(text)),
            SchemeKind::Transport | SchemeKind::File => return None,
        }
        let mut labels = 1;
        let mut label_len = 0;
        for &byte in text {
            if byte == b'.' {
                if label_len == 0 {
                    return None;
                }
                labels += 1;
                label_len = 0;
            } else if is_label_byte(byte) && label_len < MAX_LABEL {
                label_len += 1;
            } else {
                return None;
            }
        }
        (label_len > 0).then_some(Self { text, labels: Some(labels), opaque: false, star: None })
    }

    pub(super) fn of_entry(entry: &'a OriginPattern) -> Self {
        let text = entry.host().as_bytes();
        let opaque = entry.is_opaque();
        let labels = text.split(|&byte| byte == b'.').count();
        Self {
            text,
            labels: u32::try_from(labels).ok().filter(|_| !opaque && !text.starts_with(b"[")),
            opaque,
            star: match entry.kind {
                PatternKind::InLabel { star } => Some(star),
                _ => None,
            },
        }
    }
}

impl OriginSet {
    /// The first pattern that covers a host, `except` not counted.
    pub(super) fn find_pattern(
        &self,
        scheme: &[u8],
        host: HostText<'_>,
        port: PortText<'_>,
        except: Option<usize>,
    ) -> Option<usize> {
        let search = Search { set: self, scheme, port, except };
        if let Some(number) = search.entry(&[host.text]) {
            return Some(number);
        }
        if host.opaque {
            return search.any_host();
        }
        let below_the_first = host.labels?.checked_sub(1)?;
        let mut above = below_the_first;
        for (at, _) in host.text.iter().enumerate().filter(|&(_, &byte)| byte == b'.') {
            if has_depth(self.subdomain_depths, above) {
                if let Some(number) = search.entry(&[b"*", host.text.get(at..)?]) {
                    return Some(number);
                }
            }
            above = above.checked_sub(1)?;
        }
        if has_depth(self.in_label_depths, below_the_first) {
            let first_dot = host.text.iter().position(|&byte| byte == b'.')?;
            let (label, parent) = host.text.split_at_checked(first_dot)?;
            return search.in_label(label, parent, host.star);
        }
        None
    }
}

fn has_depth(depths: u128, labels: u32) -> bool {
    depths.checked_shr(labels).is_some_and(|bits| bits & 1 == 1)
}

/// One question to a set, in all the forms its patterns can have.
struct Search<'a> {
    set: &'a OriginSet,
    scheme: &'a [u8],
    port: PortText<'a>,
    except: Option<usize>,
}

impl Search<'_> {
    /// The pattern with this host, for the port of the origin or for any.
    fn entry(&self, host: &[&[u8]]) -> Option<usize> {
        let mut text = Buffer::new(self.scheme);
        for piece in host {
            text.push(piece);
        }
        self.with_ports(&mut text, |text| self.pattern(text))
    }

    /// What is found with the port of the origin after a text, or else with any.
    fn with_ports(&self, text: &mut Buffer, find: impl Fn(&[u8]) -> Option<usize>) -> Option<usize> {
        if let PortText::Fixed(port) = self.port {
            let found = find(text.with(port));
            if found.is_some() {
                return found;
            }
        }
        if self.set.any_port { find(text.with(b":*")) } else { None }
    }

    /// The pattern for every host of an opaque scheme, which is one without a port.
    fn any_host(&self) -> Option<usize> {
        match self.port {
            PortText::Fixed(b"") => self.pattern(Buffer::new(self.scheme).with(b"*")),
            PortText::Fixed(_) | PortText::Any => None,
        }
    }

    fn pattern(&self, text: &[u8]) -> Option<usize> {
        let number = self.set.number(text)?;
        (number >= self.set.exact && Some(number) != self.except).then_some(number)
    }

    /// The pattern like `pr-*` that covers a label above `parent` (which starts with its dot).
    fn in_label(&self, label: &[u8], parent: &[u8], star: Option<usize>) -> Option<usize> {
        let mut name = Buffer::new(self.scheme);
        name.push(parent);
        self.with_ports(&mut name, |name| self.in_group(name, label, star))
    }

    fn in_group(&self, name: &[u8], label: &[u8], star: Option<usize>) -> Option<usize> {
        let Self { set, except, .. } = *self;
        let number = set
            .group_index
            .find(name, |number| set.groups.get(number).map(|group| group.name.as_bytes()).unwrap_or_default())?;
        let label_at = self.scheme.len() + "://".len();
        let after_label = name.len().checked_sub(label_at)?;
        LabelSearch { set, patterns: &set.groups.get(number)?.patterns, label_at, after_label, star, except }
            .covering(label)
    }
}

/// A pattern's text, which is made on the stack.
struct Buffer {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl Buffer {
    /// A pattern may be one byte longer than the origin it covers: `*` for nothing left of a dot cannot be, but `:*` for no port can.
    const CAPACITY: usize = MAX_ORIGIN + 4;

    fn new(scheme: &[u8]) -> Self {
        let mut buffer = Self { bytes: [0; Self::CAPACITY], len: 0 };
        buffer.push(scheme);
        buffer.push(b"://");
        buffer
    }

    /// Adds a piece. What does not fit is left out: such a text is longer than any entry and equals none.
    fn push(&mut self, piece: &[u8]) {
        let room = self.bytes.get_mut(self.len..).and_then(|room| room.get_mut(..piece.len()));
        if let Some(room) = room {
            room.copy_from_slice(piece);
            self.len += piece.len();
        }
    }

    /// The text with this at its end, which the next call takes off again.
    fn with(&mut self, end: &[u8]) -> &[u8] {
        let len = self.len;
        self.push(end);
        let text = self.bytes.get(..self.len).unwrap_or_default();
        self.len = len;
        text
    }
}

#[cfg(test)]
mod tests {
    use crate::OriginSet;

    /// A set with a pattern of every shape, so that nothing is passed over for want of one.
    fn every_shape() -> OriginSet {
        let set = OriginSet::builder()
            .danger_accept_insecure_origins(true)
            .danger_accept_public_suffixes(true)
            .danger_accept_null_origin(true);
        set.parse([
            "https://app.example.com",
            "https://*.example.com",
            "https://*.d.example.net:8443",
            "https://*.a.b.c.d.e.example:*",
            "https://pr-*.example.org",
            "http://*-x.y.example.org:*",
            "http://localhost:*",
            "http://[::1]:*",
            "http://127.0.0.1:*",
            "moz-extension://*",
            "app://.:*",
            "null",
            "file://",
        ])
        .unwrap()
    }

    #[test]
    fn a_host_in_brackets_has_no_labels() {
        let set = every_shape();
        for origin in [
            "https://[app.example.com]",
            "http://[..]",
            "http://[.]",
            "http://[........................]:1",
            "http://[::ffff:127.0.0.1]",
            "https://[a.example.com]:8443",
            "https://[].example.com",
        ] {
            assert!(!set.contains(origin), "{origin}");
        }
        assert!(set.contains("http://[::1]:3000"));
    }

    #[test]
    fn every_host_of_a_scheme_without_a_port() {
        let set = every_shape();
        for origin in
            ["moz-extension://0f1e-2d", "moz-extension://a.b", "moz-extension://[::1]", "app://.:7", "file://"]
        {
            assert!(set.contains(origin), "{origin}");
        }
        for origin in [
            "moz-extension://",
            "moz-extension://*",
            "moz-extension://a:1",
            "moz-extension://a b",
            "moz-extension://a/",
            "moz-extension://[::01]",
            "chrome-extension://a",
            "app://..",
            "file://a",
            "file:///",
        ] {
            assert!(!set.contains(origin), "{origin}");
        }
        let longest = format!("moz-extension://{}", "a".repeat(253));
        assert!(set.contains(&longest));
        assert!(!set.contains(&format!("{longest}a")));
    }

    /// The longest host there is, and one byte more.
    #[test]
    fn hosts_end_where_names_end() {
        let set = every_shape();
        let below = |len: usize| {
            let host: String = "a.".repeat(len).chars().take(len - ".example.com".len() - 1).chain(['b']).collect();
            format!("https://{host}.example.com")
        };
        assert!(set.contains(&below(253)));
        assert!(!set.contains(&below(254)));
    }

    /// Whatever a request sends, a set answers. Overflow is checked where tests run.
    #[test]
    fn any_bytes_are_answered() {
        const PIECES: [&[u8]; 28] = [
            b"https://",
            b"http://",
            b"://",
            b":",
            b"/",
            b"[",
            b"]",
            b".",
            b"..",
            b"*",
            b"-",
            b"pr-",
            b"-x",
            b"a",
            b"_",
            b"example",
            b".example.com",
            b".example.org",
            b".y.example.org",
            b":8443",
            b":99999",
            b"moz-extension://",
            b"app://",
            b"localhost",
            b"\0",
            b"\xff",
            b"null",
            b"127.0.0.1",
        ];
        let set = every_shape();
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or_default() % below
        };
        for _ in 0..200_000 {
            let mut origin = if next(2) == 0 { b"https://".to_vec() } else { Vec::new() };
            for _ in 0..next(12) {
                origin.extend_from_slice(PIECES[next(PIECES.len())]);
            }
            let found = set.find(&origin);
            let text = String::from_utf8_lossy(&origin);
            // Nothing that is no origin is found, and what a set of one pattern admits, the whole set admits.
            assert!(
                found.is_none() || matches!(&*text, "null" | "file://") || crate::Origin::parse(&text).is_ok(),
                "{text}"
            );
        }
        for len in 0..700 {
            for byte in [b'.', b'[', b']', b'a', b':', 0xff] {
                let mut origin = b"https://".to_vec();
                origin.resize(origin.len() + len, byte);
                assert!(set.find(&origin).is_none());
                origin.extend_from_slice(b".example.com");
                let _ = set.find(&origin);
            }
        }
    }
}
