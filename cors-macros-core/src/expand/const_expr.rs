//! A policy written down as a constant expression.

use cors_policy::{ExposedHeaderNames, FieldLine, Hazards, Methods, OriginSet, Origins, Policy, RequestHeaderNames};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The policy, in a scope where `__cors` is `cors_runtime::__private`. `headers` is the expression for its headers, where they are not
/// only those it lists.
///
/// Keys that are absent are left out: each word costs the compiler something, for every handler and at every build.
pub(crate) fn policy(policy: &Policy, headers: Option<&TokenStream>) -> TokenStream {
    // The pattern has no `..`, so a new key does not compile until it is written down here.
    let Policy {
        origins,
        dev_origins,
        methods,
        headers: listed_headers,
        expose_headers,
        credentials,
        max_age,
        timing_origins,
        enforce,
        accept_insecure_origins,
        accept_public_suffixes,
        accept_null_origin,
        hazards,
        dev_hazards,
    } = policy;
    let mut fields = TokenStream::new();
    match origins {
        Some(Origins::Any) => fields.extend(quote!(everybody: true,)),
        Some(Origins::Listed(listed)) => {
            let set = set(listed);
            fields.extend(quote!(origins: __cors::Some(#set),));
        }
        None => {}
    }
    // The texts are under a `cfg`, so that a release binary does not hold them. An empty set remains there, so that a policy without
    // other origins is not a mistake in release builds only.
    if let Some(listed) = dev_origins {
        let set = set(listed);
        fields.extend(quote!(dev_origins: __cors::Some({
            #[cfg(debug_assertions)]
            { #set }
            #[cfg(not(debug_assertions))]
            { __cors::rules::ConstantSet::EMPTY }
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
    match (headers, listed_headers) {
        (Some(headers), _) => fields.extend(quote!(headers: #headers,)),
        (None, Some(names)) => {
            let names = header_names(names);
            fields.extend(quote!(headers: __cors::Some(#names),));
        }
        (None, None) => {}
    }
    let max_age = max_age.as_ref().map(|max_age| {
        let (seconds, digits) = (max_age.seconds, max_age.digits.as_str());
        quote!((#seconds, #digits))
    });
    fields.extend(field(&quote!(expose_headers), expose_headers.as_ref().map(ExposedHeaderNames::as_str)));
    fields.extend(field(&quote!(credentials), *credentials));
    fields.extend(field(&quote!(max_age), max_age));
    fields.extend(field(&quote!(timing_origins), timing_origins.as_ref().map(FieldLine::as_str)));
    fields.extend(field(&quote!(enforce), *enforce));
    fields.extend(field(&quote!(accept_insecure_origins), *accept_insecure_origins));
    fields.extend(field(&quote!(accept_public_suffixes), *accept_public_suffixes));
    fields.extend(field(&quote!(accept_null_origin), *accept_null_origin));
    if let Some(hazards) = noted(hazards) {
        fields.extend(quote!(hazards: #hazards,));
    }
    if let Some(hazards) = noted(dev_hazards) {
        fields.extend(quote!(dev_hazards: {
            #[cfg(debug_assertions)]
            { #hazards }
            #[cfg(not(debug_assertions))]
            { __cors::rules::Hazards::NONE }
        },));
    }
    quote!(__cors::rules::Written { #fields ..__cors::rules::Written::EMPTY })
}

/// The request headers as they are sent.
pub(crate) fn header_names(names: &RequestHeaderNames) -> &str {
    match names {
        RequestHeaderNames::Any { authorization: false } => "*",
        RequestHeaderNames::Any { authorization: true } => "*, authorization",
        RequestHeaderNames::Listed(line) => line.as_str(),
    }
}

fn field(name: &TokenStream, value: Option<impl ToTokens>) -> Option<TokenStream> {
    value.map(|value| quote!(#name: __cors::Some(#value),))
}

fn set(set: &OriginSet) -> TokenStream {
    let parts = set.parts();
    let (texts, exact) = (set.iter(), parts.exact);
    let mut fields = quote!(texts: &[#(#texts),*], exact: #exact,);
    if !(parts.slots.is_empty() && parts.groups.is_empty()) {
        let (slots, seed) = (parts.slots, parts.seed);
        fields.extend(quote!(slots: &[#(#slots),*], seed: #seed,));
    }
    if parts.exact < set.len() {
        let (any_port, subdomain_depths, in_label_depths) =
            (parts.any_port, parts.subdomain_depths, parts.in_label_depths);
        fields.extend(quote! {
            any_port: #any_port, subdomain_depths: #subdomain_depths, in_label_depths: #in_label_depths,
        });
    }
    if parts.groups.is_empty() {
        // Only where something is left out: clippy would complain in our users' code.
        fields.extend(quote!(..__cors::rules::ConstantSet::EMPTY));
    } else {
        let group_slots = parts.group_slots;
        let groups = parts.groups.iter().map(|(name, patterns)| {
            let patterns = patterns.iter().map(|(number, same, ends)| quote!((#number, #same, #ends)));
            quote!((#name, &[#(#patterns),*]))
        });
        fields.extend(quote!(groups: &[#(#groups),*], group_slots: &[#(#group_slots),*],));
    }
    quote!(__cors::rules::ConstantSet { #fields })
}

/// What is noted of a list's entries. Of most lists that is nothing.
fn noted(hazards: &Hazards) -> Option<TokenStream> {
    if *hazards == Hazards::NONE {
        return None;
    }
    let Hazards { null, label_under_suffix, insecure, subdomains_under_suffix } = hazards;
    let line = |line: &Option<FieldLine>| {
        let some = line.as_ref().map(FieldLine::as_str).map(|line| quote!(__cors::Some(#line)));
        some.unwrap_or_else(|| quote!(__cors::None))
    };
    let null = line(null);
    let label_under_suffix = line(label_under_suffix);
    let insecure = line(insecure);
    let subdomains_under_suffix = line(subdomains_under_suffix);
    Some(quote! {
        __cors::rules::Hazards {
            null: #null,
            label_under_suffix: #label_under_suffix,
            insecure: #insecure,
            subdomains_under_suffix: #subdomains_under_suffix,
        }
    })
}
