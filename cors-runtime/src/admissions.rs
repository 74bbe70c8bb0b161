//! Which policies of a path admit a request's origin, where no single handler is meant.

use std::any::TypeId;

use http::header::{HeaderValue, ORIGIN};
use http::request::Parts;

use crate::Origin;
use crate::routes::{HandlerList, Links};

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
        let mut admission = answers.allow_origin(&parts.headers);
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
