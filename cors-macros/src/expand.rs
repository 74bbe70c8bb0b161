//! Writing: the function as it was, and beside it the type that carries its policy.

use cors_policy::{Origins, Policy};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Attribute as SynAttribute, Path};

use crate::attr::Attribute;
use crate::item::{Fault, Handler};
use crate::needs::Needs;
use crate::{constant, crate_name, doc_section, item, sources};

/// The handler with its policy.
pub(crate) fn annotated(handler: &Handler, attribute: &Attribute, policy: &Policy) -> TokenStream {
    let section = doc_section::section(attribute, policy, !handler.signature.inputs.is_empty());
    let function = function(handler, Some(&section));
    let carried = carried(handler, Some(attribute), attribute.krate.as_ref(), policy, &callable(handler));
    quote!(#function #carried)
}

/// The handler of a wrong attribute: it still exists, and so does its type, so that nothing else turns red.
pub(crate) fn refused(handler: &Handler, attribute: &Attribute, errors: &TokenStream) -> TokenStream {
    let krate = attribute.krate.as_ref();
    let function = function(handler, None);
    let silent = Handler {
        attributes: handler.attributes.clone(),
        visibility: handler.visibility.clone(),
        signature: syn::Signature { inputs: syn::punctuated::Punctuated::new(), ..handler.signature.clone() },
        function: TokenStream::new(),
    };
    match handler.fault() {
        None => {
            let carried = carried(&silent, None, krate, &Policy::EMPTY, &callable(handler));
            quote!(#errors #function #carried)
        }
        // Beside a method no type can stand.
        Some(Fault::Method(error)) => quote!(#errors #error #function),
        Some(Fault::NotAsync(error)) => {
            let carried = carried(&silent, None, krate, &Policy::EMPTY, &quote!(__cors::IsHandler<false>));
            quote!(#errors #error #function #carried)
        }
    }
}

/// The type that tells whether axum can call a handler: of a return type that has a name, only the compiler knows.
fn callable(handler: &Handler) -> TokenStream {
    // A name costs the compiler less than a constant in its place.
    let known = || quote!(__cors::AsyncFunction);
    handler.future_type().map_or_else(known, |ty| quote!(__cors::IsHandler<{ <__cors::ReturnProbe<#ty>>::IS_FUTURE }>))
}

fn function(handler: &Handler, section: Option<&str>) -> TokenStream {
    let Handler { attributes, function, .. } = handler;
    let section = section.map(|section| quote!(#[doc = #section]));
    quote!(#(#attributes)* #section #function)
}

/// The type of the handler's name, and what it carries.
fn carried(
    handler: &Handler,
    attribute: Option<&Attribute>,
    krate: Option<&Path>,
    policy: &Policy,
    callable: &TokenStream,
) -> TokenStream {
    let name = handler.name();
    let name_text = name.to_string();
    let visibility = &handler.visibility;
    let cfg: Vec<&SynAttribute> =
        handler.attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect();
    let krate = crate_name::path(krate);

    let sources = attribute.map(Sources::of).unwrap_or_default();
    let rules = quote_spanned!(name.span()=> <#name as __cors::Annotated>::RULES);
    let needs = Needs::of(handler, policy, sources.base.is_some());
    let (base_items, written) = written(policy, sources.base, needs.headers.as_ref());
    let values = OriginValues::of(policy, &rules, sources.base.is_some());
    let objection = objection(attribute, &rules);
    let future = future_check(handler);
    let upgrades = handler.takes_web_socket().then(|| {
        quote!(
            const UPGRADES: bool = true;
        )
    });
    let Sources { from, asked, asks, check, check_in_scope, .. } = &sources;
    let OriginValues { statics, origins, dev_origins } = &values;
    let Needs { items: needed, probes, check_names, .. } = &needs;
    // What rustc says of a handler that no `routes!` mounts is the name of this function, at the handler's name. Every
    // token of it has the name's span: rustc keeps silent about dead code that a macro of another crate wrote.
    let bait_visibility = bait_visibility(name.span());
    let bait = quote_spanned! {name.span()=>
        #[doc(hidden)]
        #bait_visibility fn mount_with_routes_or_its_cors_policy_is_lost(&self) {
            match *self {}
        }
    };
    quote! {
        #(#cfg)*
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #visibility enum #name {}

        #(#cfg)*
        // Of a deprecated extractor rustc warns where the handler takes it.
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
                __cors::CompiledPolicy::constant(#name_text, &#rules, #from, #asked, #origins, #dev_origins)
            };

            impl #name {
                #bait
            }

            impl<H> __cors::PolicyOf<H> for #name {}

            impl __cors::Annotated for #name {
                type IsHandler = #callable;
                type Check = #check;

                #asks
                #upgrades
                const RULES: __cors::rules::ConstPolicy = #written;

                fn policy() -> &'static __cors::CompiledPolicy {
                    &__CORS_COMPILED
                }
            }
        };
    }
}

/// The sources of origins that only a running program has, as tokens.
struct Sources<'a> {
    base: Option<&'a Path>,
    from: TokenStream,
    asked: TokenStream,
    /// Says whether there is anybody to ask, where there may be.
    asks: TokenStream,
    check: TokenStream,
    check_in_scope: TokenStream,
}

impl Default for Sources<'_> {
    fn default() -> Self {
        Self {
            base: None,
            from: quote!(__cors::None),
            asked: quote!(__cors::None),
            asks: TokenStream::new(),
            check: quote!(__cors::NoCheck),
            check_in_scope: TokenStream::new(),
        }
    }
}

impl<'a> Sources<'a> {
    /// The handler's own sources, and the shared policy's where the handler has none.
    fn of(attribute: &'a Attribute) -> Self {
        let mut sources = Self::default();
        if let Some(base) = &attribute.policy {
            sources.base = Some(base);
            sources.from = quote!(__CORS_BASE.source_function());
            sources.asked = quote!(__CORS_BASE.ask_function());
            sources.asks = quote!(
                const HAS_CHECK: bool = __CORS_BASE.ask_function().is_some();
            );
        }
        if let Some(path) = &attribute.origins_from {
            sources.from = sources::from(path);
        }
        if let Some(path) = &attribute.origins_if {
            sources.asked = quote!(__cors::None);
            sources.asks = quote!(
                const HAS_CHECK: bool = true;
            );
            sources.check = quote!(__cors_check);
            sources.check_in_scope = sources::check_in_scope(path);
        }
        sources
    }
}

/// The header values of the origins, as tokens. Each item costs the compiler something, so there are few of them.
struct OriginValues {
    statics: TokenStream,
    origins: TokenStream,
    dev_origins: TokenStream,
}

impl OriginValues {
    /// So many values are written down one by one; more are made by a loop.
    const WRITTEN_DOWN: usize = 8;

    /// Those of a policy that stands written down as the constant `rules`.
    fn of(policy: &Policy, rules: &TokenStream, has_base: bool) -> Self {
        let by_loop = |values: TokenStream, list: TokenStream| {
            quote! {
                static #values: [__cors::HeaderValue; __cors::origin_count(#rules.#list)] =
                    __cors::origin_values(#rules.#list);
            }
        };
        let mut values = Self { statics: TokenStream::new(), origins: quote!(&[]), dev_origins: quote!(&[]) };
        match policy.origins() {
            // A single one needs no array, of which the length would be one more constant.
            Some(Origins::Listed(set)) if !has_base && set.len() == 1 => {
                let text = set.iter();
                values.statics.extend(quote! {
                    static __CORS_ORIGIN: __cors::HeaderValue = __cors::HeaderValue::from_static(#(#text)*);
                });
                values.origins = quote!(::core::slice::from_ref(&__CORS_ORIGIN));
            }
            Some(Origins::Listed(set)) if !has_base && set.len() <= Self::WRITTEN_DOWN => {
                let (texts, count) = (set.iter(), set.len());
                values.statics.extend(quote! {
                    static __CORS_ORIGINS: [__cors::HeaderValue; #count] =
                        [#(__cors::HeaderValue::from_static(#texts)),*];
                });
                values.origins = quote!(&__CORS_ORIGINS);
            }
            Some(Origins::Any) | None if !has_base => {}
            _ => {
                values.statics.extend(by_loop(quote!(__CORS_ORIGINS), quote!(origins)));
                values.origins = quote!(&__CORS_ORIGINS);
            }
        }
        if has_base || policy.dev_origins().is_some() {
            values.statics.extend(by_loop(quote!(__CORS_DEV_ORIGINS), quote!(dev_origins)));
            values.dev_origins = quote!(&__CORS_DEV_ORIGINS);
        }
        values
    }
}

/// The policy written down, after the items it stands on: the attribute's own keys, or the shared policy's with them.
/// `headers` are those that a preflight admits, where extractors may need some.
fn written(policy: &Policy, base: Option<&Path>, headers: Option<&TokenStream>) -> (TokenStream, TokenStream) {
    let Some(base) = base else {
        // Only a shared policy meets other keys later; a finished one needs no notes on what it may not meet.
        let policy = policy.clone().without_deferred_faults();
        return (TokenStream::new(), constant::policy(&policy, headers));
    };
    let own = constant::policy(policy, headers);
    let base = sources::shared_policy(base);
    let items = quote!(const __CORS_BASE: &__cors::Policy = #base;);
    (items, quote!(__cors::rules::merge(__CORS_BASE.rules(), &#own)))
}

/// What is wrong once a shared policy and the attribute's keys have met, reported at the attribute.
fn objection(attribute: Option<&Attribute>, rules: &TokenStream) -> TokenStream {
    let Some(attribute) = attribute.filter(|attribute| attribute.policy.is_some()) else {
        return TokenStream::new();
    };
    let asked = attribute.origins_if.is_some();
    let from = attribute.origins_from.is_some();
    quote! {
        const _: () = if let __cors::Some(objection) = __cors::rules::fault_if_whole(
            &#rules,
            __cors::rules::DynamicSources {
                from: #from || __CORS_BASE.source_function().is_some(),
                check: #asked || __CORS_BASE.ask_function().is_some(),
            },
        ) {
            ::core::panic!("{}", objection.as_str())
        };
    }
}

/// In a binary rustc takes `pub` items at the root for used, though no other crate can use them; cargo tells when it
/// builds one.
fn bait_visibility(span: Span) -> TokenStream {
    if std::env::var_os("CARGO_BIN_NAME").is_some() {
        quote_spanned!(span=> pub(crate))
    } else {
        quote_spanned!(span=> pub)
    }
}

fn future_check(handler: &Handler) -> TokenStream {
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
