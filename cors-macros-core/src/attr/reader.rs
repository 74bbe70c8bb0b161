//! From tokens to keys: which key each piece between two commas gives, and what is wrong where it gives none.
//!
//! Every key is read by itself, so that one bad value does not hide the mistakes of the others.

use cors_policy::{Flag, Key, Mistake, Slot};
use proc_macro2::{TokenStream, TokenTree};

use super::value::Unreadable;
use super::{Attribute, MODULE_KEYS, meant, value};
use crate::library;
use crate::tokens::pieces::{is_sign, split_at_commas};
use crate::tokens::text;

/// Reads an attribute piece by piece.
pub(super) struct Reader {
    pub(super) attribute: Attribute,
    /// The last key that was read, with its value and the values without a key that followed it.
    pub(super) last: Option<(Key, Vec<Vec<TokenTree>>)>,
}

impl Reader {
    /// The attribute with all keys in these tokens.
    pub(super) fn read(mut self, tokens: TokenStream) -> Attribute {
        let mut defaults = TokenStream::new();
        for piece in split_at_commas(tokens) {
            if let [TokenTree::Ident(name), TokenTree::Group(keys)] = piece.as_slice() {
                if name == MODULE_KEYS {
                    defaults = keys.stream();
                    continue;
                }
            }
            match library::read(&piece) {
                Some(path) if self.attribute.krate.is_none() => self.attribute.krate = Some(path),
                _ => self.read_keys(&piece),
            }
        }
        self.add_defaults(defaults);
        self.attribute
    }

    /// The module's keys stand in for those that the handler does not give itself.
    fn add_defaults(&mut self, defaults: TokenStream) {
        let own = self.attribute.keys.clone();
        for piece in split_at_commas(defaults) {
            if let Some(path) = library::read(&piece) {
                self.attribute.krate.get_or_insert(path);
                continue;
            }
            let overridden = match piece.first() {
                Some(TokenTree::Ident(name)) => Key::parse(&name.to_string()).is_some_and(|key| own.contains(&key)),
                _ => false,
            };
            if !overridden {
                self.read_keys(&piece);
            }
        }
    }

    /// Reads a piece's key with its value; where a comma is missing, both keys are read.
    fn read_keys(&mut self, piece: &[TokenTree]) {
        let mut rest = self.without_attributes(piece);
        while let Some(end) = next_key(rest) {
            self.read_key(&rest[..end]);
            rest = &rest[end..];
            let index = self.attribute.spans.index_of(&rest[..1]);
            self.attribute.mistakes.push(Mistake::missing_comma(&text::of_slice(&rest[..1]), index));
        }
        self.read_key(rest);
    }

    /// The piece without the `#[…]` before its key, each of which is a mistake.
    fn without_attributes<'a>(&mut self, piece: &'a [TokenTree]) -> &'a [TokenTree] {
        let mut rest = piece;
        while let [hash, TokenTree::Group(_), after @ ..] = rest {
            if !is_sign(hash, '#') {
                break;
            }
            let attribute = &rest[..2];
            let index = self.attribute.spans.index_of(attribute);
            self.attribute.mistakes.push(Mistake::attribute_among_keys(&text::of_slice(attribute), index));
            rest = after;
        }
        rest
    }

    fn read_key(&mut self, piece: &[TokenTree]) {
        let (name, rest) = match piece {
            [TokenTree::Ident(name), rest @ ..] => (name, rest),
            [] => return,
            _ => return self.note_value_without_key(piece),
        };
        if let Some((hyphened, end)) = with_hyphens(piece) {
            return self.note_unknown_key(&hyphened, &piece[..end]);
        }
        let Some(key) = Key::parse(&name.to_string()) else {
            if rest.is_empty() && meant::key_of(piece).is_some() {
                return self.note_value_without_key(piece);
            }
            return self.note_unknown_key(&name.to_string(), &piece[..1]);
        };
        let index = self.attribute.spans.index(name.span());
        if self.attribute.has(key) {
            self.attribute.mistakes.push(Mistake::repeated_key(key, index));
            return;
        }
        self.attribute.keys.push(key);
        match rest {
            [] => match self.attribute.spec.slot(key) {
                Slot::Flag(slot) => *slot = Some(Flag { value: true, span: index }),
                Slot::List(_) | Slot::Seconds(_) | Slot::Code => {
                    self.attribute.mistakes.push(Mistake::shape(key, "", None, index));
                }
            },
            [equals] if is_sign(equals, '=') => {
                self.attribute.mistakes.push(Mistake::shape(key, "", None, index));
            }
            [equals, value @ ..] if is_sign(equals, '=') && !is_sign(&value[0], '=') && !is_sign(&value[0], '>') => {
                self.last = Some((key, vec![value.to_vec()]));
                if matches!(self.attribute.read_value(key, value, index), Err(Unreadable::Shape)) {
                    let index = self.attribute.spans.index_of(value);
                    self.attribute.mistakes.push(meant::mistake(key, value, index));
                }
            }
            _ => {
                // `origins("…")`, `origins: "…"`, `origins => "…"`: the value is there, with another sign before it.
                let is_between = |token: &TokenTree| ['=', ':', '>'].into_iter().any(|sign| is_sign(token, sign));
                let value = &rest[rest.iter().take_while(|token| is_between(token)).count()..];
                let meant = value::as_written(key, value);
                let index = self.attribute.spans.index_of(rest);
                self.attribute.mistakes.push(Mistake::missing_equals(key, &text::of_slice(rest), meant, index));
            }
        }
    }

    fn note_unknown_key(&mut self, name: &str, tokens: &[TokenTree]) {
        let index = self.attribute.spans.index_of(tokens);
        self.attribute.mistakes.push(Mistake::unknown_key(name, index));
        self.attribute.meant.extend(Key::nearest(name));
    }

    fn note_value_without_key(&mut self, value: &[TokenTree]) {
        let index = self.attribute.spans.index_of(value);
        let meant = meant::key_of(value);
        let meant = self.continued(meant.as_ref().map(|(key, _)| *key), value).or(meant);
        self.attribute.mistakes.push(Mistake::value_without_key(&text::of_slice(value), meant.as_ref(), index));
        self.attribute.meant.push(meant.map_or(Key::Origins, |(key, _)| key));
    }

    /// The list that a value without a key continues, with all that was listed: `methods = GET, POST`.
    fn continued(&mut self, shown: Option<Key>, value: &[TokenTree]) -> Option<(Key, String)> {
        let (key, values) = self.last.as_mut()?;
        let of_origins = matches!(key, Key::Origins | Key::DevOrigins | Key::TimingOrigins);
        let continues = match shown {
            Some(shown) => shown == *key || (shown == Key::Origins && of_origins),
            None => !of_origins && matches!(value, [TokenTree::Literal(_)]),
        };
        if !continues {
            return None;
        }
        values.push(value.to_vec());
        meant::list_of(*key, values).map(|list| (*key, list))
    }
}

/// A key that is written as in other languages, `max-age = 5`, and how many tokens it is.
fn with_hyphens(piece: &[TokenTree]) -> Option<(String, usize)> {
    let end = piece.iter().position(|token| is_sign(token, '='))?;
    let is_of_a_name = |token: &TokenTree| matches!(token, TokenTree::Ident(_)) || is_sign(token, '-');
    let name: String = piece[..end].iter().map(ToString::to_string).collect();
    (end > 1 && piece[..end].iter().all(is_of_a_name) && name.contains('-')).then_some((name, end))
}

/// Where in a piece another key begins, which only a missing comma can be the cause of.
fn next_key(piece: &[TokenTree]) -> Option<usize> {
    piece
        .windows(2)
        .position(|pair| match pair {
            // After `=` or `::` a key's name is a value of that name.
            [TokenTree::Punct(_), _] => false,
            [_, TokenTree::Ident(name)] => Key::parse(&name.to_string()).is_some(),
            _ => false,
        })
        .map(|before| before + 1)
}
