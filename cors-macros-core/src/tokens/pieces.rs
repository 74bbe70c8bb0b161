//! Lists of tokens, cut at their commas.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};

/// The pieces between top-level commas, empty ones left out.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut pieces = vec![Vec::new()];
    for token in tokens {
        match pieces.last_mut() {
            Some(piece) if !is_sign(&token, ',') => piece.push(token),
            _ => pieces.push(Vec::new()),
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Whether a token is this sign.
pub(crate) fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// The tokens inside a group.
pub(crate) fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

/// Whether there is such a word among some tokens, however deep.
pub(crate) fn has_word(tokens: &TokenStream, is_wanted: impl Fn(&Ident) -> bool + Copy) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(word) => is_wanted(&word),
        TokenTree::Group(group) => has_word(&group.stream(), is_wanted),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
