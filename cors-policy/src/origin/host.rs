//! Hosts: which ones a browser can send.

use std::net::Ipv6Addr;

use super::flaw::Flaw;
use super::limits::{MAX_HOST, MAX_LABEL};
use super::{ip, punycode};

/// What a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HostKind {
    Name,
    Address { loopback: bool },
}

/// Whether a label could be matched by `*.`: the characters of names that browsers resolve, `_` among them.
pub(super) const fn is_label_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
}

/// Whether an opaque host may have this byte as it is. Browsers percent-encode what is not printable ASCII, and refuse
/// the forbidden host code points (URL Standard, "opaque-host parser"). A `*` would be allowed; here it is a pattern's.
pub(super) const fn is_opaque_byte(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(byte, b'#' | b'*' | b'/' | b':' | b'<' | b'>' | b'?' | b'@' | b'[' | b'\\' | b']' | b'^' | b'|')
}

/// Whether a request's host can be one of an opaque scheme: opaque bytes, or an address in brackets.
pub(super) fn is_opaque_host(host: &[u8]) -> bool {
    match host {
        [] => false,
        [b'[', inside @ .., b']'] => std::str::from_utf8(inside).is_ok_and(|inside| check_v6(inside).is_ok()),
        _ => host.len() <= MAX_HOST && host.iter().copied().all(is_opaque_byte),
    }
}

/// What a host of `http` or `https` without wildcards is, or why it is none.
pub(super) fn check(host: &str) -> Result<HostKind, Flaw> {
    if host.is_empty() {
        return Err(Flaw::NoHost);
    }
    if let Some(inside) = host.strip_prefix('[') {
        return check_v6(inside.strip_suffix(']').unwrap_or(inside));
    }
    check_characters(host)?;
    if ip::ends_in_a_number(host) {
        let address = ip::dotted_quad(host).ok_or(Flaw::LooseV4)?;
        return Ok(HostKind::Address { loopback: address.is_loopback() });
    }
    if host.len() > MAX_HOST {
        return Err(Flaw::LongHost);
    }
    host.split('.').try_for_each(check_label)?;
    Ok(HostKind::Name)
}

/// What the host of an application's or extension's scheme is, or why it is none.
pub(super) fn check_opaque(host: &str) -> Result<HostKind, Flaw> {
    if host.is_empty() {
        return Err(Flaw::NoHost);
    }
    if let Some(inside) = host.strip_prefix('[') {
        return check_v6(inside.strip_suffix(']').unwrap_or(inside));
    }
    if host.len() > MAX_HOST {
        return Err(Flaw::LongHost);
    }
    if !host.bytes().all(is_opaque_byte) {
        return Err(Flaw::OpaqueCharacter);
    }
    Ok(HostKind::Name)
}

/// Whether a host, or a pattern's leftmost label with its `*`, is made of what hosts are made of.
pub(super) fn check_characters(host: &str) -> Result<(), Flaw> {
    if !host.is_ascii() {
        return Err(Flaw::Unicode);
    }
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(Flaw::UpperCaseHost);
    }
    if host.ends_with('.') && host.len() > 1 {
        return Err(Flaw::TrailingDot);
    }
    if !host.bytes().all(|byte| is_label_byte(byte) || matches!(byte, b'.' | b'*')) {
        return Err(Flaw::HostCharacter);
    }
    Ok(())
}

/// Whether a label is one that browsers send.
pub(super) fn check_label(label: &str) -> Result<(), Flaw> {
    if label.is_empty() {
        return Err(Flaw::EmptyLabel);
    }
    if label.len() > MAX_LABEL {
        return Err(Flaw::LongLabel);
    }
    match label.strip_prefix("xn--") {
        Some(encoded) if !punycode::is_encoded(encoded) => Err(Flaw::BadPunycode),
        _ => Ok(()),
    }
}

/// Whether a name stays on the machine itself (RFC 6761 section 6.3).
pub(crate) fn is_localhost(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

fn check_v6(inside: &str) -> Result<HostKind, Flaw> {
    let Ok(address) = inside.parse::<Ipv6Addr>() else {
        return Err(Flaw::NoV6);
    };
    if !ip::is_serialized_v6(inside, address) {
        return Err(Flaw::LooseV6);
    }
    Ok(HostKind::Address { loopback: address.is_loopback() })
}
