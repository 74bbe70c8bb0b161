//! What a request says.

pub(crate) mod origin;
pub(crate) mod same_origin;
pub(crate) mod single_value;
