//! Following an advice: the text of an attribute, with what `write:` says in place of the mistake.

use std::ops::Range;

use cors_policy::Mistake;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use support::each;

/// An advice that can be copied as it is.
#[derive(Debug, PartialEq)]
pub(crate) enum Advice {
    /// `"GET"`: in place of the entry.
    Literal(String),
    /// `methods = [GET, POST]`: in place of the key and its value.
    Pair(String, String),
    /// `` `headers` ``: in place of the key.
    Key(String),
}

impl Advice {
    /// What the last line of a message advises; none where it is prose.
    pub(crate) fn of(message: &str) -> Option<Self> {
        let write = message.rsplit_once("write: ")?.1;
        if let Some(key) = write.strip_prefix('`') {
            return key.strip_suffix('`').map(|key| Self::Key(key.to_owned()));
        }
        // Prose need not be made of Rust's tokens, so only its beginning is read.
        let (name, value) = write.split_once(" = ").unwrap_or(("", write));
        if name.is_empty() || !name.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_') {
            return literal(write).map(|text| Self::Literal(text.to_owned()));
        }
        let value = literal(value).unwrap_or_else(|| value.split([',', ';', ' ']).next().unwrap_or_default());
        Some(Self::Pair(name.to_owned(), value.to_owned()))
    }
}

/// The string or the list at the beginning of a text.
fn literal(text: &str) -> Option<&str> {
    let end = match text.as_bytes().first()? {
        b'"' => end_of_string(text)?,
        b'[' => {
            let mut at = 1;
            while text.as_bytes().get(at)? != &b']' {
                at += if text.as_bytes()[at] == b'"' { end_of_string(&text[at..])? } else { 1 };
            }
            at + 1
        }
        _ => return None,
    };
    Some(&text[..end])
}

fn end_of_string(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        match sign {
            '"' if !escaped => return Some(at + 1),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

/// The mistakes of an attribute, each with the bytes where it is.
pub(crate) fn mistakes(attribute: &str) -> Vec<(Mistake, Range<usize>)> {
    let tokens: TokenStream = attribute.parse().unwrap_or_else(|error| panic!("{attribute}: {error}"));
    let mistakes = cors_macros_core::mistakes(tokens).into_iter();
    mistakes.map(|(mistake, [first, last])| (mistake, first.byte_range().start..last.byte_range().end)).collect()
}

/// The attribute with the advice in place of the mistake.
pub(crate) fn apply(attribute: &str, mistake: &Mistake, at: &Range<usize>, advice: &Advice) -> String {
    match advice {
        Advice::Key(key) => replaced(attribute, at, key),
        Advice::Literal(literal) => {
            replaced(attribute, at, &in_its_list(&attribute[at.clone()], mistake.text(), literal))
        }
        Advice::Pair(key, value) => {
            let pair = format!("{key} = {value}");
            let pieces = pieces(attribute);
            let name_of = |piece: &Range<usize>| {
                attribute[piece.clone()].split(|sign: char| !(sign.is_alphanumeric() || sign == '_')).next()
            };
            let holds = |piece: &Range<usize>| piece.start <= at.start && at.end <= piece.end && !at.is_empty();
            if let Some(own) = pieces.iter().find(|piece| holds(piece)) {
                // The advice is about this key, or says which key the value belongs to.
                if name_of(own) == Some(key) || own == at {
                    return replaced(attribute, own, &pair);
                }
            }
            // The advice is another key, and what is mistaken goes: the whole key, or one entry of its list.
            let is_whole = |piece: &Range<usize>| {
                holds(piece) && (at.start == piece.start || attribute[piece.start..at.start].trim_end().ends_with('='))
            };
            let without = match pieces.iter().find(|piece| is_whole(piece)) {
                Some(whole) => replaced(attribute, whole, ""),
                None if at.is_empty() => attribute.to_owned(),
                None => without_entry(attribute, at, mistake.text()),
            };
            let others: Vec<&str> = self::pieces(&without)
                .into_iter()
                .filter(|piece| !without[piece.clone()].starts_with(&format!("{key} ")))
                .map(|piece| &without[piece])
                .collect();
            format!("{}, {pair}", others.join(", "))
        }
    }
}

fn replaced(text: &str, at: &Range<usize>, by: &str) -> String {
    format!("{}{by}{}", &text[..at.start], &text[at.end..])
}

/// A literal in place of one entry, be it a token of its own or a piece of a string with commas.
fn in_its_list(written: &str, entry: &str, literal: &str) -> String {
    let Some(text) = syn::parse_str::<syn::LitStr>(written).ok().map(|text| text.value()) else {
        return literal.to_owned();
    };
    if text == entry || literal.starts_with('[') {
        return literal.to_owned();
    }
    let own = syn::parse_str::<syn::LitStr>(literal).expect("a string").value();
    let mut found = false;
    let pieces: Vec<&str> = text
        .split(',')
        .map(|piece| {
            let is_it = !found && piece.trim_matches(' ') == entry.trim_matches(' ');
            found |= is_it;
            if is_it { &own } else { piece.trim_matches(' ') }
        })
        .collect();
    format!("{:?}", pieces.join(", "))
}

/// The attribute without a mistaken entry of a list.
fn without_entry(attribute: &str, at: &Range<usize>, entry: &str) -> String {
    let written = &attribute[at.clone()];
    match syn::parse_str::<syn::LitStr>(written) {
        Ok(text) if text.value() != entry => {
            let text = text.value();
            let others: Vec<&str> = text.split(',').map(str::trim).filter(|piece| *piece != entry).collect();
            replaced(attribute, at, &format!("{:?}", others.join(", ")))
        }
        _ => {
            let before = attribute[..at.start].trim_end();
            if before.ends_with('[') || before.ends_with(',') {
                let after = attribute[at.end..].trim_start();
                return format!("{before}{}", after.strip_prefix(',').unwrap_or(after));
            }
            replaced(attribute, at, "[]")
        }
    }
}

/// The bytes of the pieces between an attribute's commas.
fn pieces(attribute: &str) -> Vec<Range<usize>> {
    let tokens: Vec<TokenTree> = attribute.parse::<TokenStream>().expect("tokens").into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',');
    tokens
        .split(is_comma)
        .filter_map(|piece| Some(piece.first()?.span().byte_range().start..piece.last()?.span().byte_range().end))
        .collect()
}

/// What came of following the advices of an attribute as far as they can be copied.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    /// It is accepted.
    Accepted,
    /// What is left is told in prose.
    Prose,
}

/// Follows the advices of an attribute one by one.
///
/// # Panics
/// Where an advice is refused for the mistake that it was to mend, or where following them comes to no end.
pub(crate) fn follow(attribute: &str, followed: &mut usize) -> Outcome {
    let mut text = attribute.to_owned();
    for _ in 0..20 {
        let found = mistakes(&text);
        if found.is_empty() {
            return Outcome::Accepted;
        }
        let Some((mistake, at, advice)) =
            found.iter().find_map(|(mistake, at)| Some((mistake, at, Advice::of(&mistake.message())?)))
        else {
            return Outcome::Prose;
        };
        let next = apply(&text, mistake, at, &advice);
        let count = |mistakes: &[(Mistake, Range<usize>)]| {
            mistakes.iter().filter(|(other, _)| other.message() == mistake.message()).count()
        };
        let again = mistakes(&next);
        assert!(count(&again) < count(&found), "{attribute}\n{text}\n{mistake}\nwas followed:\n{next}\n{again:#?}");
        *followed += 1;
        text = next;
    }
    panic!("{attribute}: following the advices comes to no end, last to {text}: {:#?}", mistakes(&text));
}

/// The tokens in the parentheses of each `#[cors(…)]` and `policy!(…)` in a file, as text.
pub(crate) fn attributes_in(source: &str) -> Vec<String> {
    fn collect(tokens: TokenStream, source: &str, found: &mut Vec<String>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            let TokenTree::Group(group) = token else { continue };
            let name = tokens[..at].iter().rev().find(|token| !matches!(token, TokenTree::Punct(_)));
            let is_policy = matches!(name, Some(TokenTree::Ident(name)) if name == "cors" || name == "policy");
            if is_policy && group.delimiter() == Delimiter::Parenthesis {
                let (open, close) = (group.span_open().byte_range().end, group.span_close().byte_range().start);
                found.push(source[open..close].trim().to_owned());
            } else {
                collect(group.stream(), source, found);
            }
        }
    }
    let mut found = Vec::new();
    collect(source.parse().expect("a file of Rust"), source, &mut found);
    found
}

#[test]
fn advices_are_read() {
    let pair = |key: &str, value: &str| Some(Advice::Pair(key.to_owned(), value.to_owned()));
    let cases = [
        ("\"GET\"", Some(Advice::Literal("\"GET\"".to_owned()))),
        ("\"https://a.example\", or danger = true", Some(Advice::Literal("\"https://a.example\"".to_owned()))),
        ("methods = [GET, POST]", pair("methods", "[GET, POST]")),
        ("headers = [\"a]\", \"b\"]", pair("headers", "[\"a]\", \"b\"]")),
        ("max_age = 0, with which", pair("max_age", "0")),
        ("policy = A::B, where B is", pair("policy", "A::B")),
        ("`headers`", Some(Advice::Key("headers".to_owned()))),
        ("each method once", None),
        ("the names, such as headers = [\"x\"]", None),
    ];
    each(cases, |(write, advice)| assert_eq!(Advice::of(&format!("what\n  why: why\nwrite: {write}")), advice));
}

#[test]
fn advices_are_followed_in_their_place() {
    let cases = [
        ("methods = \"GET, POTS\", origins = \"*\"", "methods = \"GET, POST\", origins = \"*\""),
        ("methods = [GET, POTS], origins = \"*\"", "methods = [GET, \"POST\"], origins = \"*\""),
        ("origins = \"*\", method = GET", "origins = \"*\", methods = GET"),
        ("origins = \"*\"", "origins = \"*\", methods = \"GET\""),
        ("origins(\"*\"), methods = GET", "origins = \"*\", methods = GET"),
        ("\"*\", methods = GET", "origins = \"*\", methods = GET"),
    ];
    each(cases, |(attribute, after)| {
        let found = mistakes(attribute);
        let (mistake, at) = &found[0];
        assert_eq!(apply(attribute, mistake, at, &Advice::of(&mistake.message()).expect("an advice")), after);
    });
}
