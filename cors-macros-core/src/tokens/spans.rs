//! The domain names a place by its number, since it knows no compiler. This table has the span of each.

use cors_policy::{Mistake, SpanIndex};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote_spanned;

/// The spans of an attribute's pieces, from the first token to the last; a [`SpanIndex`] is an index into it.
pub(crate) struct Spans(Vec<(Span, Span)>);

impl Spans {
    /// A table whose place 0, where missing things are reported, is the attribute itself.
    pub(crate) fn new(attribute: Span) -> Self {
        Self(vec![(attribute, attribute)])
    }

    pub(crate) fn index(&mut self, span: Span) -> SpanIndex {
        self.0.push((span, span));
        SpanIndex(self.0.len() - 1)
    }

    /// The place of some tokens, of which there is at least one.
    pub(crate) fn index_of(&mut self, tokens: &[TokenTree]) -> SpanIndex {
        let span = |token: Option<&TokenTree>| token.map_or_else(Span::call_site, TokenTree::span);
        self.0.push((span(tokens.first()), span(tokens.last())));
        SpanIndex(self.0.len() - 1)
    }

    /// The spans of the first and the last token at a place.
    pub(crate) fn of(&self, index: SpanIndex) -> (Span, Span) {
        self.0.get(index.0).copied().unwrap_or_else(|| (Span::call_site(), Span::call_site()))
    }

    /// The compiler errors of these mistakes, each with its caret where the mistake stood.
    pub(crate) fn errors(&self, mistakes: &[Mistake]) -> TokenStream {
        mistakes
            .iter()
            .map(|mistake| {
                let (first, last) = self.of(mistake.span());
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
