//! Tokens, whatever they are about: their spans, and their text.

pub(crate) mod pieces;
pub(crate) mod spans;
pub(crate) mod text;
