//! How often a request has a header that it should have once.

use http::header::{HeaderMap, HeaderName, HeaderValue};

/// A header of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sent<'r> {
    /// It is not there.
    Not,
    /// It is there once.
    Once(&'r HeaderValue),
    /// It is there more than once, which no browser does.
    Repeatedly,
}

impl<'r> Sent<'r> {
    pub(crate) fn of(headers: &'r HeaderMap, name: &HeaderName) -> Self {
        Self::of_inlined(headers, name)
    }

    /// The same, for handlers: a request that a function has in its hands that is not inlined is copied once more.
    #[inline(always)]
    #[allow(clippy::inline_always)] // A hint is not followed here, and the copy costs more than all this.
    pub(crate) fn of_inlined(headers: &'r HeaderMap, name: &HeaderName) -> Self {
        match headers.get(name) {
            None => Self::Not,
            // As many values as names: none is there more than once.
            Some(value) if headers.len() == headers.keys_len() => Self::Once(value),
            Some(value) => match headers.get_all(name).iter().nth(1) {
                None => Self::Once(value),
                Some(_) => Self::Repeatedly,
            },
        }
    }

    /// The value, where there is exactly one.
    #[inline]
    pub(crate) fn once(self) -> Option<&'r HeaderValue> {
        match self {
            Self::Once(value) => Some(value),
            Self::Not | Self::Repeatedly => None,
        }
    }

    /// Whether the header is there at all.
    #[inline]
    pub(crate) fn is_there(self) -> bool {
        !matches!(self, Self::Not)
    }
}
