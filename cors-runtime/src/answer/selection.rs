//! Whose policy a request follows, where several handlers share a path.

use cors_policy::is_token;
use http::HeaderValue;

use crate::answer::compiled_policy::CompiledPolicy;
use crate::request::kind::{Preflight, RequestKind};

/// The policies of a path that decide about a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PolicySelection<'p> {
    /// No policy, since the requested method of a preflight is refused to every origin.
    NoPolicy(MethodFault),
    /// The policy of the handler with this number, which serves the method.
    Only(usize, &'p CompiledPolicy),
    /// The first policy that admits the origin: no single handler is meant.
    FirstAdmitting,
    /// Each policy that admits the origin: a preflight asks for a method that no handler serves.
    EachAdmitting,
}

/// Why a requested method is refused to every origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MethodFault {
    /// The header stands more than once, or its value is no token.
    Malformed,
    /// No handler serves it, and it is one of the three that browsers send without looking for them in
    /// `Access-Control-Allow-Methods` (Fetch, "CORS-preflight fetch"): only a refusal keeps a page from sending it.
    UnservedSafelisted,
}

impl<'p> PolicySelection<'p> {
    /// Whose policy a request of this kind follows. `actual` says it of a request that is no preflight.
    #[inline]
    pub(crate) fn of(
        kind: RequestKind<'_>,
        policies: impl Iterator<Item = &'p CompiledPolicy> + Clone,
        actual: impl FnOnce() -> Self,
    ) -> Self {
        match kind {
            RequestKind::Preflight(preflight) => Self::of_preflight(preflight, policies),
            RequestKind::PlainOptions | RequestKind::Actual => actual(),
        }
    }

    /// Whose policy a preflight follows: that of the handler which serves the requested method.
    #[inline]
    fn of_preflight(preflight: Preflight<'_>, policies: impl Iterator<Item = &'p CompiledPolicy> + Clone) -> Self {
        let Some(method) = preflight.requested_method.one().map(HeaderValue::as_bytes) else {
            return Self::NoPolicy(MethodFault::Malformed);
        };
        if let Some((number, policy)) = serving(policies, method) {
            return Self::Only(number, policy);
        }
        if !is_token(method) {
            Self::NoPolicy(MethodFault::Malformed)
        } else if matches!(method, b"GET" | b"HEAD" | b"POST") {
            Self::NoPolicy(MethodFault::UnservedSafelisted)
        } else {
            Self::EachAdmitting
        }
    }
}

/// The policy whose handler answers a method, with its number: the policy that names the method, before the policy whose
/// GET brings HEAD.
#[inline]
pub(crate) fn serving<'p>(
    policies: impl Iterator<Item = &'p CompiledPolicy> + Clone,
    method: &[u8],
) -> Option<(usize, &'p CompiledPolicy)> {
    let mut numbered = policies.enumerate();
    if method == b"HEAD" {
        let named = numbered.clone().find(|(_, policy)| policy.names(method));
        if named.is_some() {
            return named;
        }
    }
    numbered.find(|(_, policy)| policy.serves(method))
}
