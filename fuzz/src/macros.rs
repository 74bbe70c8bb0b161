//! The macros: any tokens as an attribute and as what it stands on, and as the input of `policy!` and `routes!`.
//!
//! The input is text: what stands in the attribute's brackets, a line `---`, and the item. `$(…)` is a group without
//! delimiters, as a fragment of `macro_rules!` arrives.

use std::fmt::Write as _;
use std::ops::Range;

use cors_macros_core::{cors, origin_check, policy, routes};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

/// The library's path, as `policy!` and `routes!` hand it on before their input.
const LIBRARY: &str = "::cors_runtime; ";

/// Expands each macro.
///
/// # Panics
/// Where a macro does, where a function is lost, or where an error is reported outside of what was written for the macro.
#[must_use]
pub fn run(data: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(data).ok()?;
    let (attribute, item) = text.split_once("\n---\n").unwrap_or((text, "async fn handler() {}"));
    // What stands in brackets by itself, so that it cannot end them.
    attribute.parse::<TokenStream>().ok()?;
    item.parse::<TokenStream>().ok()?;
    let mut said = String::new();
    attributes(attribute, item, &mut said);
    inputs(attribute, &mut said);
    // Else the texts of all inputs are kept.
    proc_macro2::extra::invalidate_current_thread_spans();
    Some(said)
}

fn attributes(attribute: &str, item: &str, said: &mut String) {
    // A comment at the end of the attribute must not take the bracket with it.
    let source = format!("({attribute}\n) {item}");
    let mut tokens = source.parse::<TokenStream>().expect("both parts are tokens").into_iter();
    let Some(TokenTree::Group(brackets)) = tokens.next() else { panic!("no brackets in {source:?}") };
    let item: TokenStream = tokens.collect();
    // The body of a function is not the macros' to speak of.
    let head_end = match item.clone().into_iter().last() {
        Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => body.span().byte_range().start,
        _ => source.len(),
    };
    let parts = [brackets.span().byte_range(), brackets.span().byte_range().end..head_end];
    let (attribute, item) = (fragments(brackets.stream()), fragments(item));
    let function = syn::parse2::<syn::ItemFn>(item.clone()).ok();
    for expansion in [cors(attribute.clone(), &item), origin_check(attribute, &item)] {
        errors_are_inside(&expansion, &parts, &source, said);
        if let Some(function) = &function {
            keeps(function, &expansion, &source);
        }
        writeln!(said, "{expansion}").expect("a text");
    }
}

/// The function is still there, so that nothing else is an error.
fn keeps(function: &syn::ItemFn, expansion: &TokenStream, source: &str) {
    let file = syn::parse2::<syn::File>(expansion.clone())
        .unwrap_or_else(|error| panic!("{error} in the expansion of {source:?}: {expansion}"));
    let name = &function.sig.ident;
    let is_kept = file.items.iter().any(|item| matches!(item, syn::Item::Fn(kept) if kept.sig.ident == *name));
    assert!(is_kept, "`{name}` is lost of {source:?}: {expansion}");
}

fn inputs(text: &str, said: &mut String) {
    let source = format!("{LIBRARY}{text}");
    for expand in [policy, routes] {
        let input: TokenStream = source.parse().expect("tokens");
        let expansion = expand(fragments(input));
        let whole = 0..source.len();
        errors_are_inside(&expansion, std::slice::from_ref(&whole), &source, said);
        let expression = syn::parse2::<syn::Expr>(expansion.clone());
        assert!(expression.is_ok(), "{:?} in the expansion of {source:?}: {expansion}", expression.err());
        writeln!(said, "{expansion}").expect("a text");
    }
    // Nobody calls them without the library's path, but then too they end.
    let _ = policy(text.parse().expect("tokens"));
    let _ = routes(text.parse().expect("tokens"));
}

/// The same tokens, each `$(…)` as a group without delimiters.
fn fragments(tokens: TokenStream) -> TokenStream {
    let mut made: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = token else {
            made.push(token);
            continue;
        };
        let mut delimiter = group.delimiter();
        let follows_dollar = matches!(made.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == '$');
        if delimiter == Delimiter::Parenthesis && follows_dollar {
            made.pop();
            delimiter = Delimiter::None;
        }
        let mut copy = Group::new(delimiter, fragments(group.stream()));
        copy.set_span(group.span());
        made.push(TokenTree::Group(copy));
    }
    made.into_iter().collect()
}

/// Each error is at the macro's call as a whole, or in one of these parts of the text.
fn errors_are_inside(expansion: &TokenStream, parts: &[Range<usize>], source: &str, said: &mut String) {
    for span in errors(expansion) {
        let at = span.byte_range();
        let is_inside = at.is_empty() || parts.iter().any(|part| part.start <= at.start && at.end <= part.end);
        assert!(is_inside, "an error at {at:?} of {source:?}");
        writeln!(said, "{at:?}").expect("a text");
    }
}

/// The spans of each `compile_error!` and of its message.
fn errors(expansion: &TokenStream) -> Vec<Span> {
    let tokens: Vec<TokenTree> = expansion.clone().into_iter().collect();
    let mut spans = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match (token, tokens.get(at + 1), tokens.get(at + 2)) {
            (TokenTree::Ident(name), Some(TokenTree::Punct(_)), Some(message)) if name == "compile_error" => {
                spans.extend([name.span(), message.span()]);
            }
            (TokenTree::Group(group), ..) => spans.extend(errors(&group.stream())),
            _ => {}
        }
    }
    spans
}
