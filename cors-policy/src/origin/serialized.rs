//! An origin as browsers serialise it (HTML Standard, "ASCII serialisation of an origin").

use std::fmt;

use super::flaw::Flaw;
use super::kind::{PatternKind, PatternPort};
use super::limits::MAX_ORIGIN;
use super::shape::Shape;
use super::words;

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
    host_len: usize,
    port: Option<u16>,
}

impl Origin {
    /// No origin has more bytes: the limit of a scheme, `://`, the longest host, and a port of five digits.
    pub const LONGEST: usize = MAX_ORIGIN;

    /// Parses a serialised origin. `null` is none: it names nobody.
    ///
    /// # Errors
    /// When the text is not exactly what a browser would send; the error says what is wrong. A text that is longer than any
    /// origin is refused unread.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let wrong = |wrong| OriginError { text: text.get(..MAX_ORIGIN).unwrap_or(text).to_owned(), wrong };
        match Shape::of(text) {
            Ok(shape) if shape.kind == PatternKind::Nobody => Err(wrong(Wrong::Nobody)),
            Ok(shape) => Self::of_shape(text, shape).ok_or_else(|| wrong(Wrong::Pattern)),
            // What is too long is not copied either.
            Err(Flaw::TooLong) => Err(OriginError { text: String::new(), wrong: Wrong::TooLong(text.len()) }),
            Err(flaw) => Err(wrong(Wrong::Flawed(flaw))),
        }
    }

    /// The origin in the bytes of an `Origin` header; none where they are not exactly what a browser would send. Nothing is
    /// put on the heap for what is no origin.
    #[must_use]
    pub fn of_header(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_ORIGIN {
            return None;
        }
        let text = std::str::from_utf8(bytes).ok()?;
        Self::of_shape(text, Shape::cut(text).ok()?)
    }

    fn of_shape(text: &str, shape: Shape) -> Option<Self> {
        match shape {
            Shape { kind: PatternKind::Exact, port: PatternPort::Fixed(port), scheme_len, host_len, .. } => {
                Some(Self { text: text.to_owned(), scheme_len, host_len, port })
            }
            _ => None,
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
        let host_at = self.scheme_len + "://".len();
        &self.text[host_at..host_at + self.host_len]
    }

    /// Whether the origin is one of the machine itself: `localhost`, a name under it, or a loopback address.
    pub(crate) fn is_loopback(&self) -> bool {
        Shape::cut(&self.text).is_ok_and(|shape| shape.loopback)
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

/// Why a text is not an [`Origin`]. The words are made when somebody reads them.
#[derive(Clone, PartialEq, Eq)]
pub struct OriginError {
    text: String,
    wrong: Wrong,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Flawed(Flaw),
    TooLong(usize),
    Nobody,
    Pattern,
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.wrong {
            Wrong::Flawed(flaw) => f.write_str(&words::in_short(&self.text, flaw)),
            Wrong::TooLong(len) => write!(f, "no origin has {len} bytes: none is longer than {MAX_ORIGIN}"),
            Wrong::Nobody => write!(f, "`{}` is sent where there is no origin to name", self.text),
            Wrong::Pattern => f.write_str("a pattern stands for many origins and is none itself"),
        }
    }
}

/// As the words are: a program's `main` that returns the error prints it so.
impl fmt::Debug for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for OriginError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::limits::{MAX_HOST, MAX_SCHEME};
    use crate::origin::parts::OriginParts;

    #[test]
    fn origins_speak_of_themselves() {
        let origin = Origin::parse("http://[::1]").unwrap();
        assert_eq!((origin.scheme(), origin.host(), origin.port()), ("http", "[::1]", None));
        assert_eq!(format!("{origin:?}"), "Origin(http://[::1])");
    }

    #[test]
    fn patterns_are_no_origins() {
        for text in ["https://*.example.com", "http://localhost:*", "moz-extension://*", "null", "file://", "*", ""] {
            assert!(Origin::parse(text).is_err(), "{text}");
            assert_eq!(Origin::of_header(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn applications_and_extensions_have_origins() {
        for (text, host) in [
            ("tauri://localhost", "localhost"),
            ("chrome-extension://abcdefghijklmnopabcdefghijklmnop", "abcdefghijklmnopabcdefghijklmnop"),
            ("app://.", "."),
            ("app://obsidian.md", "obsidian.md"),
            ("vscode-webview://0Ab~%20!", "0Ab~%20!"),
            ("app://[::1]", "[::1]"),
        ] {
            assert_eq!(Origin::parse(text).unwrap().host(), host, "{text}");
            assert_eq!(Origin::of_header(text.as_bytes()).unwrap().as_str(), text, "{text}");
        }
        for text in ["app://", "app://a b", "app://a|b", "app://a<b", "app://ü", "app://[::01]", "app://a:80:80"] {
            assert!(Origin::parse(text).is_err(), "{text}");
        }
    }

    /// Scheme, host and port of the greatest lengths, and each a byte over.
    #[test]
    fn the_longest_origin() {
        let of_lengths = |scheme: usize, host: usize, port: &str| {
            let labels: String = "a.".repeat(host.div_ceil(2)).chars().take(host - 1).chain(['b']).collect();
            format!("{}://{labels}{port}", "s".repeat(scheme))
        };
        let longest = of_lengths(MAX_SCHEME, MAX_HOST, ":65535");
        assert_eq!(longest.len(), MAX_ORIGIN);
        assert!(Origin::parse(&longest).is_ok());
        assert!(OriginParts::of_request(longest.as_bytes()).is_some());
        let longer = of_lengths(MAX_SCHEME, MAX_HOST + 1, ":65535");
        assert!(OriginParts::of_request(longer.as_bytes()).is_none());
        for text in [&longer, &of_lengths(MAX_SCHEME + 1, 9, ""), &of_lengths(9, MAX_HOST + 1, "")] {
            assert!(Origin::parse(text).is_err(), "{text}");
        }
        let web = format!("https://{}", of_lengths(1, MAX_HOST, "").trim_start_matches("s://"));
        assert!(Origin::parse(&web).is_ok());
    }

    #[test]
    fn errors_say_what_is_wrong() {
        let error = Origin::parse("https://a.example/").unwrap_err();
        assert!(error.to_string().starts_with("`https://a.example/` ends in a slash: "), "{error}");
        assert_eq!(format!("{error:?}"), error.to_string());
        let long = format!("https://{}", "ü".repeat(100_000));
        assert_eq!(
            Origin::parse(&long).unwrap_err().to_string(),
            "no origin has 200008 bytes: none is longer than 326"
        );
    }
}
