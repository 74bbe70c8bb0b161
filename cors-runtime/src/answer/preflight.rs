//! The answers to preflights are written here (Fetch, "CORS-preflight fetch"); `decision` decides them.

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, VARY,
};
use http::{Response, StatusCode};

use crate::answer::decision::{ApprovedPreflight, RefusedPreflight};
use crate::answer::header_values::TRUE;
use crate::answer::vary;

/// 204 with the whole policy, whatever was asked for: the browser judges, and its console names the exact cause. Others will
/// add so many headers to the answer.
#[inline]
pub(crate) fn approval<B>(approval: ApprovedPreflight<'_>, headers_of_others: usize, body: B) -> Response<B> {
    let ApprovedPreflight { policy, allow_origin, allow_methods, allow_headers, depends_on_origin, .. } = approval;
    let max_age = policy.values.max_age.clone();
    // Origin, methods and `Vary`, and what the policy and others add.
    let count = 3
        + headers_of_others
        + usize::from(policy.credentials)
        + usize::from(allow_headers.is_some())
        + usize::from(max_age.is_some());
    let mut response = respond(StatusCode::NO_CONTENT, body);
    let headers = response.headers_mut();
    headers.reserve(count);
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, allow_origin);
    if policy.credentials {
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
    }
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, allow_methods);
    if let Some(names) = allow_headers {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names);
    }
    if let Some(age) = max_age {
        headers.insert(ACCESS_CONTROL_MAX_AGE, age);
    }
    headers.insert(VARY, vary::of_preflight(depends_on_origin, policy.echoes_headers()));
    response
}

/// 403 without any CORS header: the browser stops there.
#[inline]
pub(crate) fn refusal<B>(refusal: &RefusedPreflight, body: B) -> Response<B> {
    let mut response = respond(StatusCode::FORBIDDEN, body);
    let vary = vary::of_preflight(refusal.depends_on_origin, refusal.depends_on_headers);
    response.headers_mut().insert(VARY, vary);
    response
}

/// An answer of this status.
pub(super) fn respond<B>(status: StatusCode, body: B) -> Response<B> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}
