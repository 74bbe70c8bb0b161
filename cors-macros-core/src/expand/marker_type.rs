//! The type beside a handler, which has the handler's name and carries its policy.

use cors_policy::{Hazards, Policy};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Attribute as SynAttribute, Path};

use super::dynamic_sources::DynamicSources;
use super::needs::Needs;
use super::origin_values::OriginValues;
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
    let krate = library::path(krate);

    let sources = DynamicSources::of(paths);
    let rules = quote_spanned!(name.span()=> <#name as __cors::Annotated>::RULES);
    let needs = Needs::of(handler, policy, sources.base.is_some());
    let (base_items, own_rules) = own_rules(policy, sources.base, needs.headers.as_ref());
    let values = OriginValues::of(policy, &rules, sources.base.is_some());
    let objection = objection(paths, &rules);
    let future = returned_future::check(handler);
    let upgrades = handler.takes_web_socket().then(|| {
        quote!(
            const UPGRADES: bool = true;
        )
    });
    let DynamicSources { source, check_without_state, check, check_in_scope, has_check, .. } = &sources;
    let OriginValues { statics, origins, dev_origins } = &values;
    let Needs { items: needed, probes, check_names, .. } = &needs;
    let unmounted_warning = unmounted_warning::method(name);
    quote! {
        #(#cfg)*
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #visibility enum #name {}

        #(#cfg)*
        // Rustc warns of a deprecated extractor where the handler takes it, so not here too.
        #[allow(deprecated)]
        const _: () = {
            use #krate::__private as __cors;
            #probes

            #check_in_scope
            #needed
            #future

            #base_items
            #objection
            #statics
            static __CORS_COMPILED: __cors::ManuallyDrop<__cors::CompiledPolicy> = {
                #check_names
                __cors::CompiledPolicy::constant(#name_text, &#rules, #source, #check_without_state, #origins, #dev_origins)
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
                const RULES: __cors::rules::Written = #own_rules;

                fn policy() -> &'static __cors::CompiledPolicy {
                    &__CORS_COMPILED
                }
            }
        };
    }
}

/// The handler's rules as an expression, after the items that it uses: the attribute's own keys, over the shared policy if there is
/// one. `headers` are those that a preflight admits, where extractors may need some.
fn own_rules(policy: &Policy, base: Option<&Path>, headers: Option<&TokenStream>) -> (TokenStream, TokenStream) {
    let Some(base) = base else {
        // Only a shared policy meets other keys later; a finished one needs no notes on what it may not meet.
        let policy = Policy { hazards: Hazards::NONE, dev_hazards: Hazards::NONE, ..policy.clone() };
        return (TokenStream::new(), const_expr::policy(&policy, headers));
    };
    let own = const_expr::policy(policy, headers);
    let base = dynamic_sources::shared_policy(base);
    let items = quote!(const __CORS_BASE: &__cors::Policy = #base;);
    (items, quote!(__cors::rules::merge(__CORS_BASE.rules(), &#own)))
}

/// What is wrong once a shared policy and the attribute's keys have met, reported at the attribute.
fn objection(paths: &Paths, rules: &TokenStream) -> TokenStream {
    if paths.policy.is_none() {
        return TokenStream::new();
    }
    let asked = paths.origins_if.is_some();
    let from = paths.origins_from.is_some();
    quote! {
        const _: () = if let __cors::Some(objection) = __cors::rules::objection(
            &#rules,
            __cors::rules::Sources {
                from: #from || __CORS_BASE.source_function().is_some(),
                asked: #asked || __CORS_BASE.ask_function().is_some(),
            },
        ) {
            ::core::panic!("{}", objection.as_str())
        };
    }
}
