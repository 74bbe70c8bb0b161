//! A key's value, each in the form that its key takes.

use cors_policy::{Flag, Key, ListItem, ListValue, Mistake, Seconds, Slot, SpanIndex, ValueForm};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::{LitBool, LitInt, LitStr, Path};

use super::{Attribute, code_path, meant, seconds};
use crate::tokens::pieces::{inside, is_sign, split_at_commas};
use crate::tokens::text;

/// Why a value could not be read.
pub(super) enum Unreadable {
    /// Its key takes values of another form, which is still to be reported.
    Shape,
    /// What is wrong was reported piece by piece.
    Reported,
}

impl Attribute {
    /// Reads the tokens after `key =`; `place` is the key's.
    pub(super) fn read_value(&mut self, key: Key, value: &[TokenTree], index: SpanIndex) -> Result<(), Unreadable> {
        match key.value_form() {
            ValueForm::OriginSource => {
                self.paths.origins_from = Some(path(key, value)?);
                self.spec.origins_from = Some(index);
            }
            ValueForm::OriginCheck => {
                self.paths.origins_if = Some(path(key, value)?);
                self.spec.origins_if = Some(index);
            }
            ValueForm::SharedPolicy => self.paths.policy = Some(path(key, value)?),
            ValueForm::Seconds => {
                let seconds = whole_seconds(value).ok_or(Unreadable::Shape)?;
                let index = self.spans.index_of(value);
                self.spec.max_age = Some(Seconds { value: seconds, span: index });
            }
            ValueForm::Flag => {
                let flag = syn::parse2::<LitBool>(stream(value)).map_err(|_| Unreadable::Shape)?;
                let index = self.spans.index(flag.span);
                if let Slot::Flag(slot) = self.spec.slot(key) {
                    *slot = Some(Flag { value: flag.value, span: index });
                }
            }
            ValueForm::List => {
                let list = self.read_list(key, value)?;
                if let Slot::List(slot) = self.spec.slot(key) {
                    *slot = Some(list);
                }
            }
        }
        Ok(())
    }

    fn read_list(&mut self, key: Key, value: &[TokenTree]) -> Result<ListValue, Unreadable> {
        match value {
            [TokenTree::Group(list)] if list.delimiter() == Delimiter::Bracket => self.read_array(key, list),
            [only] => {
                let index = self.spans.index(only.span());
                match element(key, only) {
                    Some((text, true)) => {
                        let entries = self.without_comma_at_the_end(key, &text, index);
                        Ok(ListValue::from_commas(entries, index))
                    }
                    Some((text, false)) => {
                        self.check_bare_word(&text, index)?;
                        Ok(ListValue { span: index, items: vec![ListItem { text, span: index }] })
                    }
                    None => Err(Unreadable::Shape),
                }
            }
            _ => Err(Unreadable::Shape),
        }
    }

    /// A comma-separated text; a comma at its end is a mistake, and no empty entry besides.
    fn without_comma_at_the_end<'a>(&mut self, key: Key, text: &'a str, index: SpanIndex) -> &'a str {
        let entries = text.trim_end().trim_end_matches(',').trim_end();
        if !text.trim_end().ends_with(',') || entries.trim().is_empty() {
            return text;
        }
        self.mistakes.push(Mistake::comma_at_the_end(key, text, entries, index));
        entries
    }

    /// A list's elements; one of a wrong form is a mistake of its own and the others are still read.
    fn read_array(&mut self, key: Key, list: &Group) -> Result<ListValue, Unreadable> {
        let index = self.spans.index(list.span());
        let mut items = Vec::new();
        for piece in split_at_commas(list.stream()) {
            let read = match piece.as_slice() {
                [only] => element(key, only),
                _ => None,
            };
            let index = self.spans.index_of(&piece);
            match read {
                Some((text, is_string)) => {
                    if is_string || self.check_bare_word(&text, index).is_ok() {
                        items.push(ListItem { text, span: index });
                    }
                }
                None => self.mistakes.push(meant::element_mistake(key, &piece, &list.stream(), index)),
            }
        }
        if items.is_empty() && !list.stream().is_empty() {
            return Err(Unreadable::Reported);
        }
        Ok(ListValue { span: index, items })
    }

    /// Notes a bare word among the methods that is the name of none.
    fn check_bare_word(&mut self, word: &str, index: SpanIndex) -> Result<(), Unreadable> {
        match Mistake::bare_word_in_methods(word, index) {
            Some(mistake) => {
                self.mistakes.push(mistake);
                Err(Unreadable::Reported)
            }
            None => Ok(()),
        }
    }
}

/// A value that follows its key without `=`, as it is to be written after one.
pub(super) fn as_written(key: Key, value: &[TokenTree]) -> Option<String> {
    if value.is_empty() {
        return None;
    }
    let is_readable = |value: &[TokenTree]| {
        let mut trial = Attribute::empty(Span::call_site());
        trial.read_value(key, value, SpanIndex::default()).is_ok() && trial.mistakes.is_empty()
    };
    let inner = match value {
        [TokenTree::Group(group)] if group.delimiter() != Delimiter::Bracket => inside(group),
        _ => value.to_vec(),
    };
    if is_readable(&inner) { Some(text::of_slice(&inner)) } else { meant::value(key, value) }
}

fn path(key: Key, value: &[TokenTree]) -> Result<Path, Unreadable> {
    code_path::parse(key, stream(value)).ok_or(Unreadable::Shape)
}

fn stream(tokens: &[TokenTree]) -> TokenStream {
    tokens.iter().cloned().collect()
}

/// A string, or for methods a bare name; and whether it was a string.
fn element(key: Key, token: &TokenTree) -> Option<(String, bool)> {
    match token {
        TokenTree::Ident(method) if key == Key::Methods => Some((method.to_string(), false)),
        TokenTree::Literal(literal) => {
            let text = syn::parse2::<LitStr>(TokenTree::from(literal.clone()).into()).ok()?;
            Some((text.value(), true))
        }
        // A literal that came through a `macro_rules!` fragment stands in an invisible group.
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            let mut tokens = group.stream().into_iter();
            match (tokens.next(), tokens.next()) {
                (Some(only), None) => element(key, &only),
                _ => None,
            }
        }
        _ => None,
    }
}

fn whole_seconds(value: &[TokenTree]) -> Option<i128> {
    let (sign, number) = match value {
        [minus, number] if is_sign(minus, '-') => (-1, number),
        [number] => (1, number),
        _ => return None,
    };
    let number = syn::parse2::<LitInt>(number.clone().into()).ok().filter(|n| seconds::is_integer_type(n.suffix()))?;
    // A number that is too large for this type is as much over a day as the type's largest.
    Some(number.base10_parse::<i128>().map_or(i128::MAX, |number| sign * number))
}
