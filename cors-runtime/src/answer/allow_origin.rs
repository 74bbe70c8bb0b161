//! Which policies of a path admit a request's origin.

use std::any::TypeId;
use std::future::Future;

use http::header::{HeaderValue, ORIGIN};
use http::request::Parts;

use crate::Origin;
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::selection::PolicySelection;
use crate::request::single_value::SingleValue;

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

/// The value of `Access-Control-Allow-Origin` after the application was asked for the origin of this request.
pub(crate) fn after_check(is_admitted: bool, parts: &Parts) -> Option<HeaderValue> {
    // The application was asked for the origin in this header, so it is there.
    if is_admitted { parts.headers.get(ORIGIN).cloned() } else { None }
}

/// The value of `Access-Control-Allow-Origin` under each selected policy, after the application was asked where the policy
/// says so. A function that several policies name is asked once.
pub(crate) async fn after_checks<S: Sync>(
    checks: &impl OriginChecks<S>,
    selection: PolicySelection<'_>,
    origin: Origin,
    parts: &mut Parts,
    state: &S,
) -> Vec<Option<HeaderValue>> {
    let mut verdicts: Vec<(TypeId, bool)> = Vec::new();
    let mut values: Vec<Option<HeaderValue>> = Vec::new();
    for (number, policy) in checks.policies().enumerate() {
        let is_selected = match selection {
            PolicySelection::NoPolicy(_) => false,
            PolicySelection::Only(only, _) => number == only,
            PolicySelection::FirstAdmitting => values.iter().all(Option::is_none),
            PolicySelection::EachAdmitting => true,
        };
        if !is_selected {
            values.push(None);
            continue;
        }
        let mut value = policy.allow_origin(SingleValue::of(&parts.headers, &ORIGIN));
        if let (None, Some(check)) = (&value, checks.check(number)) {
            let known = verdicts.iter().find(|(of, _)| *of == check).map(|&(_, verdict)| verdict);
            let verdict = if let Some(verdict) = known {
                verdict
            } else {
                let verdict = checks.run(number, origin.clone(), parts, state).await;
                verdicts.push((check, verdict));
                verdict
            };
            value = after_check(verdict, parts);
        }
        values.push(value);
    }
    values
}
