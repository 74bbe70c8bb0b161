//! What came from outside, fit to be shown.

use std::fmt;

/// Text from a request, for a log: printable ASCII, everything else escaped, cut after [`Escaped::LONGEST`] bytes.
///
/// A line break in it cannot forge a line of the log, and a header of 64 KiB cannot flood it.
///
/// ```
/// # use cors_policy as cors_runtime;
/// use cors_runtime::Escaped;
///
/// assert_eq!(Escaped::of(b"https://a\nERROR forged").as_str(), r"https://a\nERROR forged");
/// assert_eq!(Escaped::of(&[b'a'; 1000]).as_str().len(), Escaped::LONGEST + "…".len());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escaped(String);

impl Escaped {
    /// So many of the request's bytes are shown at most.
    pub const LONGEST: usize = 128;

    /// These bytes, escaped and cut.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let (shown, rest) = bytes.split_at_checked(Self::LONGEST).unwrap_or((bytes, b""));
        let end = if rest.is_empty() { "" } else { "…" };
        Self(format!("{}{end}", shown.escape_ascii()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Escaped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
