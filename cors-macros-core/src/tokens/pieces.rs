//! Lists of tokens, cut at their commas.

use proc_macro2::{TokenStream, TokenTree};

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
