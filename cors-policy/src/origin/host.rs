//! Hosts: which ones a browser can send, and what is said of those it cannot.

use std::net::Ipv6Addr;

use super::ip;
use crate::mistake::{Fault, MistakeKind};
use crate::punycode;

/// A label's limit (RFC 1035 section 2.3.4).
pub(super) const MAX_LABEL: usize = 63;
/// A whole name's limit without its final dot (RFC 1035 section 2.3.4).
pub(super) const MAX_HOST: usize = 253;

/// What a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HostKind {
    Domain,
    Address { loopback: bool },
}

/// Whether a label could be matched by `*.`: the characters of names that browsers resolve, `_` among them.
pub(super) const fn is_label_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
}

/// What a host without wildcards is, or why it is none. `suggest` makes a whole origin of a better host.
pub(super) fn check(host: &str, suggest: &dyn Fn(&str) -> String) -> Result<HostKind, Fault> {
    if host.is_empty() {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            "an origin without a host",
            "an origin is scheme, host and port; nothing can be admitted without a host",
            "an origin with its host, such as \"https://app.example.com\"",
        ));
    }
    if let Some(inside) = host.strip_prefix('[') {
        return check_v6(inside.strip_suffix(']').unwrap_or(inside), suggest);
    }
    check_characters(host, suggest)?;
    if ip::ends_in_a_number(host) {
        return check_v4(host, suggest);
    }
    check_lengths(host, suggest)?;
    Ok(HostKind::Domain)
}

/// Whether a host, or a pattern's leftmost label with its `*`, is made of what hosts are made of.
pub(super) fn check_characters(host: &str, suggest: &dyn Fn(&str) -> String) -> Result<(), Fault> {
    if !host.is_ascii() {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("the host `{host}` has characters outside ASCII"),
            "browsers send international names in their ASCII form (Punycode), so this one never matches",
            suggest(&punycode::to_ascii(host)),
        ));
    }
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("the host `{host}` has upper-case letters"),
            "browsers send hosts in lower case and origins are compared byte for byte, so this one never matches",
            suggest(&host.to_ascii_lowercase()),
        ));
    }
    if let Some(name) = host.strip_suffix('.') {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("the host `{host}` ends in a dot"),
            "to a browser the name with the dot is another origin than the one without, and pages hardly ever have it",
            suggest(name),
        ));
    }
    if let Some(bad) = host.chars().find(|&c| c != '.' && c != '*' && !u8::try_from(c).is_ok_and(is_label_byte)) {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("the host `{host}` has the character `{}`", bad.escape_default()),
            "a host is made of letters, digits, `-`, `_` and dots, so no browser ever sends this one",
            "the host alone, such as \"https://app.example.com\"",
        ));
    }
    Ok(())
}

/// The beginning of a text that is too long to be shown whole.
pub(super) fn beginning(text: &str) -> String {
    format!("{}…", text.chars().take(20).collect::<String>())
}

fn check_lengths(host: &str, suggest: &dyn Fn(&str) -> String) -> Result<(), Fault> {
    if host.len() > MAX_HOST {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("the host `{}` is {} bytes long", beginning(host), host.len()),
            format!("names end at {MAX_HOST} bytes (RFC 1035), so no page can have this origin"),
            "the host's real name",
        ));
    }
    match host.split('.').find(|label| label.is_empty() || label.len() > MAX_LABEL) {
        None => Ok(()),
        Some("") => Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("the host `{host}` has an empty label"),
            "between two dots of a name stands at least one character, so no page can have this origin",
            suggest(&host.split('.').filter(|label| !label.is_empty()).collect::<Vec<_>>().join(".")),
        )),
        Some(label) => Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("the label `{}` is {} bytes long", beginning(label), label.len()),
            format!("labels end at {MAX_LABEL} bytes (RFC 1035), so no page can have this origin"),
            "the host's real name",
        )),
    }
}

fn check_v4(host: &str, suggest: &dyn Fn(&str) -> String) -> Result<HostKind, Fault> {
    if let Some(address) = ip::dotted_quad(host) {
        return Ok(HostKind::Address { loopback: address.is_loopback() });
    }
    let write = ip::loose_v4(host).map_or_else(
        || "an address of four numbers from 0 to 255, or a name".to_owned(),
        |address| suggest(&address.to_string()),
    );
    Err(Fault::new(
        MistakeKind::NotAnOrigin,
        format!("`{host}` is not an IPv4 address of four decimal numbers"),
        "a host that ends in a number is an IPv4 address, and browsers send it as four plain decimal numbers",
        write,
    ))
}

fn check_v6(inside: &str, suggest: &dyn Fn(&str) -> String) -> Result<HostKind, Fault> {
    let Ok(address) = inside.parse::<Ipv6Addr>() else {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("`[{inside}]` is not an IPv6 address"),
            "what stands in brackets is an IPv6 address, so no browser ever sends this",
            "an address such as \"http://[::1]\"",
        ));
    };
    let serialized = ip::serialize_v6(address);
    if serialized != inside {
        return Err(Fault::new(
            MistakeKind::NotAnOrigin,
            format!("`[{inside}]` is not how browsers write this IPv6 address"),
            "the URL Standard has one form for each address and origins are compared byte for byte, so this one never matches",
            suggest(&format!("[{serialized}]")),
        ));
    }
    Ok(HostKind::Address { loopback: address.is_loopback() })
}
