//! What the rules need to know of HTTP itself: tokens, lists of names, methods, and the sign `*`.

pub(crate) mod field_value;
pub(crate) mod list;
pub(crate) mod method_bits;
pub(crate) mod method_names;
pub(crate) mod star;
pub(crate) mod token;
