//! The words for what keeps a text from being an origin or a pattern, with what was most likely meant.

use super::flaw::{self, Flaw};
use super::host::{check_label, is_label_byte, is_opaque_byte};
use super::limits::{MAX_HOST, MAX_LABEL, MAX_ORIGIN, MAX_SCHEME};
use super::{ip, mend};
use crate::mistake::{Fault, MistakeKind};

/// What is wrong with a text in words, why it matters, and what was most likely meant. `before` is the last origin that
/// stands before it in its list.
pub(super) fn describe(text: &str, flaw: Flaw, before: Option<&str>) -> Fault {
    // A text that is too long is not shown whole, whatever else is in it.
    let flaw = if flaw == Flaw::TooLong { flaw } else { better_reason(text).unwrap_or(flaw) };
    if mend::says_everybody(text) {
        let why =
            "everybody is `*`; any other text is compared byte for byte with what browsers send, so it never matches";
        return Fault::new(kind(flaw), format!("`{}` is no origin", shown(text)), why, "origins = \"*\"");
    }
    let write = match mend::meant(text, before) {
        // No single address is meant by a range.
        Some(meant) if flaw != Flaw::AddressRange => format!("{meant}{}", or_else(flaw)),
        _ => in_words(text, flaw).to_owned(),
    };
    Fault::new(kind(flaw), what(text, flaw), why(text, flaw), write)
}

/// What a reader of words is helped more by than by the first flaw that is met in a text.
fn better_reason(text: &str) -> Option<Flaw> {
    if flaw::of_whole(text).is_some() {
        return None;
    }
    if mend::is_of_other_notation(text) {
        return Some(Flaw::RegularExpression);
    }
    let is_range = !text.contains("://") && {
        let (host, mask) = text.split_once('/').unwrap_or((text, ""));
        let host = host.split(':').next().unwrap_or_default();
        let is_mask = mask.parse::<u8>().is_ok_and(|bits| bits <= 32) && ip::dotted_quad(host).is_some();
        is_mask || (host.contains('*') && host.contains('.') && ip::has_a_range(host))
    };
    is_range.then_some(Flaw::AddressRange)
}

/// What is wrong and why, without a search for what was meant.
pub(super) fn in_short(text: &str, flaw: Flaw) -> String {
    format!("{}: {}", what(text, flaw), why(text, flaw))
}

/// A text in one line, whatever is in it.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { c.escape_debug().to_string() } else { c.to_string() }).collect()
}

/// The beginning of a text that is too long to be shown whole.
pub(super) fn beginning(text: &str) -> String {
    format!("{}…", text.chars().take(20).flat_map(char::escape_debug).collect::<String>())
}

fn kind(flaw: Flaw) -> MistakeKind {
    match flaw {
        Flaw::Empty => MistakeKind::Empty,
        Flaw::RegularExpression
        | Flaw::StarInScheme
        | Flaw::StarInPort
        | Flaw::StarInV6
        | Flaw::StarInOpaqueHost
        | Flaw::AnyHostWithPort
        | Flaw::WholeHost
        | Flaw::StarInOnlyLabel
        | Flaw::StarInMiddle
        | Flaw::StarsInARow
        | Flaw::TwoStars
        | Flaw::OverAddress
        | Flaw::AddressRange
        | Flaw::UnicodeBesideStar => MistakeKind::Wildcard,
        _ => MistakeKind::NotAnOrigin,
    }
}

/// A text cut where an origin has its joints, whatever else is wrong with it.
struct Cut<'a> {
    scheme: &'a str,
    host: &'a str,
    port: &'a str,
}

impl<'a> Cut<'a> {
    fn of(text: &'a str) -> Self {
        let (scheme, authority) = text.split_once("://").unwrap_or(("", text));
        let host_len = match authority.find(']') {
            Some(bracket) if authority.starts_with('[') => bracket + 1,
            _ => authority.find(':').unwrap_or(authority.len()),
        };
        let (host, port) = authority.split_at_checked(host_len).unwrap_or((authority, ""));
        Self { scheme, host, port: port.strip_prefix(':').unwrap_or(port) }
    }

    fn label(&self) -> &'a str {
        self.host.split('.').find(|label| check_label(label).is_err()).unwrap_or(self.host)
    }
}

fn what(text: &str, flaw: Flaw) -> String {
    let Cut { scheme, host, port } = Cut::of(text);
    let long = |what: &str, piece: &str| format!("the {what} `{}` is {} bytes long", beginning(piece), piece.len());
    let character = |stands: fn(u8) -> bool| {
        let bad = host.chars().find(|&c| c != '.' && c != '*' && !u8::try_from(c).is_ok_and(stands));
        format!("the host `{host}` has the character `{}`", bad.unwrap_or_default().escape_default())
    };
    match flaw {
        Flaw::Empty => "an empty text among the origins".to_owned(),
        Flaw::TooLong => format!("`{}` is {} bytes long", beginning(text), text.len()),
        Flaw::Several => format!("`{}` is several origins in one text", shown(text)),
        Flaw::Space => {
            let bad = text.chars().find(|c| c.is_whitespace() || c.is_control());
            let bad = if bad == Some(' ') { "a space" } else { "white space or a control character" };
            format!("`{}` has {bad} in it", shown(text))
        }
        Flaw::Quoted => format!("`{text}` has quotation marks in it"),
        Flaw::RegularExpression if text.contains("://?.") => format!("`{text}` has a `?` for a part of the host"),
        Flaw::RegularExpression => format!("`{text}` is a regular expression"),
        Flaw::Files => format!("`{text}` names files"),
        Flaw::Slashes if text.contains(":/") => format!("`{text}` has not both slashes after its scheme"),
        Flaw::Slashes => format!("`{text}` lacks `//` after its scheme"),
        Flaw::NoSlashes => format!("`{text}` has no `://`"),
        Flaw::NoScheme => format!("`{text}` has no scheme"),
        Flaw::StarInScheme => format!("`{text}` has a `*` in its scheme"),
        Flaw::UpperCaseScheme => format!("the scheme `{scheme}` has upper-case letters"),
        Flaw::LongScheme => long("scheme", scheme),
        Flaw::NotAScheme => format!("`{scheme}` is not a scheme"),
        Flaw::Transport => format!("`{text}` is no origin that a page can have"),
        Flaw::TrailingSlash => format!("`{text}` ends in a slash"),
        Flaw::Path => format!("`{text}` has a path"),
        Flaw::Query => format!("`{text}` has a query"),
        Flaw::Fragment => format!("`{text}` has a fragment"),
        Flaw::UserInfo => format!("`{text}` has user info"),
        Flaw::Brackets => format!("`{text}` has an IPv6 address that does not end where its bracket should"),
        Flaw::Colons => format!("`{text}` has more than one colon after its scheme"),
        Flaw::NoHost => "an origin without a host".to_owned(),
        Flaw::Unicode => format!("the host `{host}` has characters outside ASCII"),
        Flaw::UpperCaseHost => format!("the host `{host}` has upper-case letters"),
        Flaw::TrailingDot => format!("the host `{host}` ends in a dot"),
        Flaw::HostCharacter => character(is_label_byte),
        Flaw::OpaqueCharacter => character(is_opaque_byte),
        Flaw::LongHost => long("host", host),
        Flaw::EmptyLabel => format!("the host `{host}` has an empty label"),
        Flaw::LongLabel => long("label", Cut::of(text).label()),
        Flaw::BadPunycode => format!("the label `{}` is no Punycode", Cut::of(text).label()),
        Flaw::LooseV4 => format!("`{host}` is not an IPv4 address of four decimal numbers"),
        Flaw::NoV6 => format!("`{host}` is not an IPv6 address"),
        Flaw::LooseV6 => format!("`{host}` is not how browsers write this IPv6 address"),
        Flaw::NotAPort => format!("`{port}` is not a port"),
        Flaw::HighPort => format!("the port `{port}` is over 65535"),
        Flaw::PortZero => "port 0 is no port".to_owned(),
        Flaw::ZerosInPort => format!("the port `{port}` starts with a zero"),
        Flaw::DefaultPort => format!("`:{port}` is what {scheme} means without a port"),
        Flaw::StarInPort => format!("`*` is only a part of the port `{port}`"),
        Flaw::StarInV6 => format!("`{host}` has a `*` in an IP address"),
        Flaw::AddressRange => format!("`{}` is a range of IP addresses", if scheme.is_empty() { text } else { host }),
        Flaw::StarInOpaqueHost => format!("`*` is only a part of the host `{host}`"),
        Flaw::AnyHostWithPort => format!("`{text}` has a port after the `*` that stands for every host"),
        Flaw::WholeHost => "`*` stands for the whole host".to_owned(),
        Flaw::StarInOnlyLabel => format!("`{host}` is a wildcard in a single label"),
        Flaw::StarInMiddle => format!("`{host}` has a `*` outside its leftmost label"),
        Flaw::StarsInARow => format!("`{host}` has a `*` for each of several labels"),
        Flaw::TwoStars => format!("`{host}` has two `*` in one label"),
        Flaw::OverAddress => format!("`{host}` is a wildcard over an IP address"),
        Flaw::UnicodeBesideStar => {
            let label = host.split('.').next().unwrap_or(host);
            format!("`{label}` has characters outside ASCII beside its `*`")
        }
    }
}

fn why(text: &str, flaw: Flaw) -> String {
    let why = match flaw {
        Flaw::Empty => "it admits nobody, so it is most likely a slip",
        Flaw::TooLong => {
            return format!("no origin is longer than {MAX_ORIGIN} bytes, so this one never matches");
        }
        Flaw::Several => "each entry of a list is one origin; in a string they are separated by commas alone",
        Flaw::Space => "origins are compared byte for byte and browsers never send this, so it never matches",
        Flaw::Quoted => "origins are compared byte for byte and browsers send no quotation marks, so it never matches",
        Flaw::RegularExpression => {
            "patterns have `*` alone: for all names below one, for a part of the leftmost label, or for the port"
        }
        Flaw::Files => {
            "pages opened from files have no origin of their own: browsers send `null` for them, and some web views `file://`"
        }
        Flaw::Slashes => "origins are compared byte for byte and browsers send `://` there, so this one never matches",
        Flaw::NoSlashes => "an origin is a scheme, `://`, a host and perhaps a port",
        Flaw::NoScheme => "http and https of one host are different origins, so the scheme belongs to an origin",
        Flaw::StarInScheme => "a wildcard may stand for a host's leftmost label or its port only",
        Flaw::UpperCaseScheme => {
            "browsers send schemes in lower case and origins are compared byte for byte, so this one never matches"
        }
        Flaw::LongScheme => {
            return format!("schemes end at {MAX_SCHEME} bytes here; the longest in use have about twenty");
        }
        Flaw::NotAScheme => "a scheme is a letter followed by letters, digits, `+`, `-` or `.` (RFC 3986 section 3.1)",
        Flaw::Transport if !is_of_websockets(text) => {
            "an origin is that of a page, and browsers open no page by such a scheme"
        }
        Flaw::Transport => {
            "an origin is that of the page, also where the page opens a WebSocket, and no page comes by such a scheme"
        }
        Flaw::TrailingSlash | Flaw::Path | Flaw::Query | Flaw::Fragment => {
            "an origin is scheme, host and port only; browsers compare it byte for byte with this text, so it never matches"
        }
        Flaw::UserInfo => "an origin is scheme, host and port only; browsers never send a user name in it",
        Flaw::Brackets => "an IPv6 address stands in brackets, and only a port may follow",
        Flaw::Colons => "a host has one port at most, and an IPv6 address stands in brackets",
        Flaw::NoHost => "an origin is scheme, host and port; nothing can be admitted without a host",
        Flaw::Unicode => "browsers send international names in their ASCII form (Punycode), so this one never matches",
        Flaw::UpperCaseHost => {
            "browsers send hosts in lower case and origins are compared byte for byte, so this one never matches"
        }
        Flaw::TrailingDot => {
            "to a browser the name with the dot is another origin than the one without, and pages hardly ever have it"
        }
        Flaw::HostCharacter => {
            "a host is made of letters, digits, `-`, `_` and dots, so no browser ever sends this one"
        }
        Flaw::OpaqueCharacter => {
            "the host of such a scheme is printable ASCII without the signs that part a URL (URL Standard, opaque host)"
        }
        Flaw::LongHost => {
            return format!("names end at {MAX_HOST} bytes (RFC 1035), so no page can have this origin");
        }
        Flaw::EmptyLabel => "between two dots of a name stands at least one character, so no page can have this origin",
        Flaw::LongLabel => {
            return format!("labels end at {MAX_LABEL} bytes (RFC 1035), so no page can have this origin");
        }
        Flaw::BadPunycode => {
            "a label that begins with `xn--` is an international name (RFC 3492); browsers refuse one that is none"
        }
        Flaw::LooseV4 => {
            "a host that ends in a number is an IPv4 address, and browsers send it as four plain decimal numbers"
        }
        Flaw::NoV6 => "what stands in brackets is an IPv6 address, so no browser ever sends this",
        Flaw::LooseV6 => {
            "the URL Standard has one form for each address and origins are compared byte for byte, so this one never matches"
        }
        Flaw::NotAPort => "a port is a number from 1 to 65535, or `*` for any",
        Flaw::HighPort => "there is no such port",
        Flaw::PortZero => "no page is ever served on it, so this one never matches",
        Flaw::ZerosInPort => "browsers write ports without leading zeros, so this one never matches",
        Flaw::DefaultPort => "browsers leave a scheme's default port out of an origin, so this one never matches",
        Flaw::StarInPort => "a port is one number or, as `:*`, any; there are no ranges",
        Flaw::StarInV6 | Flaw::OverAddress => "an IP address has no subdomains, so this never matches",
        Flaw::StarInOpaqueHost => "the hosts of such a scheme have no labels; a `*` can stand for all of them only",
        Flaw::AnyHostWithPort => "it stands for every host without a port: such origins are told apart by their hosts",
        Flaw::WholeHost => "it would admit every page of that scheme, whoever serves it",
        Flaw::StarInOnlyLabel => "a wildcard needs a name of yours to stand under",
        Flaw::StarInMiddle => "only what stands left of a name of yours is yours to give away",
        Flaw::StarsInARow => "one `*.` already stands for one label or more, however deep",
        Flaw::TwoStars => "one `*` already stands for any text; two hide how much is admitted",
        Flaw::AddressRange => "a `*` stands for names, and an origin has one address or name; there are no ranges",
        Flaw::UnicodeBesideStar => {
            "browsers send such a label in its ASCII form (Punycode), which is another one for each text the `*` stands for"
        }
    };
    why.to_owned()
}

fn is_of_websockets(text: &str) -> bool {
    text.starts_with("ws")
}

/// What to write where the text does not tell what was meant.
fn in_words(text: &str, flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::Empty => "an origin such as \"https://app.example.com\", or nothing at all",
        Flaw::Several => "each origin by itself, such as [\"https://app.example.com\", \"https://admin.example.com\"]",
        Flaw::RegularExpression | Flaw::StarInMiddle => "a pattern such as \"https://*.example.com\"",
        Flaw::Files => {
            "the origin of a server that serves the page, such as \"http://localhost:8080\"; or \"file://\" beside \
             danger_accept_null_origin = true, where a web view sends that"
        }
        Flaw::LongScheme => "the scheme of a real page, such as `https`",
        Flaw::Transport if !is_of_websockets(text) => "the origin of the page, such as \"https://app.example.com\"",
        Flaw::Space => {
            "the host as it is, without spaces; several origins are a list, such as [\"https://app.example.com\", \"https://admin.example.com\"]"
        }
        Flaw::Transport => "the origin of the page that opens the connection, such as \"https://app.example.com\"",
        Flaw::Brackets | Flaw::NoV6 => "an address such as \"http://[::1]:8080\"",
        Flaw::Colons => "an origin such as \"http://localhost:8080\" or \"http://[::1]:8080\"",
        Flaw::NoHost => "an origin with its host, such as \"https://app.example.com\"",
        Flaw::Unicode => {
            "the name as browsers send it, which begins with `xn--`: `location.origin` in the page's console shows it"
        }
        Flaw::BadPunycode => "the name as browsers send it: `location.origin` in the page's console shows it",
        Flaw::HostCharacter | Flaw::OpaqueCharacter => "the host alone, such as \"https://app.example.com\"",
        Flaw::LongHost | Flaw::LongLabel | Flaw::EmptyLabel => "the host's real name",
        Flaw::LooseV4 => "an address of four numbers from 0 to 255, or a name",
        Flaw::StarInV6 | Flaw::OverAddress => "each address by itself",
        Flaw::AddressRange => "each address by itself, or an `origins_if` function that judges the address",
        Flaw::StarInOpaqueHost => "each host by itself, or a pattern of all, such as \"moz-extension://*\"",
        Flaw::WholeHost => {
            "the names that are meant, such as \"https://*.example.com\"; where everybody is meant, origins = \"*\""
        }
        Flaw::StarInOnlyLabel => "a pattern such as \"https://pr-*.preview.example.com\"",
        Flaw::TwoStars => "one `*`, such as \"https://pr-*.preview.example.com\"",
        Flaw::UnicodeBesideStar => {
            "each origin by itself, or a pattern whose label is ASCII, such as \"https://pr-*.preview.example.com\""
        }
        _ => "the origin alone, such as \"https://app.example.com\"",
    }
}

/// What else may have been meant.
fn or_else(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::StarInScheme => ", and a second entry where http is meant too",
        Flaw::NotAPort | Flaw::HighPort | Flaw::PortZero => ", or with the port the page is served on",
        Flaw::TooLong => ", if that is what was meant",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::shape::Shape;

    fn said(text: &str) -> String {
        let fault = describe(text, Shape::of(text).unwrap_err(), None);
        format!("{}\n{}\n{}", fault.what, fault.why, fault.write)
    }

    #[test]
    fn the_better_reason_is_told() {
        for (text, what, write) in [
            ("https://[a-z]+.example.com", "is a regular expression", "\"https://*.example.com\""),
            ("https://?.example.com", "has a `?` for a part of the host", "\"https://*.example.com\""),
            ("all", "`all` is no origin", "origins = \"*\""),
            ("Everyone", "`Everyone` is no origin", "origins = \"*\""),
            ("https://a b.example", "has a space in it", "the host as it is, without spaces"),
            ("10.0.0.*", "`10.0.0.*` is a range of IP addresses", "each address by itself, or an `origins_if`"),
            ("10.0.0.0/8", "`10.0.0.0/8` is a range of IP addresses", "each address by itself, or an `origins_if`"),
            ("10.0.0.*:8080", "is a range of IP addresses", "each address by itself, or an `origins_if`"),
            ("http://10.0.0.*", "`10.0.0.*` is a range of IP addresses", "each address by itself, or an `origins_if`"),
            ("https:a.example", "lacks `//` after its scheme", "\"https://a.example\""),
            ("https:/a.example", "has not both slashes after its scheme", "\"https://a.example\""),
            ("http://[::1]:*x", "`*` is only a part of the port", "\"http://[::1]:*\""),
        ] {
            let said = said(text);
            let lines: Vec<&str> = said.lines().collect();
            assert!(lines[0].contains(what) && lines[2].starts_with(write), "{text}: {said}");
        }
        assert!(
            said(&format!("https://[a-z]+.{}", "a".repeat(9_000))).starts_with("`https://[a-z]+.aaaaa…` is 9015 bytes")
        );
        assert!(!said("ftp://x.example").contains("WebSocket"));
        assert!(said("wss://x.example").contains("WebSocket"));
    }
}
