//! The origin of a request, as a type of this crate: axum's extractor traits can only be implemented here.

use std::fmt;

use http::header::{HeaderMap, ORIGIN};

use crate::request::single_value::SingleValue;

/// A parsed origin: scheme, host and port, exactly as browsers serialise them.
///
/// An `#[origin_check]` function is handed one, and a handler can extract it; a request without a well-formed `Origin`
/// is then answered with 400. `Option<Origin>` takes such requests as `None`.
///
/// ```
/// use cors_runtime::Origin;
///
/// let origin: Origin = "https://app.example.com:8443".parse().unwrap();
/// assert_eq!((origin.scheme(), origin.host(), origin.port()), ("https", "app.example.com", Some(8443)));
/// assert_eq!(origin.to_string(), "https://app.example.com:8443");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin(cors_policy::Origin);

impl Origin {
    /// Parses a serialised origin. `null` is none: it names nobody.
    ///
    /// # Errors
    /// When the text is not exactly what a browser would send.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        cors_policy::Origin::parse(text).map(Self)
    }

    /// The origin of a request: none where it has not exactly one, well-formed and not `null`.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let value = SingleValue::of(headers, &ORIGIN).one()?;
        cors_policy::Origin::of_header(value.as_bytes()).map(Self)
    }

    /// The origin of the page that made a request, if an HTTP server served the page, whatever the case of its letters: none of another scheme.
    pub(crate) fn of_page(headers: &HeaderMap) -> Option<Self> {
        let sent = SingleValue::of(headers, &ORIGIN).one()?.as_bytes();
        // A longer text is no origin, and is not looked at.
        let lower = (sent.len() <= cors_policy::Origin::LONGEST).then(|| sent.to_ascii_lowercase())?;
        let origin = cors_policy::Origin::of_header(&lower).map(Self)?;
        matches!(origin.scheme(), "http" | "https").then_some(origin)
    }

    /// The origin as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The scheme, such as `https`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.0.scheme()
    }

    /// The host: a name, or an IP address (version 6 in brackets).
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host()
    }

    /// The port, where it is not the scheme's default.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.0.port()
    }
}

/// Why a text is not an [`Origin`].
pub type OriginError = cors_policy::OriginError;

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
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
        self.as_str()
    }
}
