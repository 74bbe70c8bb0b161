//! The limits that policies and requests share, and the ports that no origin spells out.

/// A label's limit (RFC 1035 section 2.3.4).
pub(crate) const MAX_LABEL: usize = 63;
/// A whole name's limit without its final dot (RFC 1035 section 2.3.4), and here that of an opaque host too.
pub(crate) const MAX_HOST: usize = 253;

/// The limit of a scheme's length that policies and requests share; the longest in use have about twenty bytes.
pub(crate) const MAX_SCHEME: usize = 64;

/// No serialised origin is longer: scheme, `://`, host, `:` and five digits.
pub(crate) const MAX_ORIGIN: usize = MAX_SCHEME + 3 + MAX_HOST + 6;

/// The port of a scheme where none is written (URL Standard, "special schemes").
#[must_use]
pub fn default_port(scheme: &[u8]) -> Option<u16> {
    match scheme {
        b"http" | b"ws" => Some(80),
        b"https" | b"wss" => Some(443),
        b"ftp" => Some(21),
        _ => None,
    }
}
