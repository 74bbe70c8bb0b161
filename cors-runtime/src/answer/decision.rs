//! What becomes of a request, as a value: `decide` makes it, `answer_future` carries it out.

use std::fmt;

use http::header::HeaderValue;

use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::pending_headers::PendingHeaders;
use crate::answer::selection::MethodFault;

/// What becomes of a request to a path with policies.
pub(crate) enum Decision<'p> {
    /// A preflight is answered with 204 and the policy's headers.
    Approve(ApprovedPreflight<'p>),
    /// A preflight is answered with 403 and no CORS headers.
    Refuse(RefusedPreflight),
    /// A request is answered with 403 before a handler runs.
    Forbid(PendingHeaders<&'p CompiledPolicy>),
    /// The handler with this number runs, or what answers where no single handler is meant; its answer is given these
    /// headers.
    Run(Option<usize>, Option<PendingHeaders<&'p CompiledPolicy>>),
}

/// The content of the answer to a preflight that is approved.
pub(crate) struct ApprovedPreflight<'p> {
    pub(crate) policy: &'p CompiledPolicy,
    pub(crate) allow_origin: HeaderValue,
    pub(crate) allow_methods: HeaderValue,
    pub(crate) allow_headers: Option<HeaderValue>,
    pub(crate) depends_on_origin: bool,
    /// Whether a handler serves the requested method. Where none does, the browser finds that out in `allow_methods`, and
    /// its console names the cause.
    pub(crate) method_is_served: bool,
}

/// A preflight that is refused.
#[derive(Debug)]
pub(crate) struct RefusedPreflight {
    pub(crate) fault: PreflightFault,
    pub(crate) depends_on_origin: bool,
    pub(crate) depends_on_headers: bool,
}

/// Why a preflight is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PreflightFault {
    Method(MethodFault),
    /// No selected policy admits the origin.
    Origin,
}

/// One line that says what is done, and with which headers.
impl fmt::Display for Decision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Approve(approval) => {
                write!(f, "204, origin {:?}, methods {:?}", approval.allow_origin, approval.allow_methods)?;
                if let Some(names) = &approval.allow_headers {
                    write!(f, ", headers {names:?}")?;
                }
                if !approval.method_is_served {
                    f.write_str(", no handler serves the method")?;
                }
                Ok(())
            }
            Self::Refuse(RefusedPreflight { fault: PreflightFault::Origin, .. }) => {
                f.write_str("403, the origin is not admitted")
            }
            Self::Refuse(RefusedPreflight { fault: PreflightFault::Method(fault), .. }) => {
                write!(f, "403, the method is {fault:?}")
            }
            Self::Forbid(_) => f.write_str("403 before the handler"),
            Self::Run(number, headers) => {
                match number {
                    Some(number) => write!(f, "handler {number} runs")?,
                    None => f.write_str("no single handler runs")?,
                }
                match headers.as_ref().and_then(PendingHeaders::allow_origin) {
                    Some(origin) => write!(f, ", origin {origin:?}"),
                    None => f.write_str(", origin not admitted"),
                }
            }
        }
    }
}
