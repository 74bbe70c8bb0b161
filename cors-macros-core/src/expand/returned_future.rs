//! Whether a handler returns a future, which axum needs to call it. Of a return type that has a name only the compiler knows.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::item::{self, Handler};

/// The type that tells whether axum can call a handler.
pub(crate) fn callable(handler: &Handler) -> TokenStream {
    // A name costs the compiler less than a constant in its place.
    let known = || quote!(__cors::AsyncFunction);
    handler.future_type().map_or_else(known, |ty| quote!(__cors::IsHandler<{ <__cors::ReturnProbe<#ty>>::IS_FUTURE }>))
}

/// Items that refuse a handler whose return type turns out to be no future.
pub(crate) fn check(handler: &Handler) -> TokenStream {
    let Some(ty) = handler.future_type() else {
        return TokenStream::new();
    };
    let message = item::not_async(handler.name());
    let panic = quote_spanned!(handler.signature.fn_token.span=> ::core::panic!(#message));
    quote! {
        #[allow(unused_imports)]
        use __cors::NoFuture as _;
        const _: () = if !<__cors::ReturnProbe<#ty>>::IS_FUTURE {
            #panic
        };
    }
}
