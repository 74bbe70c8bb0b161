//! A policy written down as a constant expression.

use cors_policy::{ExposedHeaderNames, FieldLine, Hazards, Methods, OriginSet, Origins, Policy, RequestHeaderNames};
use proc_macro2::TokenStream;
use quote::quote;

/// Writes constants in terms of `cors_runtime::__private`, which is in scope under this name.
pub(crate) struct Writer<'a> {
    pub(crate) private: &'a TokenStream,
}

impl Writer<'_> {
    /// The whole policy. `headers` is the expression for the headers of a policy that names none.
    pub(crate) fn policy(&self, policy: &Policy, headers: &TokenStream) -> TokenStream {
        let private = self.private;
        let origins = option(policy.origins.as_ref(), |origins| match origins {
            Origins::Any => quote!(#private::rules::Origins::Any),
            Origins::Listed(set) => {
                let set = self.set(set);
                quote!(#private::rules::Origins::Listed(#set))
            }
        });
        let dev_origins = match &policy.dev_origins {
            None => quote!(::core::option::Option::None),
            // The texts stand under a `cfg` so that a release binary does not hold them. A set remains, since the policy
            // is not to be found without origins in a release build only.
            Some(set) => {
                let set = self.set(set);
                quote!({
                    #[cfg(debug_assertions)]
                    { ::core::option::Option::Some(#set) }
                    #[cfg(not(debug_assertions))]
                    { ::core::option::Option::Some(#private::rules::OriginSet::EMPTY) }
                })
            }
        };
        let methods = option(policy.methods.as_ref(), |methods| match methods {
            Methods::Any => quote!(#private::rules::Methods::Any),
            Methods::Listed { named, allowed } => {
                let (named, allowed) = (self.line(named), self.line(allowed));
                quote!(#private::rules::Methods::Listed { named: #named, allowed: #allowed })
            }
        });
        let headers = match &policy.headers {
            None => headers.clone(),
            Some(RequestHeaderNames::Any { authorization }) => quote!(::core::option::Option::Some(
                #private::rules::RequestHeaderNames::Any { authorization: #authorization }
            )),
            Some(RequestHeaderNames::Listed(line)) => {
                let line = self.line(line);
                quote!(::core::option::Option::Some(#private::rules::RequestHeaderNames::Listed(#line)))
            }
        };
        let expose_headers = option(policy.expose_headers.as_ref(), |exposed| match exposed {
            ExposedHeaderNames::Any => quote!(#private::rules::ExposedHeaderNames::Any),
            ExposedHeaderNames::Listed(line) => {
                let line = self.line(line);
                quote!(#private::rules::ExposedHeaderNames::Listed(#line))
            }
        });
        let max_age = option(policy.max_age.as_ref(), |max_age| {
            let (seconds, digits) = (max_age.seconds, self.line(&max_age.digits));
            quote!(#private::rules::MaxAge { seconds: #seconds, digits: #digits })
        });
        let timing_origins = option(policy.timing_origins.as_ref(), |line| self.line(line));
        let flag = |flag: Option<bool>| option(flag.as_ref(), |flag| quote!(#flag));
        let credentials = flag(policy.credentials);
        let enforce = flag(policy.enforce);
        let accept_insecure_origins = flag(policy.accept_insecure_origins);
        let accept_public_suffixes = flag(policy.accept_public_suffixes);
        let accept_null_origin = flag(policy.accept_null_origin);
        let hazards = self.hazards(&policy.hazards);
        let dev_hazards = self.hazards(&policy.dev_hazards);
        let dev_hazards = quote!({
            #[cfg(debug_assertions)]
            { #dev_hazards }
            #[cfg(not(debug_assertions))]
            { #private::rules::Hazards::NONE }
        });
        quote! {
            #private::rules::Policy {
                origins: #origins,
                dev_origins: #dev_origins,
                methods: #methods,
                headers: #headers,
                expose_headers: #expose_headers,
                credentials: #credentials,
                max_age: #max_age,
                timing_origins: #timing_origins,
                enforce: #enforce,
                accept_insecure_origins: #accept_insecure_origins,
                accept_public_suffixes: #accept_public_suffixes,
                accept_null_origin: #accept_null_origin,
                hazards: #hazards,
                dev_hazards: #dev_hazards,
            }
        }
    }

    fn line(&self, line: &FieldLine) -> TokenStream {
        let private = self.private;
        let line = line.as_str();
        quote!(#private::rules::FieldLine::constant(#line))
    }

    fn set(&self, set: &OriginSet) -> TokenStream {
        let private = self.private;
        let parts = set.parts();
        let texts = set.iter();
        let slots = parts.slots;
        let group_slots = parts.group_slots;
        let (seed, exact, any_port) = (parts.seed, parts.exact, parts.any_port);
        let (subdomain_depths, in_label_depths) = (parts.subdomain_depths, parts.in_label_depths);
        let groups = parts.groups.iter().map(|(name, patterns)| {
            let patterns = patterns.iter().map(|(number, same, ends)| quote!((#number, #same, #ends)));
            quote!((#name, &[#(#patterns),*]))
        });
        quote! {
            #private::rules::OriginSet::constant(#private::rules::ConstantSet {
                texts: &[#(#texts),*],
                slots: &[#(#slots),*],
                seed: #seed,
                exact: #exact,
                any_port: #any_port,
                subdomain_depths: #subdomain_depths,
                in_label_depths: #in_label_depths,
                groups: &[#(#groups),*],
                group_slots: &[#(#group_slots),*],
            })
        }
    }

    fn hazards(&self, hazards: &Hazards) -> TokenStream {
        let private = self.private;
        if *hazards == Hazards::NONE {
            return quote!(#private::rules::Hazards::NONE);
        }
        let line = |hazard: &Option<FieldLine>| option(hazard.as_ref(), |line| self.line(line));
        let null = line(&hazards.null);
        let label_under_suffix = line(&hazards.label_under_suffix);
        let insecure = line(&hazards.insecure);
        let subdomains_under_suffix = line(&hazards.subdomains_under_suffix);
        quote! {
            #private::rules::Hazards {
                null: #null,
                label_under_suffix: #label_under_suffix,
                insecure: #insecure,
                subdomains_under_suffix: #subdomains_under_suffix,
            }
        }
    }
}

fn option<T>(value: Option<&T>, write: impl FnOnce(&T) -> TokenStream) -> TokenStream {
    match value {
        None => quote!(::core::option::Option::None),
        Some(value) => {
            let value = write(value);
            quote!(::core::option::Option::Some(#value))
        }
    }
}
