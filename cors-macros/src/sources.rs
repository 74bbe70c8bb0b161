//! What stands in a policy as a path: `policy`, `origins_from` and `origins_if`, as expressions and types.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned as _;

/// A reference to the shared policy, whose type is judged where its path stands.
pub(crate) fn shared_policy(path: &Path) -> TokenStream {
    let reference = quote_spanned!(path.span()=> &);
    quote!(#reference #path)
}

/// `Some` of the function that reads the `static` under `origins_from`.
pub(crate) fn from(path: &Path) -> TokenStream {
    // A method call finds the source through `Deref`, so that a `LazyLock` serves.
    let read = quote_spanned!(path.span()=> #path.is_an_origin_set_or_shared_origins());
    quote!({
        fn source() -> &'static dyn __cors::OriginSource {
            #[allow(unused_imports)]
            use __cors::AsOriginSource as _;
            #read
        }
        __cors::Some(source as __cors::SourceFunction)
    })
}

/// Items that make `__cors_check` the type beside the function under `origins_if`.
///
/// As in `routes!`, a `use` imports whatever namespaces the name has, and where the function carries no
/// `#[origin_check]` the glob import provides a type that says what to do.
pub(crate) fn check_in_scope(path: &Path) -> TokenStream {
    let alias = quote_spanned!(path.span()=> __cors_check);
    let assertion = quote_spanned!(path.span()=> is_an_origin_check::<__cors_check>());
    quote! {
        #[allow(unused_imports)]
        use #path as #alias;
        #[allow(unused_imports)]
        use __cors::not_a_check::*;
        const _: fn() = || {
            fn is_an_origin_check<C: __cors::IsCheck>() {}
            #assertion
        };
    }
}

/// `Some` of the function that asks without a router's state.
pub(crate) fn asked_without_state(path: &Path) -> TokenStream {
    let check = check_in_scope(path);
    let ask = quote_spanned!(path.span()=> __cors::AskFunction::without_state::<__cors_check>());
    quote!({
        #check
        __cors::Some(#ask)
    })
}
