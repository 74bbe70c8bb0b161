//! Which requests a page of another origin made.

use cors_policy::default_port;
use http::Uri;
use http::header::{FORWARDED, HOST, HeaderMap, HeaderName, ORIGIN};
use http::uri::Authority;

use crate::Origin;
use crate::request::single_value::SingleValue;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// Whether a page of another origin made this request, as far as the request tells.
///
/// Same-origin requests carry `Origin` too when their method is not GET or HEAD (Fetch, "append a request `Origin`
/// header"), so its presence alone says nothing.
pub(crate) fn is_cross_origin(headers: &HeaderMap, uri: &Uri) -> bool {
    if !headers.contains_key(ORIGIN) {
        return false;
    }
    match SingleValue::of(headers, &SEC_FETCH_SITE) {
        // The browser compares schemes too, and a page cannot set this header (Fetch Metadata section 2.4), so its word is
        // the last. What no browser writes is no word for the request.
        SingleValue::One(site) => !matches!(site.as_bytes(), b"same-origin" | b"none"),
        SingleValue::Many => true,
        SingleValue::Absent => !is_own_origin(headers, uri),
    }
}

/// Whether host and port of the origin are the server's own. The server's own scheme is not known here: behind a proxy that
/// ends TLS it is the proxy's knowledge.
fn is_own_origin(headers: &HeaderMap, uri: &Uri) -> bool {
    let Some(origin) = Origin::of_page(headers) else { return false };
    // An authority in the target goes before `Host` (RFC 9112 section 3.2.2, RFC 9113 section 8.3.1).
    match (uri.authority(), SingleValue::of(headers, &HOST)) {
        (Some(authority), _) => is_authority_of(&origin, authority),
        (None, SingleValue::One(host)) => {
            Authority::try_from(host.as_bytes()).is_ok_and(|authority| is_authority_of(&origin, &authority))
        }
        (None, SingleValue::Absent | SingleValue::Many) => false,
    }
}

/// Whether a proxy says that the origin's host is the one it was asked for. Anybody can write these headers, so this is for a
/// hint in the log alone.
pub(crate) fn is_forwarded_host(headers: &HeaderMap) -> bool {
    let Some(origin) = Origin::of_page(headers) else { return false };
    let forwarded = headers.get(FORWARDED).and_then(|value| value.to_str().ok());
    // RFC 7239 section 4: pairs such as `host="app.example.com"`, the first proxy's first.
    let forwarded = forwarded.and_then(|value| {
        value.split([',', ';']).find_map(|pair| {
            let (name, host) = pair.split_once('=')?;
            name.trim().eq_ignore_ascii_case("host").then_some(host.trim().trim_matches('"'))
        })
    });
    let x_forwarded = headers.get(X_FORWARDED_HOST).and_then(|value| value.to_str().ok()?.split(',').next());
    let mut hosts = [forwarded, x_forwarded].into_iter().flatten();
    hosts.any(|host| Authority::try_from(host.trim()).is_ok_and(|authority| is_authority_of(&origin, &authority)))
}

/// Whether an authority names the host and the port of an origin.
fn is_authority_of(origin: &Origin, authority: &Authority) -> bool {
    let default_port = default_port(origin.scheme().as_bytes());
    let port = match authority.as_str().strip_prefix(authority.host()) {
        Some("") => default_port,
        // `http` takes what stands between an address in brackets and its port for nothing: `[::1]x:80`.
        Some(after) if after.starts_with(':') => authority.port_u16(),
        // A user name, which no server has.
        Some(_) | None => None,
    };
    port.is_some() && port == origin.port().or(default_port) && authority.host().eq_ignore_ascii_case(origin.host())
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn crosses(uri: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::post(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(()).unwrap();
        is_cross_origin(request.headers(), request.uri())
    }

    #[test]
    fn same_origin_is_not_cross_origin() {
        for (origin, host) in [
            ("https://a.example", "a.example"),
            ("https://a.example", "A.Example:443"),
            ("http://a.example", "a.example:80"),
            ("http://localhost:3000", "localhost:3000"),
            ("http://[::1]:3000", "[::1]:3000"),
        ] {
            assert!(!crosses("/", &[("origin", origin), ("host", host)]), "{origin} {host}");
        }
        assert!(!crosses("/", &[("host", "a.example")]));
        assert!(!crosses("https://a.example/", &[("origin", "https://a.example")]));
        assert!(!crosses("/", &[("origin", "https://A.Example"), ("host", "a.example")]));
        assert!(!crosses("/", &[("origin", "https://b.example"), ("sec-fetch-site", "same-origin")]));
        assert!(!crosses("/", &[("origin", "https://b.example"), ("sec-fetch-site", "none")]));
    }

    /// Found by fuzzing.
    #[test]
    fn what_stands_behind_brackets_is_part_of_the_host() {
        for host in ["[::1]1:8443", "[::1]x:8443", "[::1].a:8443", "[::1]:8443x", "[::1]1", "[::1]"] {
            assert!(crosses("/", &[("origin", "https://[::1]:8443"), ("host", host)]), "{host}");
        }
        assert!(crosses("/", &[("origin", "https://[::1]"), ("host", "[::1]1")]));
    }

    #[test]
    fn the_browsers_word_is_the_last() {
        let own = [("origin", "https://a.example"), ("host", "a.example")];
        for site in ["cross-site", "same-site", "SAME-ORIGIN", "", "same-origin, none", "unheard-of"] {
            let [origin, host] = own;
            assert!(crosses("/", &[origin, host, ("sec-fetch-site", site)]), "{site}");
        }
        let [origin, host] = own;
        assert!(crosses("/", &[origin, host, ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none")]));
    }

    #[test]
    fn the_authority_in_the_target_goes_before_host() {
        let headers = [("origin", "https://evil.example"), ("host", "evil.example")];
        assert!(crosses("https://bank.example/", &headers));
        assert!(!crosses("https://evil.example/", &[("origin", "https://evil.example"), ("host", "bank.example")]));
    }

    #[test]
    fn only_pages_of_http_have_a_server_for_their_own() {
        for (origin, host) in [
            ("capacitor://localhost", "localhost"),
            ("https://user@h", "user@h"),
            ("https://user@h", "h"),
            ("https://h", "user@h"),
            ("wss://a.example", "a.example"),
            ("https://a.example/", "a.example/"),
            ("https://a.example?", "a.example?"),
            ("https://a.example:443", "a.example"),
            ("https://a.example:99999", "a.example:99999"),
            ("https://a.example", "a.example:99999"),
            ("https://a.example", "a.example:"),
            ("https://[::1", "[::1"),
        ] {
            assert!(crosses("/", &[("origin", origin), ("host", host)]), "{origin} {host}");
        }
        let long = format!("https://{}", "a".repeat(64 * 1024));
        assert!(crosses("/", &[("origin", &long), ("host", long.strip_prefix("https://").unwrap())]));
    }

    #[test]
    fn others_are() {
        for (origin, host) in [
            ("https://a.example", "b.example"),
            ("https://a.example:8443", "a.example"),
            ("http://a.example", "a.example:443"),
            ("null", "a.example"),
            ("null", "null"),
            ("https://", ""),
            ("https://a.example.evil.com", "a.example"),
        ] {
            assert!(crosses("/", &[("origin", origin), ("host", host)]), "{origin} {host}");
        }
        assert!(crosses("/", &[("origin", "https://a.example")]));
        let twice = [("origin", "https://a.example"), ("origin", "https://b.example"), ("host", "a.example")];
        assert!(crosses("/", &twice));
        assert!(crosses(
            "/",
            &[("origin", "https://b.example"), ("host", "a.example"), ("sec-fetch-site", "same-site")]
        ));
    }
}
