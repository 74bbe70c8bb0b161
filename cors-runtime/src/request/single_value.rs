//! How often a request has a header that it should have once.

use http::header::{HeaderMap, HeaderName, HeaderValue};

/// A header of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SingleValue<'r> {
    /// It is not there.
    Absent,
    /// It is there once.
    One(&'r HeaderValue),
    /// It is there more than once, which no browser does.
    Many,
}

impl<'r> SingleValue<'r> {
    pub(crate) fn of(headers: &'r HeaderMap, name: &HeaderName) -> Self {
        Self::of_inlined(headers, name)
    }

    /// The same, for handlers: a request that a function has in its hands that is not inlined is copied once more.
    #[inline(always)]
    #[allow(clippy::inline_always)] // A hint is not followed here, and the copy costs more than all this.
    pub(crate) fn of_inlined(headers: &'r HeaderMap, name: &HeaderName) -> Self {
        match headers.get(name) {
            None => Self::Absent,
            // As many values as names: none is there more than once.
            Some(value) if headers.len() == headers.keys_len() => Self::One(value),
            Some(value) => match headers.get_all(name).iter().nth(1) {
                None => Self::One(value),
                Some(_) => Self::Many,
            },
        }
    }

    /// The value, where there is exactly one.
    #[inline]
    pub(crate) fn one(self) -> Option<&'r HeaderValue> {
        match self {
            Self::One(value) => Some(value),
            Self::Absent | Self::Many => None,
        }
    }

    /// Whether the header is there at all.
    #[inline]
    pub(crate) fn is_present(self) -> bool {
        !matches!(self, Self::Absent)
    }
}
