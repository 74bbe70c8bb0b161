//! Tokens as a person would write them: `std::env::var("X")`, where the compiler prints `std :: env :: var ("X")`.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The text of some tokens.
pub(crate) fn of(tokens: impl IntoIterator<Item = TokenTree>) -> String {
    let mut text = String::new();
    write(tokens, &mut text);
    text
}

/// The text of a part of a list of tokens.
pub(crate) fn of_slice(tokens: &[TokenTree]) -> String {
    of(tokens.iter().cloned())
}

/// What is before the next token, as far as a space depends on it.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// Nothing, an opening bracket, or a sign that clings to what follows it.
    Nothing,
    /// A keyword, after which there is a space before brackets: `impl (A, B)`, `&mut [u8]`.
    Keyword,
    /// A name, a literal, a lifetime.
    Word,
    /// A closing bracket, or `>`.
    Close,
    /// A sign after which there is a space.
    Spaced,
}

fn write(tokens: impl IntoIterator<Item = TokenTree>, text: &mut String) {
    let mut before = Before::Nothing;
    let mut in_closure = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                let word = token.to_string();
                if before != Before::Nothing {
                    text.push(' ');
                }
                text.push_str(&word);
                before = if is_keyword(&word) { Before::Keyword } else { Before::Word };
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                if matches!(before, Before::Word | Before::Keyword | Before::Spaced) {
                    text.push(' ');
                }
                write(group.stream(), text);
                before = Before::Word;
            }
            TokenTree::Group(group) => {
                let is_call = matches!(before, Before::Nothing | Before::Word | Before::Close);
                if !is_call || (group.delimiter() == Delimiter::Brace && before != Before::Nothing) {
                    text.push(' ');
                }
                write_group(group.delimiter(), group.stream(), text);
                before = Before::Close;
            }
            TokenTree::Punct(punct) => {
                let mut sign = punct.as_char().to_string();
                let mut joint = punct.spacing() == Spacing::Joint;
                while let Some(TokenTree::Punct(next)) = tokens.peek().filter(|_| joint) {
                    if !is_one_sign(&sign, next.as_char()) {
                        break;
                    }
                    sign.push(next.as_char());
                    joint = next.spacing() == Spacing::Joint;
                    tokens.next();
                }
                let opens_closure = sign == "|" && !matches!(before, Before::Word | Before::Close);
                before = if in_closure && sign == "|" {
                    text.push('|');
                    Before::Spaced
                } else if opens_closure {
                    text.push_str(if before == Before::Nothing { "|" } else { " |" });
                    Before::Nothing
                } else {
                    write_sign(&sign, before, text)
                };
                in_closure = opens_closure || (in_closure && sign != "|");
            }
        }
    }
}

fn write_group(delimiter: Delimiter, content: TokenStream, text: &mut String) {
    let (open, close) = match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace if content.is_empty() => ("{", "}"),
        Delimiter::Brace => ("{ ", " }"),
        Delimiter::None => ("", ""),
    };
    text.push_str(open);
    write(content, text);
    text.push_str(close);
}

fn write_sign(sign: &str, before: Before, text: &mut String) -> Before {
    let follows_value = matches!(before, Before::Word | Before::Close);
    let (has_space, after) = match sign {
        "," | ";" | ":" => (false, Before::Spaced),
        "::" | "." | ".." | "..=" | "?" | "!" | "$" | "@" => {
            (matches!(before, Before::Spaced | Before::Keyword), Before::Nothing)
        }
        "<" => (before == Before::Spaced, Before::Nothing),
        ">" => (false, Before::Close),
        // The sign of a lifetime, a reference, a pointer or a negative number belongs to what follows it.
        "'" | "#" => (before != Before::Nothing, Before::Nothing),
        "&" | "*" | "-" | "&&" if !follows_value => (before != Before::Nothing, Before::Nothing),
        _ => (before != Before::Nothing, Before::Spaced),
    };
    if has_space {
        text.push(' ');
    }
    text.push_str(sign);
    after
}

/// Whether a sign and the next character are one sign of the language.
fn is_one_sign(sign: &str, next: char) -> bool {
    match next {
        ':' => sign == ":",
        '>' => matches!(sign, "-" | "="),
        '=' => matches!(sign, "=" | "!" | "<" | "+" | "-" | "*" | "/" | ".."),
        '&' | '|' | '.' => sign.chars().eq([next]),
        _ => false,
    }
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "as" | "const" | "dyn" | "for" | "if" | "impl" | "in" | "match" | "move" | "mut" | "return" | "where"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_print_as_they_are_written() {
        for text in [
            "std::env::var(\"X\")",
            "[header::CONTENT_TYPE, header::ACCEPT]",
            "60 * 60",
            "-1",
            "60 * (24 - 1) + 0.5",
            "Duration::from_secs(600)",
            "option_env!(\"X\").unwrap()",
            "&[\"a\", \"b\"]",
            "Option<TypedHeader<Authorization<Bearer>>>",
            "Result<Json<Vec<Item>>, JsonRejection>",
            "&'static str",
            "<T as Trait>::Rejection",
            "impl Future<Output = &'a str> + Send",
            "Box<dyn Fn(A, B) -> [u8; 4]>",
            "&mut [u8]",
            "#[cfg(test)]",
            ": \"*\"",
            "if x { 1 } else { 2 }",
            "vec![GET, POST]",
            "|origin| origin == \"x\"",
            "check(|a, b| a | b)",
            "get(a).post(b)",
            "a => b",
            "*const T",
        ] {
            let tokens: TokenStream = text.parse().unwrap();
            assert_eq!(of(tokens), text);
        }
    }
}
