//! Tokens of HTTP: what methods and header names are made of.

/// Whether these bytes are a token (RFC 9110 section 5.6.2), which methods and field names must be.
///
/// ```
/// assert!(cors_policy::is_token(b"x-request-id"));
/// assert!(!cors_policy::is_token(b"x request"));
/// assert!(!cors_policy::is_token(b""));
/// ```
#[must_use]
pub const fn is_token(bytes: &[u8]) -> bool {
    let mut i = 0;
    while i < bytes.len() {
        if !is_token_byte(bytes[i]) {
            return false;
        }
        i += 1;
    }
    !bytes.is_empty()
}

const fn is_token_byte(byte: u8) -> bool {
    matches!(
        byte,
        b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
    ) || byte.is_ascii_alphanumeric()
}
