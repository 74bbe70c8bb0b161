//! The macros of `cors-runtime`, which re-exports and documents them.
//!
//! A crate of macros can export nothing else, so their logic is in `cors-macros-core`, where tests can call it.
#![forbid(unsafe_code)]

use proc_macro::TokenStream;

// `cors-runtime` documents both attributes where it re-exports them. A comment here would be added to their pages.
#[allow(missing_docs)]
#[proc_macro_attribute]
pub fn cors(attribute: TokenStream, item: TokenStream) -> TokenStream {
    cors_macros_core::cors(attribute.into(), item.into()).into()
}

#[allow(missing_docs)] // As above.
#[proc_macro_attribute]
pub fn origin_check(attribute: TokenStream, item: TokenStream) -> TokenStream {
    cors_macros_core::origin_check(attribute.into(), item.into()).into()
}

/// `policy!`, with the library's path before its keys.
#[doc(hidden)]
#[proc_macro]
pub fn policy(input: TokenStream) -> TokenStream {
    cors_macros_core::policy(input.into()).into()
}

/// `routes!`, with the library's path before its handlers.
#[doc(hidden)]
#[proc_macro]
pub fn routes(input: TokenStream) -> TokenStream {
    cors_macros_core::routes(input.into()).into()
}
