//! What a list of origins means, written down again from the contract: slowly, entry by entry, without a table.

/// An entry cut where its parts meet. No two texts mean the same, so texts are compared and never interpreted twice.
#[derive(Clone, Debug)]
struct Cut<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<&'a str>,
}

fn cut(text: &str) -> Option<Cut<'_>> {
    let (scheme, authority) = text.split_once("://")?;
    let (host, port) = match authority.rsplit_once(':') {
        // A colon inside brackets belongs to an IPv6 address.
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    Some(Cut { scheme, host, port })
}

/// Whether browsers write this port: 1 to 65535, nothing before its first digit, and never the scheme's own.
fn is_written_by_browsers(scheme: &str, port: &str) -> bool {
    let own = match scheme {
        "http" => "80",
        "https" => "443",
        _ => "",
    };
    port != own && port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port)
}

/// Whether a name below another can be one: labels of 1 to 63 letters, digits, `-` and `_`, 253 bytes in all.
fn is_a_name(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

/// Whether what a `*` inside a label stands for may stand there; in an entry the `*` of another pattern may, too.
fn fills_a_star(text: &str, or_a_star: bool) -> bool {
    let fits =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || (or_a_star && byte == b'*');
    !text.is_empty() && text.bytes().all(fits)
}

fn host_admits(pattern: &str, host: &str, host_is_a_pattern: bool) -> bool {
    if pattern == host {
        return true;
    }
    let Some((before, after)) = pattern.split_once('*') else { return false };
    let is_name = host_is_a_pattern || is_a_name(host);
    let Some(matched) = host.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)) else { return false };
    // `*.` stands for whole labels, any other `*` for a part of one.
    let whole_labels = before.is_empty() && after.starts_with('.');
    is_name && !matched.is_empty() && (whole_labels || fills_a_star(matched, host_is_a_pattern))
}

/// Whether an entry admits what a browser sent as its page's origin.
pub fn admits(entry: &str, origin: &str) -> bool {
    let is_exact = !entry.contains('*');
    if is_exact || origin.contains('*') {
        return is_exact && entry == origin;
    }
    let (Some(entry), Some(origin)) = (cut(entry), cut(origin)) else { return false };
    let port = match (entry.port, origin.port) {
        (Some("*"), Some(port)) => is_written_by_browsers(origin.scheme, port),
        (Some("*"), None) => true,
        (given, sent) => given == sent,
    };
    entry.scheme == origin.scheme && port && host_admits(entry.host, origin.host, false)
}

/// Whether `pattern` admits all that another entry admits.
pub fn covers(pattern: &str, entry: &str) -> bool {
    if pattern == entry || !pattern.contains('*') {
        return false;
    }
    let (Some(pattern), Some(entry)) = (cut(pattern), cut(entry)) else { return false };
    let port = pattern.port == Some("*") || pattern.port == entry.port;
    pattern.scheme == entry.scheme && port && host_admits(pattern.host, entry.host, true)
}
