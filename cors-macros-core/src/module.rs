//! `#[cors(…)]` on an inline module: its keys become defaults of the handlers directly inside.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, ItemMod, Token, Visibility};

use crate::attr::MODULE_KEYS;
use crate::tokens::pieces::split_at_commas;

/// A module of which only the outermost tokens are read.
pub(crate) struct Module {
    head: TokenStream,
    body: Group,
}

impl Parse for Module {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility: Visibility = input.parse()?;
        let keyword: Token![mod] = input.parse()?;
        let name: syn::Ident = input.parse()?;
        let body: Group = input.parse()?;
        Ok(Self { head: quote!(#(#attributes)* #visibility #keyword #name), body })
    }
}

/// Whether an item is a module whose body stands in another file.
pub(crate) fn is_in_another_file(item: &TokenStream) -> bool {
    syn::parse2::<ItemMod>(item.clone()).is_ok_and(|module| module.content.is_none())
}

pub(crate) const IN_ANOTHER_FILE: &str = "`#[cors]` is on a module whose body is in another file\n  why: the compiler gives \
                                          the attribute this line only, so it cannot reach the handlers there\nwrite: the \
                                          attribute on the handlers, or on an inline `mod` around them";

impl Module {
    /// The module, with these keys handed to each `#[cors]` directly inside.
    pub(crate) fn with_defaults(&self, keys: TokenStream) -> TokenStream {
        let defaults = own_keys(keys);
        let mut body = TokenStream::new();
        let mut after_hash = false;
        for token in self.body.stream() {
            let token = match token {
                TokenTree::Group(attribute) if after_hash && attribute.delimiter() == Delimiter::Bracket => {
                    TokenTree::Group(hand_down(&attribute, &defaults))
                }
                token => token,
            };
            after_hash = matches!(&token, TokenTree::Punct(hash) if hash.as_char() == '#');
            body.extend([token]);
        }
        let mut braces = Group::new(Delimiter::Brace, body);
        braces.set_span(self.body.span());
        let head = &self.head;
        quote!(#head #braces)
    }
}

/// The keys without those that an outer module handed down: they are for handlers directly inside it.
fn own_keys(keys: TokenStream) -> TokenStream {
    let pieces = split_at_commas(keys)
        .into_iter()
        .filter(|piece| !matches!(piece.first(), Some(TokenTree::Ident(name)) if name == MODULE_KEYS));
    let pieces = pieces.map(TokenStream::from_iter);
    quote!(#(#pieces),*)
}

/// `[cors(own)]` with the defaults after its own keys; other attributes stay as they are.
fn hand_down(attribute: &Group, defaults: &TokenStream) -> Group {
    let tokens: Vec<TokenTree> = attribute.stream().into_iter().collect();
    let (path, own) = match tokens.as_slice() {
        [path @ .., TokenTree::Group(own)] if own.delimiter() == Delimiter::Parenthesis => (path, own.stream()),
        path => (path, TokenStream::new()),
    };
    if !matches!(path.last(), Some(TokenTree::Ident(last)) if last == "cors") {
        return attribute.clone();
    }
    let marker = Ident::new(MODULE_KEYS, Span::call_site());
    let own = split_at_commas(own).into_iter().map(TokenStream::from_iter);
    let path = path.iter();
    let mut group = Group::new(Delimiter::Bracket, quote!(#(#path)* (#(#own,)* #marker(#defaults))));
    group.set_span(attribute.span());
    group
}
