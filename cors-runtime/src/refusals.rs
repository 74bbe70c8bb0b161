//! Why a request is refused, found out for the log only.

use cors_policy::Refusal;
use http::Uri;
use http::header::{ACCESS_CONTROL_REQUEST_HEADERS, HeaderMap, HeaderValue, ORIGIN};

use crate::answers::Answers;
use crate::enforce;
use crate::sent::Sent;

/// Why none of these policies admits a request's origin.
pub(crate) fn of_origin<'a>(policies: &(impl Iterator<Item = &'a Answers> + Clone), headers: &HeaderMap) -> Refusal {
    let sent = Sent::of(headers, &ORIGIN).once().map(HeaderValue::as_bytes);
    Refusal::of_origin(sent, &|origin| policies.clone().any(|answers| answers.admits(origin)))
}

/// The same for a request that is no preflight: one that no page of another origin made is not refused anything.
pub(crate) fn of_actual<'a>(
    policies: &(impl Iterator<Item = &'a Answers> + Clone),
    headers: &HeaderMap,
    uri: &Uri,
) -> Option<Refusal> {
    enforce::is_cross_origin(headers, uri).then(|| of_origin(policies, headers))
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
