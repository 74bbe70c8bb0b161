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
    let mut rest = bytes;
    while let [byte, after @ ..] = rest {
        if !IS_TOKEN_BYTE[*byte as usize] {
            return false;
        }
        rest = after;
    }
    !bytes.is_empty()
}

/// For each byte whether a token can have it. Of all ways a table costs the compiler least, where a constant checks names.
static IS_TOKEN_BYTE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    while byte < 0x80 {
        table[byte as usize] = matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        ) || byte.is_ascii_alphanumeric();
        byte += 1;
    }
    table
};
