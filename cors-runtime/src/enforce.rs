//! `enforce`: which requests another origin's page made.

use http::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use http::uri::Authority;
use http::{Request, Response, StatusCode, Uri};

use crate::answers::Answers;
use crate::sent::Sent;
use crate::{events, refusals};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether more follows from a refusal than what is left out of the answer.
#[inline]
pub(crate) fn matters(answers: &Answers) -> bool {
    answers.enforce || events::are_heard()
}

/// Whether a policy stops a request that is no preflight and whose origin it does not admit; the log is told that it does
/// not.
pub(crate) fn stops<B>(answers: &Answers, request: &Request<B>) -> bool {
    events::refused(request.method(), request.uri(), || {
        refusals::of_actual(&std::iter::once(answers), request.headers(), request.uri())
    });
    answers.enforce && is_cross_origin(request.headers(), request.uri())
}

/// What a request that is stopped is answered with.
pub(crate) fn forbidden<B: Default>() -> Response<B> {
    let mut response = Response::new(B::default());
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

/// Whether a page of another origin made this request, as far as the request tells.
///
/// Same-origin requests carry `Origin` too when their method is not GET or HEAD (Fetch, "append a request `Origin`
/// header"), so its presence alone says nothing.
pub(crate) fn is_cross_origin(headers: &HeaderMap, uri: &Uri) -> bool {
    if !headers.contains_key(ORIGIN) {
        return false;
    }
    let site = Sent::of(headers, &SEC_FETCH_SITE).once();
    if site.is_some_and(|site| matches!(site.as_bytes(), b"same-origin" | b"none")) {
        return false;
    }
    !origin_is_host(headers, uri.authority().map(Authority::as_str))
}

/// Whether host and port of the origin are the server's own. The request's scheme is not known here: behind a proxy that
/// ends TLS it is the proxy's knowledge.
fn origin_is_host(headers: &HeaderMap, authority: Option<&str>) -> bool {
    let Some(origin) = Sent::of(headers, &ORIGIN).once().and_then(|origin| origin.to_str().ok()) else {
        return false;
    };
    let Some((scheme, origin)) = origin.split_once("://") else {
        return false;
    };
    let host = match Sent::of(headers, &HOST) {
        Sent::Once(host) => host.to_str().ok(),
        Sent::Repeatedly => None,
        Sent::Not => authority,
    };
    let default_port = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    let without_default =
        |authority: &str| -> usize { authority.strip_suffix(default_port).map_or(authority.len(), str::len) };
    host.is_some_and(|host| {
        let host = &host[..without_default(host)];
        !host.is_empty() && host.eq_ignore_ascii_case(&origin[..without_default(origin)])
    })
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
        assert!(!crosses("/", &[("origin", "https://b.example"), ("sec-fetch-site", "same-origin")]));
        assert!(!crosses("/", &[("origin", "https://b.example"), ("sec-fetch-site", "none")]));
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
