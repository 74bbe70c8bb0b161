//! Which policies of a path admit a request's origin.

use std::any::TypeId;
use std::future::Future;

use http::header::{HeaderValue, ORIGIN};
use http::request::Parts;

use crate::Origin;
use crate::answer::compiled_policy::CompiledPolicy;
use crate::request::single_value::SingleValue;

/// Which of a path's policies an answer looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicySelection {
    /// None, since the answer is the same for all.
    NoPolicy,
    /// The one of this number.
    Only(usize),
    /// One after the other until one admits the origin.
    FirstAdmitting,
    /// All.
    All,
}

/// The values of `Access-Control-Allow-Origin` under the policies of a path.
pub(crate) enum AllowOrigins<'r> {
    /// No application is asked: a policy tells when it is looked at.
    Lazy(SingleValue<'r>),
    /// Where the application was asked, or there is one policy: by the number of the policy.
    Resolved(&'r [Option<HeaderValue>]),
}

impl AllowOrigins<'_> {
    /// The value under the policy of this number; none where it does not admit the origin.
    pub(crate) fn of(&self, number: usize, policy: &CompiledPolicy) -> Option<HeaderValue> {
        match self {
            Self::Lazy(origin) => policy.allow_origin(*origin),
            Self::Resolved(found) => found.get(number).cloned().flatten(),
        }
    }
}

/// The policies of a path, and how the application is asked for their origins.
pub(crate) trait OriginChecks<S>: Sync {
    /// The policies, in the order of their numbers.
    fn policies(&self) -> impl Iterator<Item = &'static CompiledPolicy> + Send;

    /// What distinguishes the function that is asked for a policy's origins; none where nothing is asked.
    fn check(&self, number: usize) -> Option<TypeId>;

    /// Asks the application whether a policy admits an origin.
    fn run(&self, number: usize, origin: Origin, parts: &mut Parts, state: &S) -> impl Future<Output = bool> + Send;
}

/// The value of `Access-Control-Allow-Origin` under each policy that is consulted, asking the application where the
/// policy says so. A function that stands under several policies is asked once.
pub(crate) async fn after_checks<S: Sync>(
    checks: &impl OriginChecks<S>,
    consulted: PolicySelection,
    origin: Origin,
    parts: &mut Parts,
    state: &S,
) -> Vec<Option<HeaderValue>> {
    let mut verdicts: Vec<(TypeId, bool)> = Vec::new();
    let mut admissions: Vec<Option<HeaderValue>> = Vec::new();
    for (number, policy) in checks.policies().enumerate() {
        let looked_at = match consulted {
            PolicySelection::NoPolicy => false,
            PolicySelection::Only(only) => number == only,
            PolicySelection::FirstAdmitting => admissions.iter().all(Option::is_none),
            PolicySelection::All => true,
        };
        if !looked_at {
            admissions.push(None);
            continue;
        }
        let mut admission = policy.allow_origin(SingleValue::of(&parts.headers, &ORIGIN));
        if let (None, Some(function)) = (&admission, checks.check(number)) {
            let known = verdicts.iter().find(|(of, _)| *of == function).map(|&(_, verdict)| verdict);
            let verdict = if let Some(verdict) = known {
                verdict
            } else {
                let verdict = checks.run(number, origin.clone(), parts, state).await;
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
