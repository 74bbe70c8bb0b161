//! The macros of `cors-runtime`, which re-exports and documents them.
//!
//! An attribute goes through in one direction: [`attr`] reads its tokens and [`item`] the function's head, the domain
//! validates, [`expand`] writes the result with the help of [`constant`] and [`doc_section`].
#![forbid(unsafe_code)]

mod attr;
mod constant;
mod crate_name;
mod doc_section;
mod expand;
mod item;
mod routes;
mod spans;

use proc_macro2::Span;

use crate::attr::Attribute;
use crate::item::Handler;

/// Gives a handler its CORS policy.
#[proc_macro_attribute]
pub fn cors(attribute: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    annotate(attribute.into(), &item.into()).into()
}

fn annotate(tokens: proc_macro2::TokenStream, item: &proc_macro2::TokenStream) -> proc_macro2::TokenStream {
    let attribute = Attribute::parse(tokens, Span::call_site());
    let Ok(handler) = Handler::parse(item.clone()) else {
        let error = spans::error(Span::call_site(), &item::not_a_function(item::kind(item)));
        return quote::quote!(#error #item);
    };
    match attribute.validate() {
        Ok(policy) if handler.fault().is_none() => expand::annotated(&handler, &attribute, &policy),
        Ok(_) => expand::refused(&handler, &proc_macro2::TokenStream::new()),
        Err(mistakes) => expand::refused(&handler, &attribute.spans.errors(&mistakes)),
    }
}

/// `routes!`, with the library's path before its handlers.
#[doc(hidden)]
#[proc_macro]
pub fn routes(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    routes::expand(input.into()).into()
}
