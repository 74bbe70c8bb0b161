//! One path: its handlers, and what answers beside them.

pub(crate) mod fallback;
pub(crate) mod handler_list;
pub(crate) mod mount;
pub(crate) mod policy_list;
