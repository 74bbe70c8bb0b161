//! What a list of origins means, written down again from the contract: slowly, entry by entry, without a table. Tests and fuzz
//! targets ask it what the library should have said.

/// Whether an entry admits an origin, both as text.
#[must_use]
pub fn admits(entry: &str, origin: &str) -> bool {
    if entry == "*" || !entry.contains('*') {
        return entry == "*" || entry == origin;
    }
    let (Some(pattern), Some(page)) = (Cut::from(entry), Cut::from(origin)) else {
        return false;
    };
    pattern.scheme == page.scheme && host_fits(pattern.host, page.host) && port_fits(pattern.port, &page)
}

/// Whether `pattern` admits all that another entry admits. Both are entries that may exist.
#[must_use]
pub fn covers(pattern: &str, entry: &str) -> bool {
    if pattern == entry || !pattern.contains('*') {
        return false;
    }
    let (Some(pattern), Some(entry)) = (Cut::from(pattern), Cut::from(entry)) else {
        return false;
    };
    let port_is_covered = pattern.port == Some("*") || pattern.port == entry.port;
    pattern.scheme == entry.scheme && port_is_covered && host_is_covered(pattern.host, entry.host)
}

fn host_is_covered(pattern: &str, host: &str) -> bool {
    if pattern == host || pattern == "*" {
        return true;
    }
    if let Some(apex) = pattern.strip_prefix("*.") {
        let labels = host.strip_suffix(apex).and_then(|above| above.strip_suffix('.'));
        return labels.is_some_and(|labels| !labels.is_empty());
    }
    let Some((before, after)) = pattern.split_once('*') else {
        return false;
    };
    // The `*` of the other pattern stands for nothing that this one could not.
    let filling = host.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    filling.is_some_and(|filling| !filling.is_empty() && filling.bytes().all(|byte| byte == b'*' || is_filling(byte)))
}

/// Whether a `*` inside a label stands for this byte.
fn is_filling(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
}

/// An origin or a pattern at its joints.
struct Cut<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<&'a str>,
}

impl<'a> Cut<'a> {
    fn from(text: &'a str) -> Option<Self> {
        let (scheme, authority) = text.split_once("://")?;
        // The colons of an IPv6 address are not the port's.
        let after_address = authority.rfind(']').map_or(0, |bracket| bracket + 1);
        let (host, port) = match authority[after_address..].split_once(':') {
            Some((rest, port)) => (&authority[..after_address + rest.len()], Some(port)),
            None => (authority, None),
        };
        Some(Self { scheme, host, port })
    }
}

fn host_fits(pattern: &str, host: &str) -> bool {
    if let Some(apex) = pattern.strip_prefix("*.") {
        let labels = host.strip_suffix(apex).and_then(|above| above.strip_suffix('.'));
        return labels.is_some() && is_name(host);
    }
    if pattern == "*" {
        // Every host of an application's or extension's scheme (URL Standard, opaque host).
        return !host.is_empty()
            && host.bytes().all(|byte| byte.is_ascii_graphic() && !b"#*/:<>?@[\\]^|".contains(&byte));
    }
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == host;
    };
    let filling = host.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    filling.is_some_and(|filling| !filling.is_empty() && filling.bytes().all(is_filling) && is_name(host))
}

/// Whether a host is a name as browsers write those that resolve: the lengths are RFC 1035's.
fn is_name(host: &str) -> bool {
    let is_label_byte = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    host.len() <= 253
        && host.split('.').all(|label| (1..=63).contains(&label.len()) && label.bytes().all(is_label_byte))
}

fn port_fits(pattern: Option<&str>, page: &Cut<'_>) -> bool {
    match (pattern, page.port) {
        (Some("*"), None) => true,
        (Some("*"), Some(port)) => {
            let default = match page.scheme {
                "http" | "ws" => "80",
                "https" | "wss" => "443",
                "ftp" => "21",
                _ => "",
            };
            // As browsers write a number: what it parses to, written again, is the text itself.
            let number = port.parse::<u16>().unwrap_or(0);
            number > 0 && number.to_string() == port && port != default
        }
        (pattern, port) => pattern == port,
    }
}

#[test]
fn matcher_of_the_contracts_own_examples() {
    let cases = [
        ("https://a.com", "https://a.com"),
        ("*", "anything"),
        ("https://*.example.com", "https://a.b.example.com"),
        ("https://pr-*.preview.example.com", "https://pr-7.preview.example.com"),
        ("http://localhost:*", "http://localhost"),
        ("http://localhost:*", "http://localhost:65535"),
        ("https://[::1]:*", "https://[::1]:1"),
    ];
    support::each(cases, |(entry, origin)| assert!(admits(entry, origin)));
    let cases = [
        ("https://a.com", "https://a.com:443"),
        ("https://*.example.com", "https://example.com"),
        ("https://*.example.com", "https://.example.com"),
        ("https://*.example.com", "https://*.example.com"),
        ("https://*.example.com", "https://a.example.com."),
        ("https://*.example.com", "https://evil.com/a.example.com"),
        ("https://pr-*.preview.example.com", "https://pr-.preview.example.com"),
        ("https://pr-*.preview.example.com", "https://pr-a.b.preview.example.com"),
        ("http://localhost:*", "http://localhost:80"),
        ("http://localhost:*", "http://localhost:065"),
        ("http://localhost:*", "http://localhost:+65"),
        ("http://localhost:*", "http://localhost:0"),
        ("http://localhost:*", "http://localhost:*"),
    ];
    support::each(cases, |(entry, origin)| assert!(!admits(entry, origin)));
}
