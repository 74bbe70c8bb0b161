//! `enforce`: requests of other origins' pages are stopped before a handler runs.

use http::Request;

use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::handshake::Surroundings;
use crate::log::events;
use crate::request::same_origin::is_cross_origin;

/// Whether a request whose origin is not admitted needs more than an answer without headers: it may be stopped, or the log
/// wants to know why.
#[inline]
pub(crate) fn needs_slow_path(policy: &CompiledPolicy, surroundings: Surroundings) -> bool {
    policy.enforce || surroundings == Surroundings::DefaultPolicy || events::debug_enabled()
}

/// Whether a policy stops a request that is no preflight and whose origin it does not admit.
///
/// Inside a default policy it does so without `enforce` too: the default policy answered the preflight, and may have
/// approved what this policy refuses.
pub(crate) fn blocks<B>(policy: &CompiledPolicy, surroundings: Surroundings, request: &Request<B>) -> bool {
    (policy.enforce || surroundings == Surroundings::DefaultPolicy) && is_cross_origin(request.headers(), request.uri())
}
