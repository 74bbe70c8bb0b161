//! Why a request is refused, found out for the log only.

use cors_policy::{Refusal, Shown};
use http::Uri;
use http::header::{
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderName, HeaderValue, ORIGIN,
};

use crate::answers::Answers;
use crate::enforce;
use crate::sent::Sent;

/// A refusal, and of what request. Whatever was refused, whoever reads the log wants to know whose page asked for it.
#[cfg_attr(not(feature = "tracing"), allow(dead_code))] // Only the log reads it.
pub(crate) struct Refused {
    pub(crate) refusal: Refusal,
    /// All there are, where there are several; empty where there is none.
    pub(crate) origin: Shown,
    /// What a preflight asks for; its own method is always OPTIONS.
    pub(crate) requested_method: Option<Shown>,
    /// What was most likely meant.
    pub(crate) hint: Option<String>,
}

impl Refused {
    pub(crate) fn preflight(refusal: Refusal, headers: &HeaderMap) -> Self {
        let requested_method = Some(shown(headers, &ACCESS_CONTROL_REQUEST_METHOD));
        Self { hint: refusal.hint(), refusal, origin: shown(headers, &ORIGIN), requested_method }
    }

    fn actual(refusal: Refusal, headers: &HeaderMap) -> Self {
        let behind_a_proxy = || enforce::is_forwarded_host(headers).then(|| BEHIND_A_PROXY.to_owned());
        let hint = refusal.hint().or_else(behind_a_proxy);
        Self { hint, refusal, origin: shown(headers, &ORIGIN), requested_method: None }
    }
}

/// A proxy that changes `Host` takes away what tells a server its own origin.
const BEHIND_A_PROXY: &str = "this is the host that a proxy was asked for, and the proxy changed `Host`: where the page is \
                              your own, list its origin, or let the proxy pass `Host` on";

/// The values of a header, as one line (RFC 9110 section 5.3).
fn shown(headers: &HeaderMap, name: &HeaderName) -> Shown {
    let mut line: Vec<u8> = Vec::new();
    for value in headers.get_all(name) {
        if !line.is_empty() {
            line.extend_from_slice(b", ");
        }
        // One byte more than is shown tells that something is left out.
        line.extend(value.as_bytes().iter().take(Shown::LONGEST + 1));
        if line.len() > Shown::LONGEST {
            break;
        }
    }
    Shown::of(&line)
}

/// Why none of these policies admits a request's origin.
pub(crate) fn of_origin<'a>(policies: &(impl Iterator<Item = &'a Answers> + Clone), headers: &HeaderMap) -> Refusal {
    let sent = Sent::of(headers, &ORIGIN).once().map(HeaderValue::as_bytes);
    let mut listed = policies.clone().flat_map(Answers::listed);
    Refusal::of_origin(sent, &|origin| policies.clone().any(|answers| answers.admits(origin)), &mut listed)
}

/// The same for a request that is no preflight: one that no page of another origin made is not refused anything.
pub(crate) fn of_actual<'a>(
    policies: &(impl Iterator<Item = &'a Answers> + Clone),
    headers: &HeaderMap,
    uri: &Uri,
) -> Option<Refused> {
    enforce::is_cross_origin(headers, uri).then(|| Refused::actual(of_origin(policies, headers), headers))
}

/// Why a browser will refuse the headers that a preflight asks for.
pub(crate) fn of_headers(answers: &Answers, headers: &HeaderMap) -> Option<Refusal> {
    if answers.echoes_headers() {
        return None;
    }
    let admitted = answers.values.allow_headers.as_ref().and_then(|names| names.to_str().ok()).unwrap_or_default();
    let mut lines = headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS).iter();
    lines.find_map(|line| Refusal::of_headers(line.as_bytes(), admitted))
}
