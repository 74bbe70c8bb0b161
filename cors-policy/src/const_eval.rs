//! Policies while a program is compiled: the macros write them down as constants, and the compiler evaluates the rules here.
//!
//! A macro sees one attribute at a time. What shows only where two of them meet is found by the compiler's evaluation of
//! constants: a shared policy and a handler's keys, the handlers of one path, a policy and the handler's extractors.

pub(crate) mod const_policy;
mod covers;
pub(crate) mod merge;
pub(crate) mod method_conflict;
pub(crate) mod required_headers;
pub(crate) mod text;
