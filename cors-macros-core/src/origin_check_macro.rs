//! `#[origin_check]`: a function that is asked whether the application admits an origin.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Path, Type};

use crate::item::Handler;
use crate::library;
use crate::tokens::spans;

/// The function as it was, and beside it the type that `origins_if` asks.
pub(crate) fn expand(attribute: TokenStream, item: &TokenStream) -> TokenStream {
    let said: Vec<TokenTree> = attribute.into_iter().collect();
    let krate = library::read(&said);
    let unread = said.first().filter(|_| krate.is_none()).map(|first| spans::error(first.span(), ONLY_THE_CRATE));
    let Ok(check) = Handler::parse(item.clone()) else {
        let error = spans::error(Span::call_site(), NOT_A_FUNCTION);
        return quote!(#error #item);
    };
    let types = check.argument_types();
    let (error, arguments) = match fault(&check, &types) {
        Some((span, message)) => (spans::error(span, message), None),
        None => (TokenStream::new(), types.split_first()),
    };
    let Handler { attributes, function, .. } = &check;
    let cfg = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let implementation = implementation(&check, arguments, krate.as_ref());
    let name = check.name();
    // Public whatever the function is: a public handler's policy names it, and rustc keeps private types out of there.
    quote! {
        #unread
        #error
        #(#attributes)*
        #function

        #[doc(hidden)]
        #[allow(non_camel_case_types, unreachable_pub)]
        pub enum #name {}

        #(#cfg)*
        const _: () = { #implementation };
    }
}

/// The type's implementations. A wrong function has a type too, which admits nobody, so that nothing else turns red.
fn implementation(check: &Handler, arguments: Option<(&&Type, &[&Type])>, krate: Option<&Path>) -> TokenStream {
    let private = library::private(&library::path(krate));
    let name = check.name();
    let (bounds, body) = match arguments {
        None => (
            TokenStream::new(),
            quote!({
                let _ = (origin, parts, state);
                false
            }),
        ),
        Some((first, extractors)) => {
            let values: Vec<_> = (0..extractors.len()).map(|number| format_ident!("extracted_{number}")).collect();
            // An error about the first argument or the return value points at its type.
            let given = quote_spanned!(first.span()=> <#first as __cors::FirstArgument>::of(origin));
            let verdict = quote_spanned!(check.answer_span()=> __cors::Verdict::admits(verdict));
            let bounds = quote!(#(#extractors: __cors::FromRequestParts<__CorsState>,)*);
            let body = quote!({
                #(
                    let #values = match
                        <#extractors as __cors::FromRequestParts<__CorsState>>::from_request_parts(parts, state).await
                    {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(rejection) => {
                            return __cors::rejected::<__CorsState, #extractors>(rejection);
                        }
                    };
                )*
                let _ = (parts, state);
                let verdict = #name(#given, #(#values),*).await;
                #verdict
            });
            (bounds, body)
        }
    };
    quote! {
        use #private as __cors;

        impl<__CorsState> __cors::OriginCheck<__CorsState> for #name
        where
            __CorsState: ::core::marker::Send + ::core::marker::Sync + 'static,
            #bounds
        {
            async fn run(origin: __cors::Origin, parts: &mut __cors::Parts, state: &__CorsState) -> bool #body
        }

        impl __cors::IsCheck for #name {}
    }
}

fn fault(check: &Handler, types: &[&Type]) -> Option<(Span, &'static str)> {
    if check.signature.asyncness.is_none() {
        return Some((check.signature.fn_token.span, NOT_ASYNC));
    }
    if types.is_empty() || types.len() < check.signature.inputs.len() {
        return Some((check.signature.ident.span(), NO_ORIGIN));
    }
    None
}

const ONLY_THE_CRATE: &str = "`#[origin_check]` takes nothing but the library's path\n  why: what a check may do stands in its \
                              signature\nwrite: #[origin_check], or #[origin_check(crate = path::to::cors_runtime)]";
const NOT_A_FUNCTION: &str = "`#[origin_check]` belongs on a free function, and this is none\n  why: the library calls the \
                              function with the origin and with what its extractors take from the request\nwrite: async fn \
                              is_partner(origin: Origin) -> bool";
const NOT_ASYNC: &str = "an origin check is async\n  why: it may ask a database, and other requests must not wait for \
                         it\nwrite: async fn is_partner(origin: Origin) -> bool";
const NO_ORIGIN: &str = "an origin check takes the origin as its first argument\n  why: it is asked about that origin; all \
                         further arguments are extractors, of types that can be named\nwrite: async fn \
                         is_partner(origin: Origin, State(db): State<Db>) -> bool";
