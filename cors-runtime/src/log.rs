//! What is told in the log.

pub(crate) mod events;
