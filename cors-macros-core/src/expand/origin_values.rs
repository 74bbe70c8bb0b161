//! The header values of the origins.

use cors_policy::{Origins, Policy};
use proc_macro2::TokenStream;
use quote::quote;

/// The statics that hold the values, and the expressions that name them. Each item costs the compiler something, so there are few.
pub(crate) struct OriginValues {
    pub(crate) statics: TokenStream,
    pub(crate) origins: TokenStream,
    pub(crate) dev_origins: TokenStream,
}

impl OriginValues {
    /// Up to this number, values are written down one by one. A loop makes more.
    const WRITTEN_DOWN: usize = 8;

    /// The values of a policy whose constant is `rules`. Those of a shared policy are only known there.
    pub(crate) fn of(policy: &Policy, rules: &TokenStream, has_base: bool) -> Self {
        let by_loop = |values: TokenStream, list: TokenStream| {
            quote! {
                static #values: [__cors::HeaderValue; __cors::origin_count(#rules.#list)] =
                    __cors::origin_values(#rules.#list);
            }
        };
        let mut values = Self { statics: TokenStream::new(), origins: quote!(&[]), dev_origins: quote!(&[]) };
        match &policy.origins {
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
        if has_base || policy.dev_origins.is_some() {
            values.statics.extend(by_loop(quote!(__CORS_DEV_ORIGINS), quote!(dev_origins)));
            values.dev_origins = quote!(&__CORS_DEV_ORIGINS);
        }
        values
    }
}
