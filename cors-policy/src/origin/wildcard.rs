//! Wildcards: which hosts of patterns have a `*`, and where it may be.

use super::flaw::Flaw;
use super::host::{self, HostKind};
use super::ip;
use super::kind::PatternKind;
use super::limits::{MAX_HOST, MAX_LABEL};

/// The host of an application's or extension's scheme: a `*` in it is the whole of it.
pub(super) fn check_opaque(host: &str) -> Result<(PatternKind, HostKind), Flaw> {
    if host == "*" {
        return Ok((PatternKind::AnyHost, HostKind::Name));
    }
    if host.contains('*') {
        return Err(Flaw::StarInOpaqueHost);
    }
    Ok((PatternKind::Exact, host::check_opaque(host)?))
}

/// What a host of `http` or `https` admits: itself, or the names that its `*` matches.
pub(super) fn check(host: &str) -> Result<(PatternKind, HostKind), Flaw> {
    if !host.contains('*') {
        return Ok((PatternKind::Exact, host::check(host)?));
    }
    if host.starts_with('[') {
        return Err(Flaw::StarInV6);
    }
    let Some((label, parent)) = host.split_once('.') else {
        return Err(if host == "*" { Flaw::WholeHost } else { Flaw::StarInOnlyLabel });
    };
    if ip::has_a_range(host) {
        return Err(Flaw::AddressRange);
    }
    if let Some(below) = host.strip_prefix("*.").filter(|below| below.starts_with("*.")) {
        let name = below.trim_start_matches("*.");
        return Err(if name.contains('*') { Flaw::StarInMiddle } else { Flaw::StarsInARow });
    }
    if parent.contains('*') || !label.contains('*') {
        return Err(Flaw::StarInMiddle);
    }
    if label.bytes().filter(|&byte| byte == b'*').count() > 1 {
        return Err(Flaw::TwoStars);
    }
    match host::check(parent) {
        Ok(HostKind::Name) => {}
        Ok(HostKind::Address { .. }) => return Err(Flaw::OverAddress),
        Err(_) if ip::ends_in_a_number(parent) => return Err(Flaw::OverAddress),
        Err(flaw) => return Err(flaw),
    }
    if host.len() > MAX_HOST {
        return Err(Flaw::LongHost);
    }
    if label == "*" {
        return Ok((PatternKind::Subdomains, HostKind::Name));
    }
    if !label.is_ascii() {
        return Err(Flaw::UnicodeBesideStar);
    }
    // The label alone is no host: `0x` would be a number there, and above a name it is none.
    host::check_characters(label)?;
    if label.len() > MAX_LABEL {
        return Err(Flaw::LongLabel);
    }
    let star = label.find('*').unwrap_or_default();
    Ok((PatternKind::InLabel { star }, HostKind::Name))
}
