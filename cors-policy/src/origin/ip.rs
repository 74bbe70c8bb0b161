//! IP addresses as the URL Standard writes them, which is how browsers send them in an `Origin` header.

use std::fmt::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr};

/// An address as the URL Standard's IPv6 serialiser writes it.
pub(super) fn serialize_v6(address: Ipv6Addr) -> String {
    let mut output = String::new();
    // Writing to a `String` cannot fail.
    let _ = write_v6(address, &mut output);
    output
}

/// Whether a text is how the URL Standard writes this address; nothing is put on the heap for it.
pub(super) fn is_serialized_v6(text: &str, address: Ipv6Addr) -> bool {
    let mut rest = Rest(text);
    write_v6(address, &mut rest).is_ok() && rest.0.is_empty()
}

/// What of a text is still to be written; writing anything else fails.
struct Rest<'a>(&'a str);

impl Write for Rest<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(piece).ok_or(fmt::Error)?;
        Ok(())
    }
}

fn write_v6(address: Ipv6Addr, output: &mut impl Write) -> fmt::Result {
    // The standard library writes the end of these addresses in dotted form, and the URL Standard never does.
    match (address.to_ipv4_mapped(), address.segments()) {
        (Some(_), [.., high, low]) => write!(output, "::ffff:{high:x}:{low:x}"),
        (None, _) => write!(output, "{address}"),
    }
}

/// Whether the URL parser would take this host for an IPv4 address ("ends in a number"), whatever its form.
pub(super) fn ends_in_a_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host);
    let hexadecimal = last.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    hexadecimal || (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a pattern's host means a range of IPv4 addresses, as `192.168.1.*` does.
pub(super) fn has_a_range(host: &str) -> bool {
    let is_number = |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
    let is_range = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'-'));
    let mut labels = host.split('.');
    labels.next().is_some_and(is_number) && labels.all(is_range)
}

/// The address, where `host` is four decimal numbers without leading zeros.
pub(super) fn dotted_quad(host: &str) -> Option<Ipv4Addr> {
    // The standard library's parser takes exactly this form since Rust 1.57 (leading zeros are refused).
    host.parse().ok()
}

/// The four numbers the URL parser makes of a looser form (`127.1`, `0x7f000001`), for the suggestion.
pub(super) fn loose_v4(host: &str) -> Option<Ipv4Addr> {
    let numbers = host.split('.').map(parse_number).collect::<Option<Vec<u64>>>()?;
    let (&last, firsts) = numbers.split_last()?;
    if firsts.len() > 3 || firsts.iter().any(|&number| number > 255) {
        return None;
    }
    let remaining_bytes = u32::try_from(4 - firsts.len()).ok()?;
    if last >= 256_u64.pow(remaining_bytes) {
        return None;
    }
    let address = firsts.iter().enumerate().fold(last, |sum, (i, number)| sum + (number << (8 * (3 - i))));
    Some(Ipv4Addr::from(u32::try_from(address).ok()?))
}

fn parse_number(text: &str) -> Option<u64> {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 16).ok() };
    }
    match text.strip_prefix('0') {
        Some(octal) if !octal.is_empty() => u64::from_str_radix(octal, 8).ok(),
        _ => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv6_as_the_url_standard_writes_it() {
        for (input, expected) in [
            ("::1", "::1"),
            ("0:0:0:0:0:0:0:0", "::"),
            ("::ffff:127.0.0.1", "::ffff:7f00:1"),
            ("2001:db8::", "2001:db8::"),
            ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
            ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
            ("1:0:0:2:3:0:0:4", "1::2:3:0:0:4"),
            ("::127.0.0.1", "::7f00:1"),
            ("::ffff:0.0.0.0", "::ffff:0:0"),
            ("::ffff:0:127.0.0.1", "::ffff:0:7f00:1"),
            ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
        ] {
            let address = input.parse().unwrap();
            assert_eq!(serialize_v6(address), expected, "{input}");
            assert!(is_serialized_v6(expected, address), "{input}");
            assert_eq!(is_serialized_v6(input, address), input == expected, "{input}");
            assert!(!is_serialized_v6(&format!("{expected}0"), address), "{input}");
        }
    }

    #[test]
    fn ranges_of_addresses() {
        for host in ["192.168.1.*", "10.*", "10.*.*.*", "192.168.0-9.*", "192.168.1.1*"] {
            assert!(has_a_range(host), "{host}");
        }
        for host in ["1-*.example.com", "*.1.2.3", "1*.example.com", "1.example.*", "*"] {
            assert!(!has_a_range(host), "{host}");
        }
    }

    #[test]
    fn loose_ipv4() {
        let loopback = Some(Ipv4Addr::LOCALHOST);
        for host in ["127.1", "0x7f000001", "2130706433", "127.0.0.01", "0177.0.0.1"] {
            assert_eq!(loose_v4(host), loopback, "{host}");
        }
        for host in ["1.2.3.4.5", "256.0.0.1", "127.0.0.08", "4294967296"] {
            assert_eq!(loose_v4(host), None, "{host}");
        }
    }
}
