//! The macros of `cors-runtime`, which re-exports and documents them.
//!
//! An attribute goes through in one direction: `attr` reads its tokens and `item` the function's head, the domain
//! validates, `expand` writes the result with the help of `constant` and `doc_section`. `meant`, `seconds` and `text` word the
//! advice of an error.
#![forbid(unsafe_code)]

mod attr;
mod constant;
mod crate_name;
mod doc_section;
mod expand;
mod item;
mod library_path;
mod manifest;
mod meant;
mod module;
mod needs;
mod origin_check;
mod routes;
mod seconds;
mod shared;
mod sources;
mod spans;
mod text;

use proc_macro2::Span;

use crate::attr::Attribute;
use crate::item::Handler;
use crate::module::Module;

// `cors-runtime` documents both attributes where it re-exports them; what stood here would be added to their pages.
#[allow(missing_docs)]
#[proc_macro_attribute]
pub fn cors(attribute: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    annotate(attribute.into(), &item.into()).into()
}

fn annotate(tokens: proc_macro2::TokenStream, item: &proc_macro2::TokenStream) -> proc_macro2::TokenStream {
    let attribute = Attribute::parse(tokens.clone(), Span::call_site());
    if let Ok(module) = syn::parse2::<Module>(item.clone()) {
        let errors = attribute.validate_defaults().err().map(|mistakes| attribute.spans.errors(&mistakes));
        let module = module.with_defaults(tokens);
        return quote::quote!(#errors #module);
    }
    if module::is_in_another_file(item) {
        let error = spans::error(Span::call_site(), module::IN_ANOTHER_FILE);
        return quote::quote!(#error #item);
    }
    let Ok(mut handler) = Handler::parse(item.clone()) else {
        let error = spans::error(Span::call_site(), &item::not_a_function(item::kind(item)));
        return quote::quote!(#error #item);
    };
    let second = handler.take_second_policy();
    let written = match attribute.validate() {
        Ok(policy) if handler.fault().is_none() => expand::annotated(&handler, &attribute, &policy),
        Ok(_) => expand::refused(&handler, &attribute, &proc_macro2::TokenStream::new()),
        Err(mistakes) => expand::refused(&handler, &attribute, &attribute.spans.errors(&mistakes)),
    };
    quote::quote!(#second #written)
}

#[allow(missing_docs)] // As above.
#[proc_macro_attribute]
pub fn origin_check(attribute: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    origin_check::expand(attribute.into(), &item.into()).into()
}

/// `policy!`, with the library's path before its keys.
#[doc(hidden)]
#[proc_macro]
pub fn policy(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    shared::expand(input.into()).into()
}

/// `routes!`, with the library's path before its handlers.
#[doc(hidden)]
#[proc_macro]
pub fn routes(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    routes::expand(input.into()).into()
}
