//! `policy!`: a policy as a constant expression.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;

use crate::attr::Attribute;
use crate::expand::{const_expr, dynamic_sources};
use crate::{library, validate};

/// Expands `policy!(krate; keys)`; `krate` is the library's `$crate`.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut tokens = input.into_iter();
    let is_semicolon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    let krate: TokenStream = tokens.by_ref().take_while(|token| !is_semicolon(token)).collect();
    let private = library::private(&krate);
    let attribute = Attribute::parse(tokens.collect(), Span::call_site());
    let policy = match validate::shared(&attribute) {
        Ok(policy) => policy,
        // The expression keeps its type, so that nothing else turns red.
        Err(mistakes) => {
            let errors = attribute.spans.errors(&mistakes);
            return quote!({ #errors #private::constant_policy(#private::rules::ConstPolicy::EMPTY, None, None) });
        }
    };
    let none = quote!(__cors::None);
    let own = const_expr::policy(&policy);
    let source = attribute.paths.origins_from.as_ref().map_or(none.clone(), dynamic_sources::source);
    let check = attribute.paths.origins_if.as_ref().map_or(none, dynamic_sources::check_without_state);
    let policy = match &attribute.paths.policy {
        None => quote!(__cors::constant_policy(#own, #source, #check)),
        Some(base) => {
            let base = dynamic_sources::shared_policy(base);
            quote!({
                const __CORS_BASE: &__cors::Policy = #base;
                static __CORS_OWN: __cors::rules::ConstPolicy = #own;
                // An item, since `cargo check` does not evaluate `const { … }` blocks in functions.
                const __CORS_POLICY: __cors::Policy = {
                    let policy = __cors::policy_with_base(__CORS_BASE, &__CORS_OWN, #source, #check);
                    if let __cors::Some(fault) = __cors::fault_of(&policy) {
                        ::core::panic!("{}", fault.as_str())
                    }
                    policy
                };
                __CORS_POLICY
            })
        }
    };
    quote!(const {
        #[allow(unused_imports)]
        use #private as __cors;
        #policy
    })
}
