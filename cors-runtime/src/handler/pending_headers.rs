//! What a handler's policy adds to its answer, settled when the request comes in.
//!
//! Nothing here is generic over handlers, so that each route brings its data and little code.

use axum::extract::Request;
use axum::response::Response;
use http::header::{HeaderValue, ORIGIN};

use crate::answer::actual;
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::enforce;
use crate::answer::vary;
use crate::layer::handshake::{self, Surroundings};
use crate::request::single_value::SingleValue;

/// What is added to an answer, as far as the request decides it. It waits for the answer in the handler's future, so it is
/// small; and it names its policy, so that its future's type need not.
pub(crate) struct PendingHeaders {
    policy: &'static CompiledPolicy,
    allow_origin: Option<HeaderValue>,
    /// Whether a policy that was looked at before this one does not admit the origin, so that the answer depends on it.
    after_another: bool,
    /// Whether a layer around the route waits for a note that the answer is decorated.
    inside: Surroundings,
}

impl PendingHeaders {
    /// What the policy says to a request before the application is asked for origins, and whether that is a refusal: the
    /// request has an origin, and one that is not admitted.
    #[inline(always)] // For whoever is inlined itself, so that the request is not copied: see `AnnotatedHandler::call`.
    #[allow(clippy::inline_always)]
    pub(crate) fn of(policy: &'static CompiledPolicy, request: &Request) -> (Self, bool) {
        let inside = handshake::surroundings(request);
        let origin = SingleValue::of_inlined(request.headers(), &ORIGIN);
        if !origin.is_present() && !policy.everybody {
            return (Self { policy, allow_origin: None, after_another: false, inside }, false);
        }
        let allow_origin = policy.allow_origin(origin);
        let refused = allow_origin.is_none();
        (Self { policy, allow_origin, after_another: false, inside }, refused)
    }

    /// What the policy says to a request of which it is known whether its origin is admitted.
    pub(crate) fn new(policy: &'static CompiledPolicy, allow_origin: Option<HeaderValue>, request: &Request) -> Self {
        Self { policy, allow_origin, after_another: false, inside: handshake::surroundings(request) }
    }

    /// What is added to an answer that is no single handler's (405, a plain OPTIONS): what the first policy says that admits
    /// the request's origin, else the first. None where there is no policy.
    pub(crate) fn by_first(
        policies: impl Iterator<Item = (&'static CompiledPolicy, Option<HeaderValue>)>,
        request: &Request,
    ) -> Option<Self> {
        let mut first: Option<Self> = None;
        for (policy, allow_origin) in policies {
            if allow_origin.is_some() {
                let after_another = first.is_some();
                return Some(Self { after_another, ..Self::new(policy, allow_origin, request) });
            }
            first.get_or_insert_with(|| Self { after_another: true, ..Self::new(policy, None, request) });
        }
        first
    }

    /// Whether the policy admits the request's origin.
    pub(crate) fn admits(&self) -> bool {
        self.allow_origin.is_some()
    }

    /// Whether more follows from a refusal than what is left out of the answer.
    #[inline]
    pub(crate) fn needs_slow_path(&self) -> bool {
        self.inside == Surroundings::DefaultPolicy || enforce::needs_slow_path(self.policy)
    }

    /// The same for a request that the application was asked about.
    pub(crate) fn after_check(policy: &'static CompiledPolicy, admitted: bool, request: &Request) -> Self {
        // The application was asked for the origin in this header, so it is there.
        let allow_origin = if admitted { request.headers().get(ORIGIN).cloned() } else { None };
        Self::new(policy, allow_origin, request)
    }

    /// The answer to a refused request where `enforce` keeps it from the handler; the log is told of it in any case.
    pub(crate) fn stopped(&mut self, request: &Request) -> Option<Response> {
        enforce::blocks(self.policy, self.inside == Surroundings::DefaultPolicy, request).then(|| {
            let mut response = enforce::forbidden();
            self.apply(&mut response);
            response
        })
    }

    /// Adds it.
    pub(crate) fn apply(&mut self, response: &mut Response) {
        actual::set_cors_headers_inlined(self.policy, &mut self.allow_origin, response.headers_mut());
        if self.after_another {
            vary::add_origin(response.headers_mut());
        }
        if self.inside != Surroundings::Nothing {
            handshake::mark_response(response);
        }
    }
}
