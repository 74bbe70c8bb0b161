//! What a text is, cut at its joints: an origin, a pattern, or what keeps it from being either.

use super::flaw::{self, Flaw};
use super::host::{self, HostKind};
use super::kind::{PatternKind, PatternPort};
use super::limits::{MAX_ORIGIN, MAX_SCHEME, default_port};
use super::parts::host_len;
use super::scheme::{self, SchemeKind};
use super::{ip, wildcard};

/// What a text was found to be. The text itself is kept by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) kind: PatternKind,
    pub(super) port: PatternPort,
    pub(super) scheme_len: usize,
    pub(super) host_len: usize,
    pub(super) loopback: bool,
}

impl Shape {
    const NOBODY: Self =
        Self { kind: PatternKind::Nobody, port: PatternPort::Fixed(None), scheme_len: 0, host_len: 0, loopback: false };

    /// What a text is, or what keeps it from being anything.
    pub(super) fn of(text: &str) -> Result<Self, Flaw> {
        // What is seen in the text as a whole (several origins in one, another notation) is the better reason.
        Self::cut(text).map_err(|flaw| if flaw == Flaw::TooLong { flaw } else { flaw::of_whole(text).unwrap_or(flaw) })
    }

    /// What a text is, cut at its joints. Requests come through here: this makes no words and nothing on the heap, and a text
    /// that is too long costs nothing.
    pub(super) fn cut(text: &str) -> Result<Self, Flaw> {
        match text {
            "null" | "file://" => return Ok(Self::NOBODY),
            "" => return Err(Flaw::Empty),
            _ if text.len() > MAX_ORIGIN => return Err(Flaw::TooLong),
            _ => {}
        }
        let (scheme, authority) = split_scheme(text)?;
        let (host, port) = split_authority(authority)?;
        let web = match SchemeKind::of(scheme.as_bytes()) {
            SchemeKind::Web => true,
            SchemeKind::Opaque => false,
            SchemeKind::Transport => return Err(Flaw::Transport),
            SchemeKind::File => return Err(Flaw::Files),
        };
        let (kind, host_kind) = if web { wildcard::check(host)? } else { wildcard::check_opaque(host)? };
        let port = match port {
            Some(_) if kind == PatternKind::AnyHost => return Err(Flaw::AnyHostWithPort),
            port => check_port(scheme, port)?,
        };
        let loopback = matches!(host_kind, HostKind::Address { loopback: true }) || host::is_localhost(host);
        Ok(Self { kind, port, scheme_len: scheme.len(), host_len: host.len(), loopback })
    }
}

fn split_scheme(text: &str) -> Result<(&str, &str), Flaw> {
    if text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("file:")) {
        return Err(Flaw::Files);
    }
    let Some((scheme, authority)) = text.split_once("://") else {
        let after_colon = text.split_once(':').and_then(|(_, after)| after.chars().next());
        return Err(match after_colon {
            _ if text.starts_with("http:") || text.starts_with("https:") => Flaw::Slashes,
            // A host and its port.
            None | Some('0'..='9' | '*') => Flaw::NoScheme,
            Some(_) => Flaw::NoSlashes,
        });
    };
    if scheme.contains('*') {
        return Err(Flaw::StarInScheme);
    }
    if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(Flaw::UpperCaseScheme);
    }
    if scheme.len() > MAX_SCHEME {
        return Err(Flaw::LongScheme);
    }
    if !scheme::is_well_formed(scheme) {
        return Err(Flaw::NotAScheme);
    }
    Ok((scheme, authority))
}

/// Host and port; whatever follows them makes the text a URL, and is refused.
fn split_authority(authority: &str) -> Result<(&str, Option<&str>), Flaw> {
    if let Some(end) = authority.find(['/', '\\', '?', '#']) {
        return Err(match authority.get(end..) {
            Some("/") => Flaw::TrailingSlash,
            Some(tail) if tail.starts_with('?') => Flaw::Query,
            Some(tail) if tail.starts_with('#') => Flaw::Fragment,
            Some(tail) if is_mask(tail) && ip::dotted_quad(authority.get(..end).unwrap_or_default()).is_some() => {
                Flaw::AddressRange
            }
            _ => Flaw::Path,
        });
    }
    if authority.contains('@') {
        return Err(Flaw::UserInfo);
    }
    let Some((host, port)) = host_len(authority.as_bytes()).and_then(|len| authority.split_at_checked(len)) else {
        return Err(Flaw::Brackets);
    };
    match port.strip_prefix(':') {
        None if port.is_empty() => Ok((host, None)),
        None => Err(Flaw::Brackets),
        Some(port) if port.contains(':') && !host.starts_with('[') => Err(Flaw::Colons),
        Some(port) => Ok((host, Some(port))),
    }
}

/// The `/8` of `10.0.0.0/8`.
fn is_mask(tail: &str) -> bool {
    tail.strip_prefix('/').is_some_and(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= 32))
}

fn check_port(scheme: &str, port: Option<&str>) -> Result<PatternPort, Flaw> {
    let Some(port) = port else {
        return Ok(PatternPort::Fixed(None));
    };
    if port == "*" {
        return Ok(PatternPort::Any);
    }
    if port.contains('*') {
        return Err(Flaw::StarInPort);
    }
    if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Flaw::NotAPort);
    }
    let number = port.parse::<u16>().map_err(|_| Flaw::HighPort)?;
    if number == 0 {
        return Err(Flaw::PortZero);
    }
    if port.starts_with('0') {
        return Err(Flaw::ZerosInPort);
    }
    if Some(number) == default_port(scheme.as_bytes()) {
        return Err(Flaw::DefaultPort);
    }
    Ok(PatternPort::Fixed(Some(number)))
}
