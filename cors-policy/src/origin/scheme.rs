//! Schemes: which ones a page can have, and what their hosts are.

/// What the origins of a scheme look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SchemeKind {
    /// `http` and `https`: the host is a name or an address.
    Web,
    /// `ws`, `wss` and `ftp`: no page has such an origin (HTML, "origin" of a document comes of its URL).
    Transport,
    /// `file`: browsers send `null`, some web views `file://`.
    File,
    /// Schemes of applications and extensions: the host is opaque (URL Standard, "opaque-host parser").
    Opaque,
}

impl SchemeKind {
    pub(super) fn of(scheme: &[u8]) -> Self {
        match scheme {
            b"http" | b"https" => Self::Web,
            b"ws" | b"wss" | b"ftp" => Self::Transport,
            b"file" => Self::File,
            _ => Self::Opaque,
        }
    }
}

/// Whether a text is a scheme in lower case (RFC 3986 section 3.1).
pub(super) fn is_well_formed(scheme: &str) -> bool {
    let is_scheme_byte =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.');
    scheme.starts_with(|c: char| c.is_ascii_lowercase()) && scheme.bytes().all(is_scheme_byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_a_letter_and_what_may_follow_one() {
        for scheme in ["a", "https", "chrome-extension", "web+my-app.v2", "x9"] {
            assert!(is_well_formed(scheme), "{scheme}");
        }
        for scheme in ["", "9a", "+a", "-", ".a", "a_b", "a b", "a%", "Https", "ä", "a,b"] {
            assert!(!is_well_formed(scheme), "{scheme}");
        }
    }
}
