//! An origin as browsers serialise it (HTML Standard, "ASCII serialisation of an origin").

use std::fmt;

use super::entry::{Entry, EntryKind, EntryPort};
use super::host::MAX_HOST;

/// The limit of a scheme's length that policies and requests share; the longest in use have about twenty bytes.
pub(super) const MAX_SCHEME: usize = 64;
/// No serialised origin is longer: scheme, `://`, host, `:` and five digits.
pub(super) const MAX_ORIGIN: usize = MAX_SCHEME + 3 + MAX_HOST + 6;

/// A parsed origin: scheme, host and port, exactly as a browser writes them in the `Origin` header.
///
/// ```
/// use cors_policy::Origin;
///
/// let origin = Origin::parse("https://app.example.com:8443").unwrap();
/// assert_eq!(origin.scheme(), "https");
/// assert_eq!(origin.host(), "app.example.com");
/// assert_eq!(origin.port(), Some(8443));
/// assert_eq!(origin.to_string(), "https://app.example.com:8443");
///
/// assert!(Origin::parse("https://app.example.com/").is_err());
/// assert!(Origin::parse("null").is_err());
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    text: String,
    scheme_len: usize,
    port: Option<u16>,
}

impl Origin {
    /// Parses a serialised origin. `null` is none: it names nobody.
    ///
    /// # Errors
    /// When the text is not exactly what a browser would send; the error says what is wrong and what to write.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let entry =
            Entry::parse(text).map_err(|fault| OriginError { message: format!("{}: {}", fault.what, fault.why) })?;
        match (entry.kind, entry.port) {
            (EntryKind::Exact, EntryPort::Fixed(port)) => {
                Ok(Self { text: text.to_owned(), scheme_len: entry.scheme().len(), port })
            }
            (EntryKind::Null, _) => {
                Err(OriginError { message: "`null` is sent where there is no origin to name".to_owned() })
            }
            _ => Err(OriginError { message: "a pattern stands for many origins and is none itself".to_owned() }),
        }
    }

    /// The origin as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The scheme, such as `https`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.text[..self.scheme_len]
    }

    /// The host: a name, or an IP address (version 6 in brackets).
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = &self.text[self.scheme_len + 3..];
        match self.port {
            Some(_) => authority.rsplit_once(':').map_or(authority, |(host, _)| host),
            None => authority,
        }
    }

    /// The port, where it is not the scheme's default.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.port
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Origin({})", self.text)
    }
}

impl std::str::FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        Self::parse(text)
    }
}

impl AsRef<str> for Origin {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// Why a text is not an [`Origin`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginError {
    message: String,
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for OriginError {}

/// The port a scheme has when none is written (URL Standard, "special schemes").
pub(super) fn default_port(scheme: &[u8]) -> Option<u16> {
    match scheme {
        b"http" | b"ws" => Some(80),
        b"https" | b"wss" => Some(443),
        b"ftp" => Some(21),
        _ => None,
    }
}

/// A request's origin cut at its joints, without a copy and without a judgement of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pieces<'a> {
    pub(super) scheme: &'a [u8],
    pub(super) host: &'a [u8],
    /// With its colon; empty where there is none.
    pub(super) port: &'a [u8],
}

impl<'a> Pieces<'a> {
    /// Cuts an origin; none where it is too long or its port is not as browsers write ports.
    pub(super) fn cut(origin: &'a [u8]) -> Option<Self> {
        if origin.len() > MAX_ORIGIN {
            return None;
        }
        let colon = origin.iter().position(|&byte| byte == b':')?;
        let (scheme, rest) = origin.split_at_checked(colon)?;
        let authority = rest.strip_prefix(b"://")?;
        let after_host = match authority.first()? {
            b'[' => authority.iter().position(|&byte| byte == b']')? + 1,
            _ => authority.iter().position(|&byte| byte == b':').unwrap_or(authority.len()),
        };
        let (host, port) = authority.split_at_checked(after_host)?;
        match port {
            [] => {}
            [b':', digits @ ..] if is_port(digits, scheme) => {}
            _ => return None,
        }
        Some(Self { scheme, host, port })
    }
}

/// A port as browsers write it: 1 to 65535, no leading zero, never the scheme's default.
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
    fn pieces_of_good_origins() {
        let pieces = Pieces::cut(b"https://[::1]:8443").unwrap();
        assert_eq!((pieces.scheme, pieces.host, pieces.port), (&b"https"[..], &b"[::1]"[..], &b":8443"[..]));
        let pieces = Pieces::cut(b"http://localhost").unwrap();
        assert_eq!((pieces.host, pieces.port), (&b"localhost"[..], &b""[..]));
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
            assert_eq!(Pieces::cut(origin.as_bytes()), None, "{origin}");
        }
    }

    #[test]
    fn origins_speak_of_themselves() {
        let origin = Origin::parse("http://[::1]").unwrap();
        assert_eq!((origin.scheme(), origin.host(), origin.port()), ("http", "[::1]", None));
        assert_eq!(format!("{origin:?}"), "Origin(http://[::1])");
    }

    #[test]
    fn patterns_are_no_origins() {
        for text in ["https://*.example.com", "http://localhost:*", "null", "*", ""] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }
}
