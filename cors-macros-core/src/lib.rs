//! The logic of the macros of `cors-runtime`; not for direct use.
//!
//! `cors-macros` is a front door of a few lines: only a crate of macros can offer macros, and it can offer nothing else. This one is
//! an ordinary library, so tests call it without the compiler.
#![forbid(unsafe_code)]

mod attr;
mod constant;
mod cors_macro;
mod crate_name;
mod doc_section;
mod expand;
mod item;
mod library_path;
mod manifest;
mod meant;
mod module;
mod needs;
mod origin_check;
mod routes;
mod seconds;
mod shared;
mod sources;
mod spans;
mod text;

use proc_macro2::TokenStream;

/// Expands `#[cors(attribute)] item`.
#[must_use]
pub fn cors(attribute: TokenStream, item: TokenStream) -> TokenStream {
    cors_macro::expand(attribute, &item)
}

/// Expands `#[origin_check(attribute)] item`.
#[must_use]
pub fn origin_check(attribute: TokenStream, item: TokenStream) -> TokenStream {
    origin_check::expand(attribute, &item)
}

/// Expands `policy!(keys)`; the input is `krate; keys`, where `krate` is the library's path.
#[must_use]
pub fn policy(input: TokenStream) -> TokenStream {
    shared::expand(input)
}

/// Expands `routes!(handlers)`; the input is `krate; handlers`, where `krate` is the library's path.
#[must_use]
pub fn routes(input: TokenStream) -> TokenStream {
    routes::expand(input)
}
