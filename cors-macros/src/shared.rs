//! `policy!`: a policy as a constant expression.

use cors_policy::Completeness;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;

use crate::attr::Attribute;
use crate::{constant, sources};

/// Expands `policy!(krate; keys)`; `krate` is the library's `$crate`.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut tokens = input.into_iter();
    let is_semicolon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    let krate: TokenStream = tokens.by_ref().take_while(|token| !is_semicolon(token)).collect();
    let mut attribute = Attribute::parse(tokens.collect(), Span::call_site());
    if attribute.policy.is_none() {
        attribute.spec.completeness = Completeness::Partial;
    }
    let policy = match attribute.validate() {
        Ok(policy) => policy,
        // The expression keeps its type, so that nothing else turns red.
        Err(mistakes) => {
            let errors = attribute.spans.errors(&mistakes);
            return quote!({ #errors #krate::Policy::constant(#krate::__private::rules::ConstPolicy::EMPTY, None, None) });
        }
    };
    let none = quote!(__cors::None);
    let own = constant::policy(&policy, None);
    let from = attribute.origins_from.as_ref().map_or(none.clone(), sources::from);
    let asked = attribute.origins_if.as_ref().map_or(none, sources::asked_without_state);
    let policy = match &attribute.policy {
        None => quote!(#krate::Policy::constant(#own, #from, #asked)),
        Some(base) => {
            let base = sources::shared_policy(base);
            quote!({
                const __CORS_BASE: &#krate::Policy = #base;
                static __CORS_OWN: __cors::rules::ConstPolicy = #own;
                // An item, since `cargo check` does not evaluate `const { … }` blocks in functions.
                const __CORS_POLICY: #krate::Policy = {
                    let policy = #krate::Policy::based(__CORS_BASE, &__CORS_OWN, #from, #asked);
                    if let __cors::Some(clash) = policy.clash() {
                        ::core::panic!("{}", clash.as_str())
                    }
                    policy
                };
                __CORS_POLICY
            })
        }
    };
    quote!(const {
        #[allow(unused_imports)]
        use #krate::__private as __cors;
        #policy
    })
}
