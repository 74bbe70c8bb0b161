//! What lists of names have in common, be they methods or headers: repetitions, and several names in one text.

use std::collections::HashSet;

use crate::Key;
use crate::spec::ListValue;

/// The names of one list, each once and in their order.
///
/// A set finds repetitions, so that a list of many thousand names takes time by their number, not by its square.
#[derive(Default)]
pub(super) struct Names<'a> {
    pub(super) listed: Vec<&'a str>,
    seen: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    /// Takes a name; false where it was there.
    pub(super) fn add(&mut self, name: &'a str) -> bool {
        let is_new = self.seen.insert(name);
        if is_new {
            self.listed.push(name);
        }
        is_new
    }
}

/// So many names are written out in an advice; of a longer list only those that are wrong.
const MOST_IN_AN_ADVICE: usize = 12;

/// The whole list, with what each of its texts was meant to hold: `methods = ["GET", "POST"]` for `"GET; POST"`.
///
/// `split` gives the names in one text. None where they would be no names either, or too many to write out.
pub(super) fn list_meant(
    key: Key,
    list: &ListValue,
    split: impl Fn(&str) -> Vec<String>,
    is_name: impl Fn(&str) -> bool,
) -> Option<String> {
    if list.items.len() > MOST_IN_AN_ADVICE {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    for item in &list.items {
        for name in split(&item.text) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let can_be_written =
        !names.is_empty() && names.len() <= MOST_IN_AN_ADVICE && names.iter().all(|name| is_name(name));
    can_be_written.then(|| {
        let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        format!("{key} = [{}]", quoted.join(", "))
    })
}

/// The pieces of a text that holds a list in another form than commas: `A; B`, `A|B`, `["A", "B"]`, one line each.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let is_between = |sign: char| matches!(sign, ',' | ';' | '|' | '\n' | '\r' | '\t');
    let is_around =
        |sign: char| sign.is_whitespace() || matches!(sign, '[' | ']' | '{' | '}' | '(' | ')' | '"' | '\'' | '`');
    text.split(is_between).map(move |piece| piece.trim_matches(is_around)).filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_other_forms() {
        for text in ["a;b", "a | b", "[\"a\",\"b\"]", "a\nb\n", "'a', 'b'", " a , b "] {
            assert_eq!(pieces(text).collect::<Vec<_>>(), ["a", "b"], "{text}");
        }
    }
}
