//! Where things stood: the domain speaks of places by number, and this table knows their spans.

use cors_policy::{Mistake, Place};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote_spanned;

/// The spans of an attribute's pieces, from the first token to the last; a [`Place`] is an index into it.
pub(crate) struct Spans(Vec<(Span, Span)>);

impl Spans {
    /// A table whose place 0, where missing things are reported, is the attribute itself.
    pub(crate) fn new(attribute: Span) -> Self {
        Self(vec![(attribute, attribute)])
    }

    pub(crate) fn place(&mut self, span: Span) -> Place {
        self.0.push((span, span));
        Place(self.0.len() - 1)
    }

    /// The place of some tokens; they are never none.
    pub(crate) fn place_of(&mut self, tokens: &[TokenTree]) -> Place {
        let span = |token: Option<&TokenTree>| token.map_or_else(Span::call_site, TokenTree::span);
        self.0.push((span(tokens.first()), span(tokens.last())));
        Place(self.0.len() - 1)
    }

    /// The spans of the first and the last token at a place.
    pub(crate) fn of(&self, place: Place) -> (Span, Span) {
        self.0.get(place.0).copied().unwrap_or_else(|| (Span::call_site(), Span::call_site()))
    }

    /// The compiler errors of these mistakes, each with its caret where the mistake stood.
    pub(crate) fn errors(&self, mistakes: &[Mistake]) -> TokenStream {
        mistakes
            .iter()
            .map(|mistake| {
                let (first, last) = self.of(mistake.place());
                error_between(first, last, &mistake.message())
            })
            .collect()
    }
}

/// A compiler error at a place.
pub(crate) fn error(span: Span, message: &str) -> TokenStream {
    error_between(span, span, message)
}

/// Spans cannot be joined on stable Rust, but an invocation reaches from its path's span to its group's.
fn error_between(first: Span, last: Span, message: &str) -> TokenStream {
    let path = quote_spanned!(first=> ::core::compile_error!);
    let group = quote_spanned!(last=> { #message });
    quote::quote!(#path #group)
}
