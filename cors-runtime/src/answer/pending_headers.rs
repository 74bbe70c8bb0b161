//! What a policy adds to an answer, decided when the request comes in.
//!
//! Nothing here is generic over handlers, so that each route brings its data and little code.

use http::header::{HeaderMap, HeaderValue, ORIGIN};
use http::{Request, Response};

use crate::answer::actual;
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::enforce;
use crate::answer::handshake::{self, Surroundings};
use crate::answer::vary;
use crate::request::single_value::SingleValue;

/// Whoever keeps a policy while a request is answered: a `static` beside a handler, or a layer.
pub trait PolicyHolder {
    /// How many headers others will add to the answer of a preflight.
    const HEADERS_OF_OTHERS: usize = 0;

    /// The policy.
    fn policy(&self) -> &CompiledPolicy;

    /// What is around it.
    fn surroundings<B>(&self, request: &Request<B>) -> Surroundings;

    /// Whether a layer around has to leave the answer's headers as this policy set them.
    fn marks_answers(&self) -> bool;

    /// Whether an answer has the headers of a policy further inside, which counts more than this one.
    fn yields_to<B>(&self, response: &Response<B>) -> bool;
}

impl PolicyHolder for &CompiledPolicy {
    fn policy(&self) -> &CompiledPolicy {
        self
    }

    #[inline(always)]
    #[allow(clippy::inline_always)] // As `PendingHeaders::at_once`.
    fn surroundings<B>(&self, request: &Request<B>) -> Surroundings {
        handshake::surroundings(request)
    }

    fn marks_answers(&self) -> bool {
        true
    }

    fn yields_to<B>(&self, _: &Response<B>) -> bool {
        false
    }
}

/// What is added to an answer, as far as the request decides it. It waits for the answer in the future of what runs, so it
/// is small.
pub(crate) struct PendingHeaders<P> {
    policy: P,
    admission: Admission,
    surroundings: Surroundings,
}

/// What a policy says of a request's origin.
struct Admission {
    allow_origin: Option<HeaderValue>,
    /// Whether a policy that comes before this one does not admit the origin, so that the answer depends on the origin.
    after_another: bool,
}

impl Admission {
    /// Sets the headers of an answer. It is not generic over the policy's holder, so it is compiled once.
    fn apply(&mut self, policy: &CompiledPolicy, headers: &mut HeaderMap) {
        actual::set_cors_headers(policy, &mut self.allow_origin, headers);
        if self.after_another {
            vary::add_origin(headers);
        }
    }
}

impl<P: PolicyHolder> PendingHeaders<P> {
    /// The headers of a request that is no preflight, where the policy's lists alone decide it and the handler runs in any
    /// case. That is so for almost every request. None where the application is asked, where the request may be stopped, and
    /// where the log wants to know why an origin is not admitted.
    // For callers that are inlined themselves: a request in the hands of a function that is not is copied once more.
    #[inline(always)]
    #[allow(clippy::inline_always)]
    pub(crate) fn at_once<B>(holder: P, has_check: bool, request: &Request<B>) -> Option<Self> {
        let surroundings = holder.surroundings(request);
        let origin = SingleValue::of_inlined(request.headers(), &ORIGIN);
        let policy = holder.policy();
        if !origin.is_present() && !policy.everybody {
            return Some(Self::new(holder, None, surroundings));
        }
        let allow_origin = policy.allow_origin(origin);
        if allow_origin.is_none() && (has_check || enforce::needs_slow_path(policy, surroundings)) {
            return None;
        }
        Some(Self::new(holder, allow_origin, surroundings))
    }
}

impl<P> PendingHeaders<P> {
    /// The headers under a policy of which it is known whether it admits the origin.
    #[inline]
    pub(crate) fn new(policy: P, allow_origin: Option<HeaderValue>, surroundings: Surroundings) -> Self {
        Self { policy, admission: Admission { allow_origin, after_another: false }, surroundings }
    }

    /// The headers of an answer that is no single handler's (405, a plain OPTIONS): those of the first policy that admits the
    /// request's origin, else of the first policy. None where there is no policy.
    pub(crate) fn of_first_admitting(
        policies: impl Iterator<Item = (P, Option<HeaderValue>)>,
        surroundings: Surroundings,
    ) -> Option<Self> {
        let mut first: Option<Self> = None;
        for (policy, allow_origin) in policies {
            if allow_origin.is_some() {
                let admission = Admission { allow_origin, after_another: first.is_some() };
                return Some(Self { policy, admission, surroundings });
            }
            let admission = Admission { allow_origin: None, after_another: true };
            first.get_or_insert(Self { policy, admission, surroundings });
        }
        first
    }

    /// The value of `Access-Control-Allow-Origin`, where the origin is admitted.
    pub(crate) fn allow_origin(&self) -> Option<&HeaderValue> {
        self.admission.allow_origin.as_ref()
    }

    /// These headers with their policy in other hands.
    pub(crate) fn held_by<Q>(self, hold: impl FnOnce(P) -> Q) -> PendingHeaders<Q> {
        PendingHeaders { policy: hold(self.policy), admission: self.admission, surroundings: self.surroundings }
    }
}

impl<P: PolicyHolder> PendingHeaders<P> {
    /// Adds the headers to an answer.
    #[inline]
    pub(crate) fn apply<B>(&mut self, response: &mut Response<B>) {
        if self.policy.yields_to(response) {
            return;
        }
        self.admission.apply(self.policy.policy(), response.headers_mut());
        if self.surroundings != Surroundings::Nothing && self.policy.marks_answers() {
            handshake::mark_response(response);
        }
    }
}
