//! Which policies of a path admit a request's origin.

use std::any::TypeId;

use http::header::{HeaderValue, ORIGIN};
use http::request::Parts;

use crate::Origin;
use crate::answers::Answers;
use crate::routes::{HandlerList, Links};
use crate::sent::Sent;

/// Which of a path's policies an answer looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consulted {
    /// None, since the answer is the same for all.
    Nobody,
    /// The one of this number.
    Only(usize),
    /// One after the other until one admits the origin.
    UntilFirst,
    /// All.
    All,
}

/// The values of `Access-Control-Allow-Origin` under the policies of a path.
pub(crate) enum Admissions<'r> {
    /// No application is asked: a policy tells when it is looked at.
    Unasked(Sent<'r>),
    /// Where the application was asked, or there is one policy: by the number of the policy.
    Found(&'r [Option<HeaderValue>]),
}

impl Admissions<'_> {
    /// The value under the policy of this number; none where it does not admit the origin.
    pub(crate) fn of(&self, number: usize, answers: &Answers) -> Option<HeaderValue> {
        match self {
            Self::Unasked(origin) => answers.allow_origin(*origin),
            Self::Found(found) => found.get(number).cloned().flatten(),
        }
    }
}

/// The value of `Access-Control-Allow-Origin` under each policy that is consulted, asking the application where the
/// policy says so. A function that stands under several policies is asked once.
pub(crate) async fn ask<L: HandlerList<S>, S>(
    consulted: Consulted,
    parts: &mut Parts,
    state: &S,
) -> Vec<Option<HeaderValue>> {
    let origin = Origin::of(&parts.headers);
    let mut verdicts: Vec<(TypeId, bool)> = Vec::new();
    let mut admissions: Vec<Option<HeaderValue>> = Vec::new();
    for (number, answers) in Links(L::FIRST).enumerate() {
        let looked_at = match consulted {
            Consulted::Nobody => false,
            Consulted::Only(only) => number == only,
            Consulted::UntilFirst => admissions.iter().all(Option::is_none),
            Consulted::All => true,
        };
        if !looked_at {
            admissions.push(None);
            continue;
        }
        let mut admission = answers.allow_origin(Sent::of(&parts.headers, &ORIGIN));
        if let (None, Some(origin), Some(function)) = (&admission, &origin, L::asked_for(number)) {
            let known = verdicts.iter().find(|(of, _)| *of == function).map(|&(_, verdict)| verdict);
            let verdict = if let Some(verdict) = known {
                verdict
            } else {
                let verdict = L::ask(number, origin.clone(), parts, state).await;
                verdicts.push((function, verdict));
                verdict
            };
            if verdict {
                admission = parts.headers.get(ORIGIN).cloned();
            }
        }
        admissions.push(admission);
    }
    admissions
}
