//! The warning about a handler that no `routes!` mounts, and whose policy is therefore lost.
//!
//! Only `routes!` calls a method of the handler's type, so rustc's analysis of dead code warns where nothing else does. Every token
//! of the method has the span of the handler's name, since rustc keeps silent about dead code that a macro of another crate wrote.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// The method, whose name is what rustc says at the handler's name.
pub(crate) fn method(name: &Ident) -> TokenStream {
    let visibility = visibility(name.span());
    quote_spanned! {name.span()=>
        #[doc(hidden)]
        #visibility fn mount_with_routes_or_its_cors_policy_is_lost(&self) {
            match *self {}
        }
    }
}

/// In a binary rustc takes `pub` items at the root for used, though no other crate can use them. Cargo tells when it builds one.
fn visibility(span: Span) -> TokenStream {
    if std::env::var_os("CARGO_BIN_NAME").is_some() {
        quote_spanned!(span=> pub(crate))
    } else {
        quote_spanned!(span=> pub)
    }
}
