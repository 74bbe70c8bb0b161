//! `enforce`: stopping the requests of other origins' pages before a handler runs.

use http::{Request, Response, StatusCode};

use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::explain;
use crate::log::events;
use crate::original_uri::whole_uri;
use crate::request::same_origin::is_cross_origin;

/// Whether more follows from a refusal than what is left out of the answer.
#[inline]
pub(crate) fn needs_slow_path(policy: &CompiledPolicy) -> bool {
    policy.enforce || events::debug_enabled()
}

/// Whether a policy stops a request that is no preflight and whose origin it does not admit; the log is told that it does
/// not.
///
/// It does so `in_any_case` where another policy answered the preflight: what that one approved may be what this one refuses.
pub(crate) fn blocks<B>(policy: &CompiledPolicy, in_any_case: bool, request: &Request<B>) -> bool {
    events::log_refusal(request.method(), whole_uri(request), || {
        explain::of_actual(&std::iter::once(policy), request.headers(), request.uri())
    });
    (policy.enforce || in_any_case) && is_cross_origin(request.headers(), request.uri())
}

/// What a request that is stopped is answered with.
pub(crate) fn forbidden<B: Default>() -> Response<B> {
    let mut response = Response::new(B::default());
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}
