//! What the fuzz targets promise.
//!
//! Each target is a function from bytes to the library's answers in words, which panics where a promise is broken. The
//! fuzzer looks for bytes that make it panic; the replay compares the answers of a debug and a release binary.

pub mod configs;
pub mod macros;
mod mistakes;
pub mod origins;
pub mod requests;
pub mod sets;

/// What a target makes of bytes: the answers, or nothing where the bytes are no input of this target.
pub type Target = fn(&[u8]) -> Option<String>;

/// The targets by their names, which are those of their files.
pub const TARGETS: [(&str, Target); 5] = [
    ("origins", origins::run),
    ("sets", sets::run),
    ("requests", requests::run),
    ("configs", configs::run),
    ("macros", macros::run),
];
