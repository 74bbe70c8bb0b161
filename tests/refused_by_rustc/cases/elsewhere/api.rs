//! The file of a module that carries the attribute.
