//! Messages that are put together while the program is compiled.

use crate::needed::NoName;
use crate::served::Conflict;

/// A text of bounded length, made in a constant; what goes over the bound is cut off.
#[derive(Clone, Copy)]
pub struct ConstText {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl ConstText {
    const CAPACITY: usize = 1024;

    pub(crate) const fn of(pieces: &[&str]) -> Self {
        let mut text = Self { bytes: [0; Self::CAPACITY], len: 0 };
        let mut i = 0;
        while i < pieces.len() {
            let piece = pieces[i].as_bytes();
            let mut j = 0;
            while j < piece.len() && text.len < Self::CAPACITY {
                text.bytes[text.len] = piece[j];
                text.len += 1;
                j += 1;
            }
            i += 1;
        }
        text
    }

    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "a name in this message is too long to be shown",
        }
    }
}

impl Conflict {
    /// What is wrong, why it matters and what to write.
    #[must_use]
    pub const fn message(&self) -> ConstText {
        let all = self.method.len() == 1 && self.method.as_bytes()[0] == b'*';
        ConstText::of(&[
            "`",
            self.first,
            "` and `",
            self.second,
            "` both serve ",
            if all { "every method" } else { self.method },
            "\n  why: a request has one handler, so one of the two would never run\nwrite: ",
            if all { "methods = \"*\"" } else { self.method },
            if all { " at one of them only" } else { " in the `methods` of one of them only" },
        ])
    }
}

impl NoName {
    /// What is wrong, why it matters and what to write.
    #[must_use]
    pub const fn message(&self, extractor: &str) -> ConstText {
        match self {
            Self::Star => ConstText::of(&[
                "`",
                extractor,
                "` says it needs the request header `*`\n  why: `*` would admit every header, and an extractor reads those \
                 it knows\nwrite: their names in its `RequestHeaders::NAMES`",
            ]),
            Self::NoToken(name) => ConstText::of(&[
                "`",
                extractor,
                "` says it needs the request header `",
                name,
                "`, which is not a header name\n  why: a header name is a token (RFC 9110 section 5.6.2), so no request \
                 can have it\nwrite: a name such as \"x-request-id\" in its `RequestHeaders::NAMES`",
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut() {
        let name = "x".repeat(2000);
        let text = ConstText::of(&[&name, "y"]);
        assert_eq!(text.as_str().len(), ConstText::CAPACITY);
        let umlauts = "ü".repeat(1000);
        assert!(ConstText::of(&["x", &umlauts]).as_str().contains("too long"));
    }
}
