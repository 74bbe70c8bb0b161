//! What a value of another form was most likely meant to be: `methods = Method::GET`, `max_age = 60 * 60`,
//! `headers = [header::CONTENT_TYPE]`.
//!
//! A macro sees tokens and no values, so these are guesses, by the words that users of axum and tower-http write. They
//! only make the advice of an error. Nothing here is ever taken for a value.

use cors_policy::{Key, Mistake, SpanIndex, ValueForm, flag_in, has_name};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{LitByteStr, LitStr};

use super::{code_path, seconds};
use crate::tokens::pieces::{has_word, inside, is_sign, split_at_commas};
use crate::tokens::text;

/// The mistake that a value of another form is.
pub(crate) fn mistake(key: Key, value: &[TokenTree], index: SpanIndex) -> Mistake {
    let text = text::of_slice(value);
    let tokens = value.iter().cloned().collect();
    if reads_the_environment(&tokens) {
        return Mistake::environment_as_value(key, &text, index);
    }
    if matches!(key, Key::Origins | Key::DevOrigins) && has_word(&tokens, |word| word == "debug_assertions") {
        let [dev, always] = branches(value).map(|branch| branch.and_then(|branch| list(key, &branch)));
        return Mistake::condition_as_value(Key::Origins, &text, dev.as_deref(), always.as_deref(), index);
    }
    match self::value(key, value) {
        Some(meant) if lacks_commas(key, value) => {
            Mistake::missing_comma_between_elements(key, &text, format!("{key} = {meant}"), index)
        }
        Some(meant) if is_expression(value) => Mistake::expression(key, &text, format!("{key} = {meant}"), index),
        None if !key.names_code() && is_constant(value) => Mistake::constant_as_value(key, &text, index),
        meant => Mistake::shape(key, &text, meant, index),
    }
}

/// The mistake that an element of another form is. `list` has all elements, for an advice that can be copied whole.
pub(crate) fn element_mistake(key: Key, element: &[TokenTree], list: &TokenStream, index: SpanIndex) -> Mistake {
    let text = text::of_slice(element);
    if reads_the_environment(&element.iter().cloned().collect())
        || (names(key, element).is_none() && is_constant(element))
    {
        return mistake(key, element, index);
    }
    // A reader copies the whole list. Of a long one the advice shows only what is wrong.
    let pieces = split_at_commas(list.clone());
    let whole = (pieces.len() <= MOST_IN_AN_ADVICE)
        .then(|| names_of_each(key, &pieces))
        .flatten()
        .map(|names| format!("{key} = [{}]", names.join(", ")));
    let meant = whole.or_else(|| names(key, element).map(|names| names.join(", ")));
    match meant {
        Some(meant) if lacks_commas(key, element) => Mistake::missing_comma_between_elements(key, &text, meant, index),
        Some(meant) => Mistake::expression(key, &text, meant, index),
        None => Mistake::shape(key, &text, None, index),
    }
}

const MOST_IN_AN_ADVICE: usize = 12;

/// The value that was meant, as it is to be written after `=`.
pub(crate) fn value(key: Key, tokens: &[TokenTree]) -> Option<String> {
    match key.value_form() {
        ValueForm::Seconds => seconds::of(tokens).map(|seconds| seconds.to_string()),
        ValueForm::List => list(key, tokens),
        ValueForm::OriginSource | ValueForm::OriginCheck | ValueForm::SharedPolicy => path(key, tokens),
        ValueForm::Flag => flag(tokens).map(|flag| flag.to_string()),
    }
}

/// Whether there are several elements with nothing between them.
fn lacks_commas(key: Key, tokens: &[TokenTree]) -> bool {
    let is_element = |token: &TokenTree| match token {
        TokenTree::Literal(_) => true,
        TokenTree::Ident(_) => key == Key::Methods,
        _ => false,
    };
    tokens.len() > 1 && tokens.iter().all(is_element)
}

/// The two values of an `if cfg!(debug_assertions) { … } else { … }`: in development, and otherwise.
fn branches(tokens: &[TokenTree]) -> [Option<Vec<TokenTree>>; 2] {
    let mut blocks = tokens.iter().filter_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(inside(group)),
        _ => None,
    });
    let [first, second] = [blocks.next(), blocks.next()];
    let is_negated = matches!(tokens, [_, TokenTree::Punct(not), ..] if not.as_char() == '!')
        || matches!(tokens, [_, TokenTree::Ident(_), TokenTree::Punct(_), TokenTree::Group(of), ..]
            if has_word(&of.stream(), |word| word == "not"));
    if is_negated { [second, first] } else { [first, second] }
}

/// The list of several values that were written one after another, `methods = GET, POST`, where only the first has a key.
pub(crate) fn list_of(key: Key, values: &[Vec<TokenTree>]) -> Option<String> {
    let names = values.iter().map(|value| all_names(key, value)).collect::<Option<Vec<_>>>()?.concat();
    (names.len() <= MOST_IN_AN_ADVICE).then(|| format!("[{}]", names.join(", ")))
}

/// The key to which a value without one most likely belongs, with that value.
pub(crate) fn key_of(value: &[TokenTree]) -> Option<(Key, String)> {
    let text = text::of_slice(value);
    let key = if text.contains("://") || text == "\"*\"" { Key::Origins } else { Key::Methods };
    match value {
        [TokenTree::Literal(_)] if key == Key::Methods => None,
        [TokenTree::Literal(_)] => Some((key, text)),
        _ => self::value(key, value).map(|meant| (key, meant)),
    }
}

fn list(key: Key, tokens: &[TokenTree]) -> Option<String> {
    if says_any(tokens) {
        return Some(if key == Key::DevOrigins { "\"http://localhost:*\"" } else { "\"*\"" }.to_owned());
    }
    let names = all_names(key, tokens)?;
    match names.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        _ => Some(format!("[{}]", names.join(", "))),
    }
}

/// The names that a value holds, as they are to be written.
fn all_names(key: Key, value: &[TokenTree]) -> Option<Vec<String>> {
    match value {
        // `(A, B)`, `{ A, B }` and `[A, B]` hold a list as it is.
        [TokenTree::Group(group)] => names_of_each(key, &split_at_commas(group.stream())),
        _ => names(key, value),
    }
}

/// The names that some elements of a list hold; none where one holds none.
fn names_of_each(key: Key, elements: &[Vec<TokenTree>]) -> Option<Vec<String>> {
    Some(elements.iter().map(|element| names(key, element)).collect::<Option<Vec<_>>>()?.concat())
}

/// The names that one element of a list holds, as they are to be written.
fn names(key: Key, element: &[TokenTree]) -> Option<Vec<String>> {
    let strings = strings(element);
    if matches!(element, [TokenTree::Ident(name), ..] if name == "concat") && !strings.is_empty() {
        return Some(vec![format!("{:?}", strings.concat())]);
    }
    if !strings.is_empty() {
        return Some(strings.iter().map(|text| format!("{text:?}")).collect());
    }
    match key {
        Key::Methods => {
            let methods = methods(element);
            (!methods.is_empty()).then_some(methods)
        }
        Key::Headers | Key::ExposeHeaders => Some(vec![format!("{:?}", header(element)?)]),
        _ => None,
    }
}

/// The texts of all string literals among some tokens. There are none if a literal names a file or is only a part of the
/// text.
fn strings(tokens: &[TokenTree]) -> Vec<String> {
    let mut strings = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => {
                let literal = TokenStream::from(TokenTree::from(literal.clone()));
                if let Ok(text) = syn::parse2::<LitStr>(literal.clone()) {
                    strings.push(text.value());
                } else if let Ok(bytes) = syn::parse2::<LitByteStr>(literal) {
                    strings.extend(String::from_utf8(bytes.value()));
                }
            }
            TokenTree::Group(group) => {
                strings.extend(self::strings(&inside(group)));
            }
            TokenTree::Ident(name) if matches!(name.to_string().as_str(), "include_str" | "format") => {
                return Vec::new();
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    strings
}

/// The methods among some tokens: `Method::GET`, `&[GET, POST]`, `get(show).post(save)`.
fn methods(tokens: &[TokenTree]) -> Vec<String> {
    let mut methods = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) => {
                let upper = word.to_string().to_ascii_uppercase();
                if Mistake::bare_word_in_methods(&upper, SpanIndex::default()).is_none() {
                    methods.push(upper);
                }
            }
            // The brackets of `get(show)` hold a handler.
            TokenTree::Group(group)
                if !matches!(at.checked_sub(1).map(|at| &tokens[at]), Some(TokenTree::Ident(_))) =>
            {
                methods.extend(self::methods(&inside(group)));
            }
            TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    methods
}

/// The header that a word names: `header::CONTENT_TYPE`, `CONTENT_TYPE`, `x_request_id`, `x-request-id`.
fn header(tokens: &[TokenTree]) -> Option<String> {
    let words: Vec<String> = tokens
        .iter()
        .filter_map(|token| match token {
            TokenTree::Ident(word) => Some(word.to_string()),
            _ => None,
        })
        .collect();
    let is_path = tokens.iter().all(|token| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(sign) => matches!(sign.as_char(), ':' | '-' | '&'),
        _ => false,
    });
    let hyphens = tokens.iter().any(|token| matches!(token, TokenTree::Punct(sign) if sign.as_char() == '-'));
    let last = words.last().filter(|_| is_path)?;
    if hyphens {
        return Some(words.join("-").to_ascii_lowercase());
    }
    let name = last.to_ascii_lowercase().replace('_', "-");
    let in_header_module = words.iter().rev().nth(1).is_some_and(|module| module == "header");
    let is_lower = last.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_' || sign.is_ascii_digit());
    (in_header_module || (is_lower && words.len() == 1) || has_name(HEADER_CONSTANTS, &name)).then_some(name)
}

/// Constants of `http::header` that are used by their bare names, for requests and answers that CORS is about.
const HEADER_CONSTANTS: &str = "accept, accept-language, accept-ranges, age, authorization, cache-control, content-disposition, \
    content-encoding, content-language, content-length, content-location, content-range, content-type, cookie, date, \
    etag, expires, forwarded, if-match, if-modified-since, if-none-match, if-range, if-unmodified-since, \
    last-modified, link, location, origin, range, retry-after, user-agent, vary, www-authenticate";

/// Whether a value says that everything is admitted: `Any`, `any()`, `AllowOrigin::any()`, `*`.
fn says_any(tokens: &[TokenTree]) -> bool {
    let is_any = |token: &TokenTree| match token {
        TokenTree::Ident(word) => matches!(word.to_string().to_ascii_lowercase().as_str(), "any" | "all" | "everybody"),
        TokenTree::Punct(sign) => sign.as_char() == '*',
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let is_path = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(sign) => sign.as_char() == ':',
        _ => false,
    };
    let path = match tokens {
        [path @ .., TokenTree::Group(call)] if call.stream().is_empty() => path,
        path => path,
    };
    path.split_last().is_some_and(|(last, path)| is_any(last) && path.iter().all(is_path))
}

fn flag(tokens: &[TokenTree]) -> Option<bool> {
    let negations = tokens.iter().take_while(|token| is_sign(token, '!')).count();
    let flag = match &tokens[negations..] {
        [TokenTree::Group(group)] => flag(&inside(group)),
        [only] => flag_in(only.to_string().trim_matches('"')),
        _ => None,
    };
    flag.map(|flag| flag != (negations % 2 == 1))
}

fn path(key: Key, tokens: &[TokenTree]) -> Option<String> {
    let path = match tokens {
        [TokenTree::Group(group)] => group.stream(),
        [TokenTree::Punct(sign), rest @ ..] if sign.as_char() == '&' => rest.iter().cloned().collect(),
        [TokenTree::Literal(literal)] => {
            let text = syn::parse2::<LitStr>(TokenTree::from(literal.clone()).into()).ok()?;
            text.parse().ok()?
        }
        _ => tokens.iter().cloned().collect(),
    };
    code_path::parse(key, path.clone()).map(|_| text::of(path))
}

/// Whether some tokens are only a name in capitals, as constants have.
fn is_constant(tokens: &[TokenTree]) -> bool {
    let path = tokens.iter().cloned().collect();
    syn::parse2::<syn::Path>(path).is_ok_and(|path| {
        path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            name.contains(|sign: char| sign.is_ascii_uppercase())
                && !name.contains(|sign: char| sign.is_ascii_lowercase())
        })
    })
}

fn is_expression(tokens: &[TokenTree]) -> bool {
    !matches!(tokens, [TokenTree::Literal(_)])
}

/// Whether some tokens read an environment variable, when the program is compiled or when it runs.
fn reads_the_environment(tokens: &TokenStream) -> bool {
    has_word(tokens, |word| ["env", "option_env", "dotenv", "dotenvy"].iter().any(|reader| word == reader))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(key: Key, value: &str) -> String {
        let tokens: Vec<TokenTree> = value.parse::<TokenStream>().unwrap().into_iter().collect();
        let message = mistake(key, &tokens, SpanIndex::default()).message();
        message.split_once("write: ").unwrap().1.to_owned()
    }

    #[test]
    fn what_was_meant_is_kept() {
        for (key, value, write) in [
            (Key::MaxAge, "60 * 60", "max_age = 3600"),
            (Key::Methods, "Method::GET", "methods = GET"),
            (Key::Methods, "http::Method::PUT", "methods = PUT"),
            (Key::Methods, "(GET, POST)", "methods = [GET, POST]"),
            (Key::Methods, "get(show).post(save)", "methods = [GET, POST]"),
            (Key::Methods, "&[Method::GET, Method::POST]", "methods = [GET, POST]"),
            (Key::Methods, "Any", "methods = \"*\""),
            (Key::Headers, "CONTENT_TYPE", "headers = \"content-type\""),
            (Key::Headers, "vec![HeaderName::from_static(\"x-a\"), \"x-b\".parse()]", "headers = [\"x-a\", \"x-b\"]"),
            (Key::Headers, "x-request-id", "headers = \"x-request-id\""),
            (Key::Headers, "None", "headers = []"),
            (Key::Origins, "Any", "origins = \"*\""),
            (Key::Origins, "tower_http::cors::Any", "origins = \"*\""),
            (Key::Origins, "any()", "origins = \"*\""),
            (Key::Origins, "*", "origins = \"*\""),
            (Key::Origins, "&[\"https://a.example\"]", "origins = \"https://a.example\""),
            (Key::Origins, "\"https://a.example\".parse().unwrap()", "origins = \"https://a.example\""),
            (Key::Origins, "concat!(\"https://\", \"a.example\")", "origins = \"https://a.example\""),
            (Key::Enforce, "\"yes\"", "enforce = true"),
            (Key::Credentials, "0", "credentials = false"),
            (Key::Enforce, "!true", "enforce = false"),
            (Key::Enforce, "!!true", "enforce = true"),
            (Key::Credentials, "!(false)", "credentials = true"),
            (
                Key::Origins,
                "if cfg!(debug_assertions) { \"http://localhost:3000\" } else { \"https://a.example\" }",
                "origins = \"https://a.example\", dev_origins = \"http://localhost:3000\"",
            ),
            (
                Key::Origins,
                "if cfg!(not(debug_assertions)) { A } else { [\"http://a.localhost\", \"http://b.localhost\"] }",
                "dev_origins = [\"http://a.localhost\", \"http://b.localhost\"]",
            ),
            (Key::Origins, "if cfg!(debug_assertions) { DEV } else { LIVE }", "dev_origins = \"http://localhost:*\""),
            (Key::Policy, "&PARTNERS", "policy = PARTNERS"),
            (Key::OriginsFrom, "\"config::ORIGINS\"", "origins_from = config::ORIGINS"),
        ] {
            assert_eq!(advice(key, value), write, "{value}");
        }
    }

    #[test]
    fn names_of_values_are_told_where_they_belong() {
        for value in ["env!(\"X\")", "std::env::var(\"X\")", "option_env!(\"X\").unwrap()"] {
            assert!(advice(Key::Origins, value).starts_with("origins_from = ORIGINS, "), "{value}");
        }
        assert!(advice(Key::Origins, "ORIGINS").starts_with("policy = ORIGINS, where ORIGINS is a shared policy"));
        assert!(advice(Key::MaxAge, "config::AGE").starts_with("policy = config::AGE, where AGE is"));
        assert!(advice(Key::Headers, "X_OWN").starts_with("policy = X_OWN"));
    }
}
