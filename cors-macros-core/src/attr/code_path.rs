//! The paths that are values of keys.
//!
//! Only a path that the expansion can contain is one: if rustc could not parse the expansion, the handler itself would be gone, and
//! everything that names it would be an error too.

use cors_policy::{Key, ValueForm};
use proc_macro2::TokenStream;
use syn::parse::Parser as _;
use syn::{ExprPath, Path};

/// The path that some tokens are, for a key whose value names code.
pub(super) fn parse(key: Key, tokens: TokenStream) -> Option<Path> {
    match key.value_form() {
        // The type beside the function is imported by a `use`, which takes no generic arguments.
        ValueForm::OriginCheck => Path::parse_mod_style.parse2(tokens).ok(),
        ValueForm::OriginSource | ValueForm::SharedPolicy => match syn::parse2(tokens) {
            Ok(ExprPath { attrs, qself: None, path }) if attrs.is_empty() => Some(path),
            _ => None,
        },
        ValueForm::List | ValueForm::Flag | ValueForm::Seconds => None,
    }
}
