//! What keeps a text from being an origin or a pattern: a value that costs nothing.
//!
//! Requests are parsed by the same rules as policies, and nobody reads words about a request's origin. The words are in
//! [`words`](super::words), and made only where a policy is wrong.

/// What keeps a text from being an origin or a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    Empty,
    TooLong,
    Several,
    Space,
    Quoted,
    RegularExpression,
    Files,
    Slashes,
    NoSlashes,
    NoScheme,
    StarInScheme,
    UpperCaseScheme,
    LongScheme,
    NotAScheme,
    Transport,
    TrailingSlash,
    Path,
    Query,
    Fragment,
    UserInfo,
    Brackets,
    Colons,
    NoHost,
    Unicode,
    UpperCaseHost,
    TrailingDot,
    HostCharacter,
    OpaqueCharacter,
    LongHost,
    EmptyLabel,
    LongLabel,
    BadPunycode,
    LooseV4,
    NoV6,
    LooseV6,
    NotAPort,
    HighPort,
    PortZero,
    ZerosInPort,
    DefaultPort,
    StarInPort,
    StarInV6,
    StarInOpaqueHost,
    AnyHostWithPort,
    WholeHost,
    StarInOnlyLabel,
    StarInMiddle,
    StarsInARow,
    TwoStars,
    OverAddress,
    AddressRange,
    UnicodeBesideStar,
}

/// What is seen without cutting a text at its joints: several origins in one, and signs of another notation. No origin and
/// no pattern has any of it.
pub(super) fn of_whole(text: &str) -> Option<Flaw> {
    let origins = text.split([';', '|', ',']).filter(|piece| piece.contains("://"));
    if text.starts_with("[\"") || text.starts_with("['") || origins.count() > 1 {
        return Some(Flaw::Several);
    }
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Some(Flaw::Space);
    }
    if text.starts_with(['"', '\'', '`']) {
        return Some(Flaw::Quoted);
    }
    // No origin has any of these signs, but the host of an application's scheme may have a dot before a plus.
    let has_sign = text.contains("\\.") || text.starts_with('^') || text.contains("?://");
    let is_loose_host = text.starts_with("http") && [".+", "://.*", "://("].iter().any(|sign| text.contains(sign));
    (has_sign || is_loose_host).then_some(Flaw::RegularExpression)
}
