//! `crate = path`: where the library is, when the user says it. It is the macro's matter and no key of a policy.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser as _;
use syn::{LitStr, Path};

/// Reads `crate = path`, the path as it is or in a string; none where that is not what stands there.
pub(crate) fn read(piece: &[TokenTree]) -> Option<Path> {
    match piece {
        [TokenTree::Ident(key), TokenTree::Punct(equals), path @ ..] if key == "crate" && equals.as_char() == '=' => {
            let path: TokenStream = path.iter().cloned().collect();
            // The path is written into a `use`, which takes no generic arguments.
            let text = syn::parse2::<LitStr>(path.clone()).and_then(|text| text.parse_with(Path::parse_mod_style));
            text.or_else(|_| Path::parse_mod_style.parse2(path)).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_or_a_text() {
        let segments = |text: &str| {
            let tokens: Vec<TokenTree> = text.parse::<TokenStream>().unwrap().into_iter().collect();
            let path = read(&tokens)?;
            Some(path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::"))
        };
        for (text, path) in [
            ("crate = web::cors", "web::cors"),
            ("crate = crate::cors", "crate::cors"),
            ("crate = \"::web::cors\"", "web::cors"),
        ] {
            assert_eq!(segments(text).as_deref(), Some(path), "{text}");
        }
        for other in ["crate", "crate = 1", "krate = web", "crate = ", "crate = web::<A>", "crate = \"web<A>\""] {
            assert_eq!(segments(other), None, "{other}");
        }
    }
}
