//! What a request says.

pub(crate) mod kind;
pub(crate) mod origin;
pub(crate) mod requested_headers;
pub(crate) mod same_origin;
pub(crate) mod single_value;
