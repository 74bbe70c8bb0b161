//! What holds for any bytes: no panic, nothing for origins that are not admitted, and sets of origins that say what a
//! matcher says that looks at one entry after the other.

mod any_bytes;
mod origin_sets;
