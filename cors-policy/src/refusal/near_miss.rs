//! Origins and methods that are nearly admitted: most refusals are one slip away from what was meant.

use std::fmt;

use super::escaped::Escaped;
use crate::Origin;
use crate::origin::{MAX_ORIGIN, OriginParts};

/// In what an origin or a method differs from one that is admitted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NearMiss {
    /// `http` for `https`, or the other way round.
    Scheme {
        /// What is admitted.
        admitted: Escaped,
    },
    /// Another port, or one where none belongs.
    Port {
        /// What is admitted.
        admitted: Escaped,
    },
    /// With `www.` or without it.
    Www {
        /// What is admitted.
        admitted: Escaped,
    },
    /// A name of which only subdomains are admitted.
    Apex {
        /// The name.
        host: Escaped,
    },
    /// A subdomain of a name that alone is admitted.
    Subdomain {
        /// What is admitted.
        admitted: Escaped,
    },
    /// A slash after the origin, which no browser sends.
    TrailingSlash {
        /// What is admitted.
        admitted: Escaped,
    },
    /// A dot after the host.
    TrailingDot {
        /// What is admitted.
        admitted: Escaped,
    },
    /// Upper-case letters, which no browser sends.
    UpperCase {
        /// What is admitted.
        admitted: Escaped,
    },
    /// The machine itself, in a build without `debug_assertions`, which has no `dev_origins`.
    DevOriginsAbsent,
    /// A method in lower case whose upper-case form is served.
    UpperCaseMethod {
        /// What is served.
        method: Escaped,
    },
}

/// The ports that development servers and proxies have most often, tried where the port may be what differs.
const COMMON_PORTS: [u16; 9] = [3000, 4200, 5000, 5173, 8000, 8080, 8081, 8443, 9000];
/// So many of the listed origins are looked through for their ports: a set may hold a million.
const LOOKED_THROUGH: usize = 1_000;

impl NearMiss {
    /// The nearest admitted origin, if one is near. Only this, the cold path, looks for it.
    pub(crate) fn of_origin<'a>(
        sent: &[u8],
        admits: &dyn Fn(&[u8]) -> bool,
        listed: &mut dyn Iterator<Item = &'a str>,
    ) -> Option<Self> {
        Self::of_origin_where(sent, admits, listed, cfg!(debug_assertions))
    }

    /// The nearest admitted origin, in a build that has `dev_origins` or in one that has not.
    fn of_origin_where<'a>(
        sent: &[u8],
        admits: &dyn Fn(&[u8]) -> bool,
        listed: &mut dyn Iterator<Item = &'a str>,
        dev_origins: bool,
    ) -> Option<Self> {
        // A slash or a dot may follow the longest origin there is; what is longer is near to none.
        if sent.len() > MAX_ORIGIN + 1 {
            return None;
        }
        let sent = std::str::from_utf8(sent).ok()?;
        let found = |text: &str| admits(text.as_bytes()).then(|| Escaped::of(text.as_bytes()));

        let lower = sent.to_ascii_lowercase();
        if let Some(admitted) = found(&lower).filter(|_| lower != sent) {
            return Some(Self::UpperCase { admitted });
        }
        if let Some(admitted) = sent.strip_suffix('/').and_then(found) {
            return Some(Self::TrailingSlash { admitted });
        }
        let [scheme, host, port] = OriginParts::of_text(sent)?;
        if let Some(name) = host.strip_suffix('.') {
            return found(&format!("{scheme}://{name}{port}")).map(|admitted| Self::TrailingDot { admitted });
        }
        let origin = Origin::of_header(sent.as_bytes())?;
        let other_scheme = if scheme == "https" { "http" } else { "https" };
        if let Some(admitted) = found(&format!("{other_scheme}://{host}{port}")) {
            return Some(Self::Scheme { admitted });
        }
        // A label that hardly anybody has tells whether a pattern covers all subdomains.
        if admits(format!("{scheme}://any-subdomain.{host}{port}").as_bytes()) {
            return Some(Self::Apex { host: Escaped::of(host.as_bytes()) });
        }
        let with_other_www = match host.strip_prefix("www.") {
            Some(bare) => format!("{scheme}://{bare}{port}"),
            None => format!("{scheme}://www.{host}{port}"),
        };
        if let Some(admitted) = found(&with_other_www) {
            return Some(Self::Www { admitted });
        }
        let with_port = |port: &str| found(&format!("{scheme}://{host}{port}"));
        let mut listed = listed.take(LOOKED_THROUGH).filter_map(|entry| listed_port(entry, scheme, host));
        let with_listed_port = listed.find_map(with_port);
        // What a source admits that was not looked through, or not to the end.
        let other_port = || COMMON_PORTS.iter().find_map(|port| with_port(&format!(":{port}")));
        if let Some(admitted) = with_listed_port.or_else(|| with_port("")).or_else(other_port) {
            return Some(Self::Port { admitted });
        }
        let parent = host.split_once('.').map(|(_, parent)| format!("{scheme}://{parent}{port}"));
        if let Some(admitted) = parent.as_deref().and_then(found) {
            return Some(Self::Subdomain { admitted });
        }
        (!dev_origins && origin.is_loopback()).then_some(Self::DevOriginsAbsent)
    }
}

/// The port of a listed origin or pattern that may be for this host.
fn listed_port<'a>(listed: &'a str, scheme: &str, host: &str) -> Option<&'a str> {
    let [listed_scheme, listed_host, port] = OriginParts::of_text(listed)?;
    (listed_scheme == scheme && (listed_host == host || listed_host.contains('*'))).then_some(port)
}

impl fmt::Display for NearMiss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme { admitted } => write!(f, "the scheme differs: {admitted} is admitted"),
            Self::Port { admitted } => write!(f, "the port differs: {admitted} is admitted"),
            Self::Www { admitted } => write!(f, "`www.` makes another origin: {admitted} is admitted"),
            Self::Apex { host } => write!(f, "only subdomains of {host} are admitted, not the name itself"),
            Self::Subdomain { admitted } => write!(f, "subdomains are not admitted: {admitted} alone is"),
            Self::TrailingSlash { admitted } => write!(f, "an origin ends without a slash: {admitted} is admitted"),
            Self::TrailingDot { admitted } => write!(f, "the host ends in a dot: {admitted} is admitted"),
            Self::UpperCase { admitted } => write!(f, "origins are in lower case: {admitted} is admitted"),
            Self::DevOriginsAbsent => {
                f.write_str("this is a release build, and `dev_origins` are only in builds with debug_assertions")
            }
            Self::UpperCaseMethod { method } => write!(f, "upper case was meant: {method} is served"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OriginSet;

    fn hint_for(sent: &str) -> Option<String> {
        hint_where(sent, cfg!(debug_assertions))
    }

    fn hint_where(sent: &str, dev_origins: bool) -> Option<String> {
        let listed = OriginSet::builder()
            .danger_accept_insecure_origins(true)
            .parse([
                "https://app.example.com",
                "https://www.example.org",
                "https://example.net",
                "https://*.preview.example.com",
                "http://intranet.example:8080",
                "https://odd.example:7777",
                "https://*.even.example:7778",
                "https://[2001:db8::1]:7779",
                "https://*.far.example:*",
            ])
            .unwrap();
        let admits = |origin: &[u8]| listed.find(origin).is_some();
        let miss = NearMiss::of_origin_where(sent.as_bytes(), &admits, &mut listed.iter(), dev_origins);
        miss.map(|miss| miss.to_string())
    }

    #[test]
    fn slips_are_named() {
        for (origin, begins) in [
            ("http://app.example.com", "the scheme differs: https://app.example.com"),
            ("https://app.example.com:8443", "the port differs: https://app.example.com "),
            ("http://intranet.example", "the port differs: http://intranet.example:8080"),
            ("https://odd.example", "the port differs: https://odd.example:7777 "),
            ("https://odd.example:7778", "the port differs: https://odd.example:7777 "),
            ("https://a.even.example", "the port differs: https://a.even.example:7778 "),
            ("https://[2001:db8::1]", "the port differs: https://[2001:db8::1]:7779 "),
            ("https://example.org", "`www.` makes another origin: https://www.example.org"),
            ("https://www.app.example.com", "`www.` makes another origin: https://app.example.com"),
            ("https://preview.example.com", "only subdomains of preview.example.com"),
            ("https://shop.example.net", "subdomains are not admitted: https://example.net"),
            ("https://app.example.com/", "an origin ends without a slash"),
            ("https://app.example.com.", "the host ends in a dot"),
            ("https://App.example.com", "origins are in lower case"),
        ] {
            let said = hint_for(origin).unwrap_or_default();
            assert!(said.starts_with(begins), "{origin}: {said}");
        }
    }

    #[test]
    fn far_is_far() {
        for sent in ["https://evil.example", "null", "", "https://app.example.com.evil.com", "\u{0}", "https://[::1"] {
            assert_eq!(hint_for(sent), None, "{sent}");
        }
        let long = format!("https://app.example.com{}", "/".repeat(400));
        assert_eq!(hint_for(&long), None);
        assert_eq!(NearMiss::of_origin(&[0xff; 9], &|_| true, &mut std::iter::empty()), None);
    }

    #[test]
    fn what_is_missing_in_a_release_is_told_to_the_machine_itself_alone() {
        for sent in ["http://localhost:3000", "http://app.localhost", "http://127.0.0.1:3000", "http://[::1]:5173"] {
            assert!(hint_where(sent, false).unwrap().starts_with("this is a release build"), "{sent}");
            assert_eq!(hint_where(sent, true), None, "{sent}");
        }
        assert_eq!(hint_where("https://evil.example", false), None);
    }

    #[test]
    fn a_long_list_is_not_looked_through_to_its_end() {
        let mut asked = 0;
        let mut listed = std::iter::repeat_with(|| {
            asked += 1;
            "https://app.example.com:7777"
        });
        let miss = NearMiss::of_origin(b"https://other.example.com", &|_| false, &mut listed);
        assert_eq!((miss, asked), (None, LOOKED_THROUGH));
    }
}
