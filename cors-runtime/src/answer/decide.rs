//! Deciding: from what a request says and its policies admit to what becomes of it.

use cors_policy::COMMON_METHODS;
use http::header::{HeaderValue, ORIGIN};
use http::{HeaderMap, Request};

use crate::answer::allow_origin::AllowOrigins;
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::decision::{ApprovedPreflight, Decision, PreflightFault, RefusedPreflight};
use crate::answer::enforce;
use crate::answer::explain;
use crate::answer::handshake::Surroundings;
use crate::answer::pending_headers::PendingHeaders;
use crate::answer::selection::PolicySelection;
use crate::request::kind::{Preflight, RequestKind};
use crate::request::requested_headers::requested_headers;
use crate::request::single_value::SingleValue;

/// Decides about a request, and tells the log what is refused.
///
/// `selection` says which of the `policies` count, and `found` what the application said of the origin, where it was asked.
#[inline]
pub(crate) fn decide<'p, B>(
    request: &Request<B>,
    kind: RequestKind<'_>,
    selection: PolicySelection<'p>,
    policies: &(impl Iterator<Item = &'p CompiledPolicy> + Clone),
    found: Option<&[Option<HeaderValue>]>,
    surroundings: Surroundings,
) -> Decision<'p> {
    let decision = match kind {
        RequestKind::Preflight(preflight) => {
            let allow_origins = found.map_or(AllowOrigins::Lazy(preflight.origin), AllowOrigins::Resolved);
            decide_preflight(preflight, selection, policies, &allow_origins)
        }
        RequestKind::PlainOptions | RequestKind::Actual => {
            let origin = || AllowOrigins::Lazy(SingleValue::of(request.headers(), &ORIGIN));
            let allow_origins = found.map_or_else(origin, AllowOrigins::Resolved);
            decide_actual(request, selection, policies, &allow_origins, surroundings)
        }
    };
    explain::log(&decision, selection, policies, request);
    decision
}

#[inline]
fn decide_preflight<'p>(
    preflight: Preflight<'_>,
    selection: PolicySelection<'p>,
    policies: &(impl Iterator<Item = &'p CompiledPolicy> + Clone),
    allow_origins: &AllowOrigins<'_>,
) -> Decision<'p> {
    let refuse = |fault| {
        Decision::Refuse(RefusedPreflight {
            fault,
            depends_on_origin: depend_on_origin(policies),
            depends_on_headers: false,
        })
    };
    match selection {
        PolicySelection::NoPolicy(fault) => refuse(PreflightFault::Method(fault)),
        PolicySelection::Only(number, policy) => match allow_origins.of(number, policy) {
            Some(allow_origin) => Decision::Approve(ApprovedPreflight::of_served(preflight, policy, allow_origin)),
            None => Decision::Refuse(RefusedPreflight {
                fault: PreflightFault::Origin,
                depends_on_origin: !policy.everybody,
                depends_on_headers: policy.echoes_headers(),
            }),
        },
        PolicySelection::FirstAdmitting | PolicySelection::EachAdmitting => {
            ApprovedPreflight::of_unserved(preflight.headers, policies, allow_origins)
                .map_or_else(|| refuse(PreflightFault::Origin), Decision::Approve)
        }
    }
}

#[inline]
fn decide_actual<'p, B>(
    request: &Request<B>,
    selection: PolicySelection<'p>,
    policies: &(impl Iterator<Item = &'p CompiledPolicy> + Clone),
    allow_origins: &AllowOrigins<'_>,
    surroundings: Surroundings,
) -> Decision<'p> {
    let PolicySelection::Only(number, policy) = selection else {
        let values = policies.clone().enumerate();
        let values = values.map(|(number, policy)| (policy, allow_origins.of(number, policy)));
        return Decision::Run(None, PendingHeaders::of_first_admitting(values, surroundings));
    };
    let allow_origin = allow_origins.of(number, policy);
    let is_blocked = allow_origin.is_none() && enforce::blocks(policy, surroundings, request);
    let headers = PendingHeaders::new(policy, allow_origin, surroundings);
    if is_blocked { Decision::Forbid(headers) } else { Decision::Run(Some(number), Some(headers)) }
}

impl<'p> ApprovedPreflight<'p> {
    /// A handler serves the requested method, and its policy admits the origin.
    #[inline]
    fn of_served(preflight: Preflight<'_>, policy: &'p CompiledPolicy, allow_origin: HeaderValue) -> Self {
        // With credentials `*` would be read as a method of that name, so the requested one is sent back.
        let requested = preflight.requested_method.one();
        let allow_methods = policy.values.allow_methods.as_ref().or(requested);
        Self {
            policy,
            allow_origin,
            allow_methods: allow_methods.cloned().unwrap_or(HeaderValue::from_static("")),
            allow_headers: allow_headers(policy, preflight.headers),
            depends_on_origin: !policy.everybody,
            method_is_served: true,
        }
    }

    /// No handler serves the requested method: an admitted origin is told all methods there are. None where no policy admits
    /// the origin.
    #[cold]
    fn of_unserved(
        headers: &HeaderMap,
        policies: &(impl Iterator<Item = &'p CompiledPolicy> + Clone),
        allow_origins: &AllowOrigins<'_>,
    ) -> Option<Self> {
        let mut first: Option<(&'p CompiledPolicy, HeaderValue)> = None;
        let mut methods: Vec<&str> = Vec::new();
        for (number, policy) in policies.clone().enumerate() {
            let Some(allow_origin) = allow_origins.of(number, policy) else { continue };
            let (first, _) = first.get_or_insert((policy, allow_origin));
            policy.add_methods_to(&mut methods, if first.credentials { COMMON_METHODS } else { "*" });
        }
        let (policy, allow_origin) = first?;
        Some(Self {
            policy,
            allow_origin,
            // The names are tokens, which header values can always hold.
            allow_methods: HeaderValue::try_from(methods.join(", ")).unwrap_or(HeaderValue::from_static("")),
            allow_headers: allow_headers(policy, headers),
            depends_on_origin: depend_on_origin(policies),
            method_is_served: false,
        })
    }
}

/// The value of `Access-Control-Allow-Headers`.
#[inline]
fn allow_headers(policy: &CompiledPolicy, headers: &HeaderMap) -> Option<HeaderValue> {
    if policy.echoes_headers() { requested_headers(headers) } else { policy.values.allow_headers.clone() }
}

fn depend_on_origin<'p>(policies: &(impl Iterator<Item = &'p CompiledPolicy> + Clone)) -> bool {
    policies.clone().any(|policy| !policy.everybody)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;
    use crate::answer::selection::serving;

    const A: (&str, &str) = ("origin", "https://a.example");
    const EVIL: (&str, &str) = ("origin", "https://evil.example");

    fn policy(origins: &str, methods: &str, credentials: bool, enforce: bool) -> CompiledPolicy {
        let built =
            Policy::builder().origins(origins).methods(methods).credentials(credentials).enforce(enforce).build();
        CompiledPolicy::built(built.unwrap())
    }

    /// The decision on a request to the path of these policies, in words. The handler of a request that is no preflight is
    /// the first that serves its method.
    fn decision(policies: &[CompiledPolicy], method: &str, headers: &[(&str, &str)]) -> String {
        let mut request = Request::builder().method(method).uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(()).unwrap();
        let policies = policies.iter();
        let kind = RequestKind::of(request.method(), request.headers());
        let selection = PolicySelection::of(kind, policies.clone(), || {
            serving(policies.clone(), method.as_bytes())
                .map_or(PolicySelection::FirstAdmitting, |(number, policy)| PolicySelection::Only(number, policy))
        });
        decide(&request, kind, selection, &policies, None, Surroundings::Nothing).to_string()
    }

    fn preflight(policies: &[CompiledPolicy], origin: (&str, &str), requested: &str) -> String {
        decision(policies, "OPTIONS", &[origin, ("access-control-request-method", requested)])
    }

    #[test]
    fn preflights() {
        let path = [policy("https://a.example", "GET", false, false), policy("https://b.example", "PUT", true, false)];
        assert_eq!(preflight(&path, A, "GET"), r#"204, origin "https://a.example", methods "GET, HEAD""#);
        assert_eq!(preflight(&path, A, "PUT"), "403, the origin is not admitted");
        assert_eq!(
            preflight(&path, A, "DELETE"),
            r#"204, origin "https://a.example", methods "GET, HEAD", no handler serves the method"#
        );
        assert_eq!(preflight(&path, EVIL, "DELETE"), "403, the origin is not admitted");
        assert_eq!(preflight(&path, A, "POST"), "403, the method is UnservedSafelisted");
        assert_eq!(preflight(&path, A, "PU T"), "403, the method is Malformed");
    }

    #[test]
    fn every_method_with_credentials_is_the_requested_one() {
        let path = [policy("https://a.example", "*", true, false)];
        assert_eq!(preflight(&path, A, "PURGE"), r#"204, origin "https://a.example", methods "PURGE""#);
    }

    #[test]
    fn actual_requests() {
        let path = [policy("https://a.example", "GET", false, false), policy("https://b.example", "PUT", false, true)];
        assert_eq!(decision(&path, "GET", &[A]), r#"handler 0 runs, origin "https://a.example""#);
        assert_eq!(decision(&path, "GET", &[EVIL]), "handler 0 runs, origin not admitted");
        assert_eq!(decision(&path, "GET", &[]), "handler 0 runs, origin not admitted");
        assert_eq!(decision(&path, "PUT", &[EVIL]), "403 before the handler");
        assert_eq!(decision(&path, "PUT", &[]), "handler 1 runs, origin not admitted");
        assert_eq!(decision(&path, "OPTIONS", &[A]), r#"no single handler runs, origin "https://a.example""#);
    }
}
