//! What is sent: a request is decided about, and the answer is given its headers.

pub(crate) mod actual;
pub(crate) mod allow;
pub(crate) mod allow_origin;
pub(crate) mod answer_future;
pub(crate) mod compiled_policy;
pub(crate) mod decide;
pub(crate) mod decision;
mod enforce;
mod exact_origins;
mod explain;
pub(crate) mod handshake;
pub(crate) mod header_values;
pub(crate) mod pending_headers;
mod preflight;
pub(crate) mod selection;
mod vary;
