//! Why a request is refused, found out for the log only.

use cors_policy::{Escaped, Refusal};
use http::Uri;
use http::header::{
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderName, HeaderValue, ORIGIN,
};

use crate::answer::compiled_policy::CompiledPolicy;
use crate::log::events::RefusalEvent;
use crate::request::same_origin;
use crate::request::single_value::SingleValue;

/// What the log is told of a preflight that is refused something.
pub(crate) fn preflight(refusal: Refusal, headers: &HeaderMap) -> RefusalEvent {
    let requested_method = Some(shown(headers, &ACCESS_CONTROL_REQUEST_METHOD));
    RefusalEvent { hint: refusal.hint(), refusal, origin: shown(headers, &ORIGIN), requested_method }
}

/// What the log is told of another request that is refused something.
fn actual(refusal: Refusal, headers: &HeaderMap) -> RefusalEvent {
    let behind_a_proxy = || same_origin::is_forwarded_host(headers).then(|| BEHIND_A_PROXY.to_owned());
    let hint = refusal.hint().or_else(behind_a_proxy);
    RefusalEvent { hint, refusal, origin: shown(headers, &ORIGIN), requested_method: None }
}

/// A proxy that changes `Host` takes away what tells a server its own origin.
const BEHIND_A_PROXY: &str = "this is the host that a proxy was asked for, and the proxy changed `Host`: where the page is \
                              your own, list its origin, or let the proxy pass `Host` on";

/// The values of a header, as one line (RFC 9110 section 5.3).
fn shown(headers: &HeaderMap, name: &HeaderName) -> Escaped {
    let mut line: Vec<u8> = Vec::new();
    for value in headers.get_all(name) {
        if !line.is_empty() {
            line.extend_from_slice(b", ");
        }
        // One byte more than is shown tells that something is left out.
        line.extend(value.as_bytes().iter().take(Escaped::LONGEST + 1));
        if line.len() > Escaped::LONGEST {
            break;
        }
    }
    Escaped::of(&line)
}

/// Why none of these policies admits a request's origin.
pub(crate) fn of_origin<'a>(
    policies: &(impl Iterator<Item = &'a CompiledPolicy> + Clone),
    headers: &HeaderMap,
) -> Refusal {
    let sent = SingleValue::of(headers, &ORIGIN).one().map(HeaderValue::as_bytes);
    let mut listed = policies.clone().flat_map(CompiledPolicy::listed);
    Refusal::of_origin(sent, &|origin| policies.clone().any(|policy| policy.admits(origin)), &mut listed)
}

/// The same for a request that is no preflight: one that no page of another origin made is not refused anything.
pub(crate) fn of_actual<'a>(
    policies: &(impl Iterator<Item = &'a CompiledPolicy> + Clone),
    headers: &HeaderMap,
    uri: &Uri,
) -> Option<RefusalEvent> {
    same_origin::is_cross_origin(headers, uri).then(|| actual(of_origin(policies, headers), headers))
}

/// Why a browser will refuse the headers that a preflight asks for.
pub(crate) fn of_headers(policy: &CompiledPolicy, headers: &HeaderMap) -> Option<Refusal> {
    if policy.echoes_headers() {
        return None;
    }
    let admitted = policy.values.allow_headers.as_ref().and_then(|names| names.to_str().ok()).unwrap_or_default();
    let mut lines = headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS).iter();
    lines.find_map(|line| Refusal::of_headers(line.as_bytes(), admitted))
}
