//! The logic of the macros of `cors-runtime`; not for direct use.
//!
//! `cors-macros` is a front door of a few lines: only a crate of macros can offer macros, and it can offer nothing else. This one is
//! an ordinary library, so tests call it without the compiler.
#![forbid(unsafe_code)]

mod attr;
mod cors_macro;
mod expand;
mod item;
mod library;
mod module;
mod origin_check_macro;
mod policy_macro;
mod routes_macro;
mod tokens;
mod validate;

use cors_policy::Mistake;
use proc_macro2::{Span, TokenStream};

use crate::attr::Attribute;

/// Expands `#[cors(attribute)] item`.
#[must_use]
pub fn cors(attribute: TokenStream, item: TokenStream) -> TokenStream {
    cors_macro::expand(attribute, &item)
}

/// Expands `#[origin_check(attribute)] item`.
#[must_use]
pub fn origin_check(attribute: TokenStream, item: TokenStream) -> TokenStream {
    origin_check_macro::expand(attribute, &item)
}

/// Expands `policy!(keys)`; the input is `krate; keys`, where `krate` is the library's path.
#[must_use]
pub fn policy(input: TokenStream) -> TokenStream {
    policy_macro::expand(input)
}

/// Expands `routes!(handlers)`; the input is `krate; handlers`, where `krate` is the library's path.
#[must_use]
pub fn routes(input: TokenStream) -> TokenStream {
    routes_macro::expand(input)
}

/// The mistakes of an attribute, each with the spans of its first and its last token.
///
/// It is for tests of what the messages advise.
#[must_use]
pub fn mistakes(attribute: TokenStream) -> Vec<(Mistake, [Span; 2])> {
    let attribute = Attribute::parse(attribute, Span::call_site());
    let mistakes = validate::handler(&attribute).err().unwrap_or_default();
    let with_spans = mistakes.into_iter().map(|mistake| {
        let (first, last) = attribute.spans.of(mistake.place());
        (mistake, [first, last])
    });
    with_spans.collect()
}
