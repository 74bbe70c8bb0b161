//! What stands in a policy as a path: `policy`, `origins_from` and `origins_if`, as expressions and types.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned as _;

/// A reference to the shared policy, whose type is judged where its path stands.
///
/// The closure is never called. It belongs to the same body, so that of a policy which is no constant only its trait's message
/// is said, and not also what a constant cannot do with it.
pub(crate) fn shared_policy(path: &Path) -> TokenStream {
    let judged = quote_spanned!(path.span()=> __cors::is_a_shared_policy(&#path));
    let reference = quote_spanned!(path.span()=> &);
    quote!({
        let _ = || #judged;
        #reference #path
    })
}

/// `Some` of the function that reads the `static` under `origins_from`.
pub(crate) fn from(path: &Path) -> TokenStream {
    let read = quote_spanned!(path.span()=> __cors::origin_source(&#path));
    quote!({
        fn source() -> &'static dyn __cors::OriginSource {
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
    let ask = quote_spanned!(path.span()=> __cors::CheckFunction::without_state::<__cors_check>());
    quote!({
        #check
        __cors::Some(#ask)
    })
}
