//! The warning about a handler that no `routes!` mounts, and whose policy is therefore lost.
//!
//! Only `routes!` names a constant of the handler's type, so rustc's analysis of dead code warns where nothing else does. Every
//! token of the constant has the span of the handler's name, since rustc keeps silent about dead code that a macro of another
//! crate wrote. It is a constant and no method, since rustc spends less on it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// The constant. Its name is the text of the warning, which points at the handler's name.
pub(crate) fn constant(name: &Ident) -> TokenStream {
    let visibility = visibility(name.span());
    quote_spanned! {name.span()=>
        #[doc(hidden)]
        #[allow(non_upper_case_globals)]
        #visibility const mount_with_routes_or_its_cors_policy_is_lost: () = ();
    }
}

/// In a binary the constant is not `pub`: rustc takes `pub` items at the root for used, though no other crate can use them.
/// Cargo's variable tells that a binary is being built.
fn visibility(span: Span) -> TokenStream {
    if std::env::var_os("CARGO_BIN_NAME").is_some() {
        quote_spanned!(span=> pub(crate))
    } else {
        quote_spanned!(span=> pub)
    }
}
