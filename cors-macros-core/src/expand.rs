//! The tokens that an attribute becomes: the function as it was, and beside it the type that carries its policy.

pub(crate) mod const_expr;
mod doc_section;
pub(crate) mod dynamic_sources;
mod marker_type;
mod needs;
mod returned_future;
mod unmounted_warning;

use cors_policy::Policy;
use proc_macro2::TokenStream;
use quote::quote;

use crate::attr::{Attribute, Paths};
use crate::item::{Fault, Handler};

/// The handler with its policy.
pub(crate) fn annotated(handler: &Handler, attribute: &Attribute, policy: &Policy) -> TokenStream {
    let section = doc_section::section(&attribute.paths, policy, !handler.signature.inputs.is_empty());
    let function = function(handler, Some(&section));
    let callable = returned_future::callable(handler);
    let marker_type = marker_type::beside(handler, &callable, policy, &attribute.paths, attribute.krate.as_ref());
    quote!(#function #marker_type)
}

/// The handler of a wrong attribute. It still exists, and so does its type, so that nothing else turns red.
pub(crate) fn refused(handler: &Handler, attribute: &Attribute, errors: &TokenStream) -> TokenStream {
    let function = function(handler, None);
    let (error, callable) = match handler.fault() {
        None => (None, returned_future::callable(handler)),
        Some(Fault::NotAsync(error)) => (Some(error), quote!(__cors::IsHandler<false>)),
        // An `impl` cannot contain the type.
        Some(Fault::Method(error)) => return quote!(#errors #error #function),
    };
    let handler = handler.without_arguments();
    let (policy, paths) = (Policy::default(), Paths::default());
    let marker_type = marker_type::beside(&handler, &callable, &policy, &paths, attribute.krate.as_ref());
    quote!(#errors #error #function #marker_type)
}

fn function(handler: &Handler, section: Option<&str>) -> TokenStream {
    let Handler { attributes, function, .. } = handler;
    let section = section.map(|section| quote!(#[doc = #section]));
    quote!(#(#attributes)* #section #function)
}
