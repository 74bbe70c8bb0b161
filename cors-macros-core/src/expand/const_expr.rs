//! A policy written down as a constant expression.

use cors_policy::for_macros::DeferredFaults;
use cors_policy::{
    ExposedHeaderNames, FieldValue, Methods, OriginSet, Origins, Policy, PolicyKeys, RequestHeaderNames,
};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The policy, in a scope where `__cors` is `cors_runtime::__private`.
///
/// Keys that are absent are left out: each word costs the compiler something, for every handler and at every build.
pub(crate) fn policy(policy: &Policy) -> TokenStream {
    // The pattern has no `..`, so a new key does not compile until it is written down here.
    let PolicyKeys {
        origins,
        dev_origins,
        methods,
        headers,
        expose_headers,
        credentials,
        max_age,
        timing_origins,
        enforce,
        accept_insecure_origins,
        accept_public_suffixes,
        accept_null_origin,
    } = policy.keys();
    let mut fields = TokenStream::new();
    match origins {
        Some(Origins::Any) => fields.extend(quote!(everybody: true,)),
        Some(Origins::Listed(listed)) => {
            let set = set(listed);
            fields.extend(quote!(origins: __cors::Some(#set),));
        }
        None => {}
    }
    // The texts are under a `cfg`, so that a release binary does not hold them. An empty set remains there, so that a
    // policy without other origins is not a mistake in release builds only.
    if let Some(listed) = dev_origins {
        let set = set(listed);
        fields.extend(quote!(dev_origins: __cors::Some({
            #[cfg(debug_assertions)]
            { #set }
            #[cfg(not(debug_assertions))]
            { &[] }
        }),));
    }
    match methods {
        Some(Methods::Any) => fields.extend(quote!(methods: __cors::Some(["*", "*"]),)),
        Some(Methods::Listed { named, allowed }) => {
            let (named, allowed) = (named.as_str(), allowed.as_str());
            fields.extend(quote!(methods: __cors::Some([#named, #allowed]),));
        }
        None => {}
    }
    let max_age = max_age.as_ref().map(|max_age| {
        let (seconds, digits) = (max_age.seconds(), max_age.digits().as_str());
        quote!((#seconds, #digits))
    });
    fields.extend(field(&quote!(headers), headers.as_ref().map(RequestHeaderNames::as_str)));
    fields.extend(field(&quote!(expose_headers), expose_headers.as_ref().map(ExposedHeaderNames::as_str)));
    fields.extend(field(&quote!(credentials), *credentials));
    fields.extend(field(&quote!(max_age), max_age));
    fields.extend(field(&quote!(timing_origins), timing_origins.as_ref().map(FieldValue::as_str)));
    fields.extend(field(&quote!(enforce), *enforce));
    fields.extend(field(&quote!(accept_insecure_origins), *accept_insecure_origins));
    fields.extend(field(&quote!(accept_public_suffixes), *accept_public_suffixes));
    fields.extend(field(&quote!(accept_null_origin), *accept_null_origin));
    if let Some(deferred_faults) = noted(policy.deferred_faults()) {
        fields.extend(quote!(deferred_faults: #deferred_faults,));
    }
    if let Some(deferred_faults) = noted(policy.dev_deferred_faults()) {
        fields.extend(quote!(dev_deferred_faults: {
            #[cfg(debug_assertions)]
            { #deferred_faults }
            #[cfg(not(debug_assertions))]
            { __cors::rules::DeferredFaults::NONE }
        },));
    }
    quote!(__cors::rules::ConstPolicy { #fields ..__cors::rules::ConstPolicy::EMPTY })
}

fn field(name: &TokenStream, value: Option<impl ToTokens>) -> Option<TokenStream> {
    value.map(|value| quote!(#name: __cors::Some(#value),))
}

fn set(set: &OriginSet) -> TokenStream {
    let texts = set.iter();
    quote!(&[#(#texts),*])
}

/// What is noted of a list's entries. Of most lists that is nothing.
fn noted(deferred_faults: &DeferredFaults) -> Option<TokenStream> {
    if *deferred_faults == DeferredFaults::NONE {
        return None;
    }
    let DeferredFaults { null, label_under_suffix, insecure, subdomains_under_suffix } = deferred_faults;
    let line = |line: &Option<FieldValue>| {
        let some = line.as_ref().map(FieldValue::as_str).map(|line| quote!(__cors::Some(#line)));
        some.unwrap_or_else(|| quote!(__cors::None))
    };
    let null = line(null);
    let label_under_suffix = line(label_under_suffix);
    let insecure = line(insecure);
    let subdomains_under_suffix = line(subdomains_under_suffix);
    Some(quote! {
        __cors::rules::DeferredFaults {
            null: #null,
            label_under_suffix: #label_under_suffix,
            insecure: #insecure,
            subdomains_under_suffix: #subdomains_under_suffix,
        }
    })
}
