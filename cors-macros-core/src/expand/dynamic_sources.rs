//! The values that name code, as expressions and types: `policy`, `origins_from` and `origins_if`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned as _;

use crate::attr::Paths;

/// The sources of origins that only a running program has, as tokens.
pub(crate) struct DynamicSources<'a> {
    /// The shared policy's path.
    pub(crate) base: Option<&'a Path>,
    /// An `Option` of the function that reads the `static` under `origins_from`.
    pub(crate) source: TokenStream,
    /// An `Option` of the function that asks without a router's state.
    pub(crate) check_without_state: TokenStream,
    /// The type of the check under `origins_if`, which may need a router's state.
    pub(crate) check: TokenStream,
    /// The items that `check` needs.
    pub(crate) check_in_scope: TokenStream,
    /// The constant that says whether there is a check. It is absent where there can be none.
    pub(crate) has_check: TokenStream,
}

impl<'a> DynamicSources<'a> {
    /// The handler's own sources, and the shared policy's where the handler has none.
    pub(crate) fn of(paths: &'a Paths) -> Self {
        let Paths { policy, origins_from, origins_if } = paths;
        let mut sources = Self {
            base: policy.as_ref(),
            source: quote!(__cors::None),
            check_without_state: quote!(__cors::None),
            check: quote!(__cors::NoCheck),
            check_in_scope: TokenStream::new(),
            has_check: TokenStream::new(),
        };
        if policy.is_some() {
            sources.source = quote!(__CORS_BASE.source_function());
            sources.check_without_state = quote!(__CORS_BASE.ask_function());
            sources.has_check = quote!(
                const HAS_CHECK: bool = __CORS_BASE.ask_function().is_some();
            );
        }
        if let Some(path) = origins_from {
            sources.source = source(path);
        }
        if let Some(path) = origins_if {
            sources.check_without_state = quote!(__cors::None);
            sources.check = quote!(__cors_check);
            sources.check_in_scope = check_in_scope(path);
            sources.has_check = quote!(
                const HAS_CHECK: bool = true;
            );
        }
        sources
    }
}

/// A reference to the shared policy, whose type is judged where its path stands.
///
/// The closure is never called; it makes rustc check the type in this body. A path to something else is then reported by the trait's
/// message alone, and not also by what a constant cannot do with it.
pub(crate) fn shared_policy(path: &Path) -> TokenStream {
    let judged = quote_spanned!(path.span()=> __cors::is_a_shared_policy(&#path));
    let reference = quote_spanned!(path.span()=> &);
    quote!({
        let _ = || #judged;
        #reference #path
    })
}

/// `Some` of the function that reads the `static` under `origins_from`.
pub(crate) fn source(path: &Path) -> TokenStream {
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
fn check_in_scope(path: &Path) -> TokenStream {
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
pub(crate) fn check_without_state(path: &Path) -> TokenStream {
    let check = check_in_scope(path);
    let ask = quote_spanned!(path.span()=> __cors::CheckFunction::without_state::<__cors_check>());
    quote!({
        #check
        __cors::Some(#ask)
    })
}
