//! Where the pieces of an attribute are in its text: the table that the macros keep of compiler spans, kept of bytes here.

use std::ops::Range;

use cors_policy::SpanIndex;
use proc_macro2::{Span, TokenTree};

/// The bytes of an attribute's pieces; a [`SpanIndex`] is an index into it.
pub(crate) struct Spans(Vec<Range<usize>>);

impl Spans {
    /// A table whose place 0, where missing things are reported, is nowhere in the text.
    pub(crate) fn new(_: Span) -> Self {
        Self(std::iter::once(0..0).collect())
    }

    pub(crate) fn place(&mut self, span: Span) -> SpanIndex {
        self.0.push(span.byte_range());
        SpanIndex(self.0.len() - 1)
    }

    pub(crate) fn place_of(&mut self, tokens: &[TokenTree]) -> SpanIndex {
        let start = tokens.first().map_or(0, |token| token.span().byte_range().start);
        let end = tokens.last().map_or(0, |token| token.span().byte_range().end);
        self.0.push(start..end);
        SpanIndex(self.0.len() - 1)
    }

    pub(crate) fn bytes(&self, place: SpanIndex) -> Range<usize> {
        self.0[place.0].clone()
    }
}
