//! Where an origin is cut into scheme, host and port. Everything that takes one apart does it here.

use super::limits::{MAX_ORIGIN, default_port};

/// The parts of an origin or a pattern, as slices of its text: nothing is copied, and the host is not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OriginParts<'a> {
    pub(crate) scheme: &'a [u8],
    pub(crate) host: &'a [u8],
    /// The port with its colon; empty where there is none.
    pub(crate) port: &'a [u8],
}

impl<'a> OriginParts<'a> {
    /// Cuts a text at its joints; none where it does not have them, as `null` has not.
    #[inline]
    pub(crate) const fn of(text: &'a [u8]) -> Option<Self> {
        let mut scheme_len = 0;
        let mut rest = text;
        loop {
            match rest {
                [b':', b'/', b'/', authority @ ..] => {
                    let Some(host_len) = host_len(authority) else { return None };
                    let (host, port) = authority.split_at(host_len);
                    return Some(Self { scheme: text.split_at(scheme_len).0, host, port });
                }
                [] | [b':', ..] => return None,
                [_, after @ ..] => {
                    scheme_len += 1;
                    rest = after;
                }
            }
        }
    }

    /// Cuts the origin of a request; none where it is too long, or where its port is not as browsers write ports.
    #[inline]
    pub(super) fn of_request(origin: &'a [u8]) -> Option<Self> {
        if origin.len() > MAX_ORIGIN {
            return None;
        }
        let parts = Self::of(origin)?;
        match parts.port {
            [] => Some(parts),
            [b':', digits @ ..] if is_port(digits, parts.scheme) => Some(parts),
            _ => None,
        }
    }

    /// Scheme, host and port of an origin that is a text.
    pub(crate) fn of_text(text: &'a str) -> Option<[&'a str; 3]> {
        let parts = Self::of(text.as_bytes())?;
        let port_at = text.len() - parts.port.len();
        let host_at = port_at - parts.host.len();
        Some([text.get(..parts.scheme.len())?, text.get(host_at..port_at)?, text.get(port_at..)?])
    }
}

/// How much of what follows `://` is the host: an address up to its bracket, or all up to a colon. None where a bracket is
/// not closed.
pub(super) const fn host_len(authority: &[u8]) -> Option<usize> {
    let in_brackets = matches!(authority, [b'[', ..]);
    let mut len = 0;
    let mut rest = authority;
    while let [byte, after @ ..] = rest {
        match *byte {
            b']' if in_brackets => return Some(len + 1),
            b':' if !in_brackets => return Some(len),
            _ => {}
        }
        len += 1;
        rest = after;
    }
    if in_brackets { None } else { Some(len) }
}

/// Whether digits are a port as browsers write it: 1 to 65535, no leading zero, never the scheme's default.
fn is_port(digits: &[u8], scheme: &[u8]) -> bool {
    if !matches!(digits, [b'1'..=b'9', ..]) || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let port: Option<u16> = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
    port.is_some() && port != default_port(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_good_origins() {
        let parts = OriginParts::of_request(b"https://[::1]:8443").unwrap();
        assert_eq!((parts.scheme, parts.host, parts.port), (&b"https"[..], &b"[::1]"[..], &b":8443"[..]));
        let parts = OriginParts::of_request(b"http://localhost").unwrap();
        assert_eq!((parts.host, parts.port), (&b"localhost"[..], &b""[..]));
    }

    #[test]
    fn ports_that_browsers_never_write() {
        for origin in [
            "http://a:80",
            "https://a:443",
            "http://a:0",
            "http://a:01",
            "http://a:65536",
            "http://a:",
            "http://a:1:2",
            "http://a:+1",
            "http://a:999999",
            "http://[::1]1",
            "http:/a",
            "http",
            "",
        ] {
            assert_eq!(OriginParts::of_request(origin.as_bytes()), None, "{origin}");
        }
    }

    #[test]
    fn texts_without_joints() {
        for text in ["", "null", "https", "https:", "https:/a", "http://[::1", "a:b://c"] {
            assert_eq!(OriginParts::of(text.as_bytes()), None, "{text}");
        }
        assert_eq!(OriginParts::of_text("https://*.ä.example:*"), Some(["https", "*.ä.example", ":*"]));
        assert_eq!(OriginParts::of_text("http://[::1]x"), Some(["http", "[::1]", "x"]));
    }
}
