//! The type beside a handler, which has the handler's name and carries its policy.

use cors_policy::Policy;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Attribute as SynAttribute, Path};

use super::dynamic_sources::DynamicSources;
use super::needs::Needs;
use super::{const_expr, dynamic_sources, returned_future, unmounted_warning};
use crate::attr::Paths;
use crate::item::Handler;
use crate::library;

/// The type and what it implements. `callable` is the type that tells whether axum can call the handler.
pub(crate) fn beside(
    handler: &Handler,
    callable: &TokenStream,
    policy: &Policy,
    paths: &Paths,
    krate: Option<&Path>,
) -> TokenStream {
    let name = handler.name();
    let name_text = name.to_string();
    let visibility = &handler.visibility;
    let cfg: Vec<&SynAttribute> =
        handler.attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect();
    let private = library::private(&library::path(krate));

    let sources = DynamicSources::of(paths);
    let rules = quote_spanned!(name.span()=> <#name as __cors::Annotated>::RULES);
    let (base_items, own_rules) = own_rules(policy, sources.base);
    let fault = fault(paths, &rules);
    let future = returned_future::check(handler);
    let upgrades = handler.takes_web_socket().then(|| {
        quote!(
            const UPGRADES: bool = true;
        )
    });
    let DynamicSources { source, check_without_state, check, check_in_scope, has_check, .. } = &sources;
    let Needs { items: needed, check_names, required } = Needs::of(handler);
    let unmounted_warning = unmounted_warning::constant(name);
    quote! {
        #(#cfg)*
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #visibility enum #name {}

        #(#cfg)*
        // Rustc warns of a deprecated extractor where the handler takes it, so not here too.
        #[allow(deprecated)]
        const _: () = {
            use #private as __cors;
            #check_in_scope
            #needed
            #future

            #base_items
            #fault
            static __CORS_POLICY: __cors::HandlerPolicy = {
                #check_names
                __cors::HandlerPolicy::new(#name_text, #rules, #required, #source, #check_without_state)
            };

            impl #name {
                #unmounted_warning
            }

            impl<H> __cors::PolicyOf<H> for #name {}

            impl __cors::Annotated for #name {
                type IsHandler = #callable;
                type Check = #check;

                #has_check
                #upgrades
                const RULES: __cors::rules::ConstPolicy = #own_rules;

                fn policy() -> &'static __cors::CompiledPolicy {
                    __CORS_POLICY.get()
                }
            }
        };
    }
}

/// The handler's rules as an expression, after the items that it uses: the attribute's own keys, over the shared policy
/// if there is one.
fn own_rules(policy: &Policy, base: Option<&Path>) -> (TokenStream, TokenStream) {
    let Some(base) = base else {
        // Only a shared policy meets other keys later; a finished one needs no notes on what it may not meet.
        let policy = policy.clone().without_deferred_faults();
        return (TokenStream::new(), const_expr::policy(&policy));
    };
    let own = const_expr::policy(policy);
    let base = dynamic_sources::shared_policy(base);
    let items = quote!(const __CORS_BASE: &__cors::Policy = #base;);
    (items, quote!(__cors::rules::merge(__cors::constant_rules(__CORS_BASE), &#own)))
}

/// What is wrong once a shared policy and the attribute's keys have met, reported at the attribute.
fn fault(paths: &Paths, rules: &TokenStream) -> TokenStream {
    if paths.policy.is_none() {
        return TokenStream::new();
    }
    let has_check = paths.origins_if.is_some();
    let has_source = paths.origins_from.is_some();
    quote! {
        const _: () = if let __cors::Some(fault) = __cors::rules::fault_if_whole(
            &#rules,
            __cors::rules::DynamicSources {
                from: #has_source || __cors::source_function(__CORS_BASE).is_some(),
                check: #has_check || __cors::check_function(__CORS_BASE).is_some(),
            },
        ) {
            ::core::panic!("{}", fault.as_str())
        };
    }
}
