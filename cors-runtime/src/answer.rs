//! What is sent: the headers of a policy, and the answers that are the policy's own.

pub(crate) mod actual;
pub(crate) mod allow;
pub(crate) mod allow_origin;
pub(crate) mod compiled_policy;
pub(crate) mod enforce;
mod exact_origins;
pub(crate) mod explain;
pub(crate) mod preflight;
pub(crate) mod vary;
