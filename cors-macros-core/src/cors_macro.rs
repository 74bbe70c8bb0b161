//! `#[cors(…)]`: the attribute is read, the domain validates it, and the handler is written with its policy beside it.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::attr::Attribute;
use crate::item::Handler;
use crate::module::Module;
use crate::tokens::spans;
use crate::{expand, item, module, validate};

/// The handler with its policy, or the module with the keys handed to the handlers inside.
pub(crate) fn expand(tokens: TokenStream, item: &TokenStream) -> TokenStream {
    let attribute = Attribute::parse(tokens.clone(), Span::call_site());
    if let Ok(module) = syn::parse2::<Module>(item.clone()) {
        let errors = validate::module_defaults(&attribute).err().map(|mistakes| attribute.spans.errors(&mistakes));
        let module = module.with_defaults(tokens);
        return quote!(#errors #module);
    }
    if module::is_in_another_file(item) {
        let error = spans::error(Span::call_site(), module::IN_ANOTHER_FILE);
        return quote!(#error #item);
    }
    let Ok(mut handler) = Handler::parse(item.clone()) else {
        let error = spans::error(Span::call_site(), &item::not_a_function(item::kind(item)));
        return quote!(#error #item);
    };
    let second = handler.take_second_policy();
    let written = match validate::handler(&attribute) {
        Ok(policy) if handler.fault().is_none() => expand::annotated(&handler, &attribute, &policy),
        Ok(_) => expand::refused(&handler, &attribute, &TokenStream::new()),
        Err(mistakes) => expand::refused(&handler, &attribute, &attribute.spans.errors(&mistakes)),
    };
    quote!(#second #written)
}
