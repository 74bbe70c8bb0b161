//! One annotated handler: its policy in its type, and what its extractors need.

pub(crate) mod annotated;
pub(crate) mod callable;
pub(crate) mod handler_policy;
pub(crate) mod no_body;
pub(crate) mod not_annotated;
mod origin_extractor;
pub(crate) mod rejected_check;
pub(crate) mod request_headers;
