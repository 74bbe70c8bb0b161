//! Why a request is refused, found out for the log only.

use cors_policy::{COMMON_METHODS, Escaped, Refusal};
use http::header::{
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderName, HeaderValue, ORIGIN,
};
use http::{Request, Uri};

use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::decision::{ApprovedPreflight, Decision, PreflightFault};
use crate::answer::selection::{MethodFault, PolicySelection};
use crate::log::events::{self, RefusalEvent};
use crate::original_uri::whole_uri;
use crate::request::same_origin;
use crate::request::single_value::SingleValue;

/// Tells the log what a decision refuses, if anybody listens.
#[inline]
pub(crate) fn log<'p, B>(
    decision: &Decision<'p>,
    selection: PolicySelection<'p>,
    policies: &(impl Iterator<Item = &'p CompiledPolicy> + Clone),
    request: &Request<B>,
) {
    events::log_refusal(
        request.method(),
        || whole_uri(request),
        || match selection {
            PolicySelection::Only(_, policy) => {
                event(decision, &std::iter::once(policy), request.headers(), request.uri())
            }
            PolicySelection::NoPolicy(_) | PolicySelection::FirstAdmitting | PolicySelection::EachAdmitting => {
                event(decision, policies, request.headers(), request.uri())
            }
        },
    );
}

/// What the log is told of a decision under the policies that were selected; nothing where nothing is refused.
fn event<'p>(
    decision: &Decision<'p>,
    selected: &(impl Iterator<Item = &'p CompiledPolicy> + Clone),
    headers: &HeaderMap,
    uri: &Uri,
) -> Option<RefusalEvent> {
    let requested =
        || SingleValue::of(headers, &ACCESS_CONTROL_REQUEST_METHOD).one().map_or(&b""[..], HeaderValue::as_bytes);
    let refusal = match decision {
        Decision::Approve(ApprovedPreflight { method_is_served: false, allow_methods, .. }) => {
            Refusal::of_method(requested(), allow_methods.to_str().unwrap_or_default())
        }
        Decision::Approve(approved) => of_headers(approved.policy, headers)?,
        Decision::Refuse(refused) => match refused.fault {
            PreflightFault::Origin => of_origin(selected, headers),
            PreflightFault::Method(MethodFault::Malformed) => Refusal::MethodMalformed,
            PreflightFault::Method(MethodFault::UnservedSafelisted) => {
                let mut served: Vec<&str> = Vec::new();
                selected.clone().for_each(|policy| policy.add_methods_to(&mut served, COMMON_METHODS));
                Refusal::of_method(requested(), &served.join(", "))
            }
        },
        Decision::Run(_, Some(pending)) if pending.allow_origin().is_some() => return None,
        Decision::Run(..) | Decision::Forbid(_) => return of_actual(selected, headers, uri),
    };
    let requested_method = Some(shown(headers, &ACCESS_CONTROL_REQUEST_METHOD));
    Some(RefusalEvent { hint: refusal.hint(), refusal, origin: shown(headers, &ORIGIN), requested_method })
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
fn of_origin<'a>(policies: &(impl Iterator<Item = &'a CompiledPolicy> + Clone), headers: &HeaderMap) -> Refusal {
    let sent = SingleValue::of(headers, &ORIGIN).one().map(HeaderValue::as_bytes);
    let mut listed = policies.clone().flat_map(CompiledPolicy::listed);
    Refusal::of_origin(sent, &|origin| policies.clone().any(|policy| policy.admits(origin)), &mut listed)
}

/// What the log is told of a request that is no preflight. Nothing is refused to a request that no page of another origin
/// made.
fn of_actual<'a>(
    policies: &(impl Iterator<Item = &'a CompiledPolicy> + Clone),
    headers: &HeaderMap,
    uri: &Uri,
) -> Option<RefusalEvent> {
    if !same_origin::is_cross_origin(headers, uri) {
        return None;
    }
    let refusal = of_origin(policies, headers);
    let behind_a_proxy = || same_origin::is_forwarded_host(headers).then(|| BEHIND_A_PROXY.to_owned());
    let hint = refusal.hint().or_else(behind_a_proxy);
    Some(RefusalEvent { hint, refusal, origin: shown(headers, &ORIGIN), requested_method: None })
}

/// Why a browser will refuse the headers that a preflight asks for.
fn of_headers(policy: &CompiledPolicy, headers: &HeaderMap) -> Option<Refusal> {
    if policy.echoes_headers() {
        return None;
    }
    let admitted = policy.values.allow_headers.as_ref().and_then(|names| names.to_str().ok()).unwrap_or_default();
    let mut lines = headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS).iter();
    lines.find_map(|line| Refusal::of_headers(line.as_bytes(), admitted))
}
