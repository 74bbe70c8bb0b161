//! What a handler's policy adds to its answer, settled when the request comes in.
//!
//! Nothing here is generic over handlers, so that each route brings its data and little code.

use axum::extract::Request;
use axum::response::Response;
use http::header::{HeaderValue, ORIGIN};

use crate::answers::Answers;
use crate::sent::Sent;
use crate::{actual, enforce, under_layer};

/// What is added to an answer, as far as the request decides it. It waits for the answer in the handler's future, so it is
/// small; and it names its policy, so that its future's type need not.
pub(crate) struct Decoration {
    answers: &'static Answers,
    allow_origin: Option<HeaderValue>,
    /// Whether a `CorsLayer` around the route waits for a note that the answer is decorated.
    note: bool,
}

impl Decoration {
    /// What the policy says to a request before the application is asked for origins, and whether that is a refusal: the
    /// request has an origin, and one that is not admitted.
    #[inline(always)] // For whoever is inlined itself, so that the request is not copied: see `Annotate::call`.
    #[allow(clippy::inline_always)]
    pub(crate) fn of(answers: &'static Answers, request: &Request) -> (Self, bool) {
        let note = under_layer::is_under(request);
        let origin = Sent::of_inlined(request.headers(), &ORIGIN);
        if !origin.is_there() && !answers.everybody {
            return (Self { answers, allow_origin: None, note }, false);
        }
        let allow_origin = answers.allow_origin(origin);
        let refused = allow_origin.is_none();
        (Self { answers, allow_origin, note }, refused)
    }

    /// The same for a request that the application was asked about.
    pub(crate) fn after_asking(answers: &'static Answers, admitted: bool, request: &Request) -> Self {
        // The application was asked for the origin in this header, so it is there.
        let allow_origin = if admitted { request.headers().get(ORIGIN).cloned() } else { None };
        Self { answers, allow_origin, note: under_layer::is_under(request) }
    }

    /// The answer to a refused request where `enforce` keeps it from the handler; the log is told of it in any case.
    pub(crate) fn stopped(&mut self, request: &Request) -> Option<Response> {
        enforce::stops(self.answers, request).then(|| {
            let mut response = enforce::forbidden();
            self.apply(&mut response);
            response
        })
    }

    /// Adds it.
    pub(crate) fn apply(&mut self, response: &mut Response) {
        actual::decorate_inlined(self.answers, &mut self.allow_origin, response.headers_mut());
        if self.note {
            under_layer::note_decorated(response);
        }
    }
}
