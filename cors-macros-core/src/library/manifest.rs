//! As much of TOML as a manifest's dependencies take: which keys there are, and the strings and flags that are their
//! values.
//!
//! A whole TOML parser would cost more to build than the rest of this crate. What is no TOML is passed over, since cargo
//! reports it.

use std::iter::Peekable;
use std::str::Chars;

/// A value with the keys that lead to it, those of its table first.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) path: Vec<String>,
    pub(crate) value: String,
}

/// The values of a manifest. Those in arrays are left out.
pub(crate) fn values(manifest: &str) -> Vec<Entry> {
    let mut found = Vec::new();
    // The keys of the table, and of each inline table that is open in it.
    let mut tables: Vec<Vec<String>> = vec![Vec::new()];
    let mut keys: Vec<String> = Vec::new();
    let mut is_header = false;
    let mut is_value = false;
    let mut open_in_array = 0_usize;
    for token in (Tokens { rest: manifest.chars().peekable() }) {
        match token {
            Token::Sign('[' | '{') if open_in_array > 0 => open_in_array += 1,
            Token::Sign(']' | '}') if open_in_array > 0 => open_in_array -= 1,
            _ if open_in_array > 0 => {}
            Token::Text(value) if is_value => {
                let path: Vec<String> = tables.concat().into_iter().chain(keys.iter().cloned()).collect();
                found.push(Entry { path, value });
            }
            Token::Text(key) => keys.push(key),
            Token::Sign('=') => is_value = !keys.is_empty(),
            Token::Sign('[') if is_value => open_in_array = 1,
            Token::Sign('[') => is_header = true,
            Token::Sign(']') if is_header => {
                tables = vec![std::mem::take(&mut keys)];
                is_header = false;
            }
            Token::Sign('{') if is_value => {
                tables.push(std::mem::take(&mut keys));
                is_value = false;
            }
            Token::Sign(end @ ('}' | ',' | '\n')) => {
                if end == '}' && tables.len() > 1 {
                    tables.pop();
                }
                keys.clear();
                (is_header, is_value) = (false, false);
            }
            Token::Sign(_) => {}
        }
    }
    found
}

enum Token {
    /// A bare word or a string, which as keys are one thing.
    Text(String),
    /// Any other character, the end of a line included.
    Sign(char),
}

struct Tokens<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.rest.next_if(|next| *next != '\n' && next.is_whitespace()).is_some() {}
        let belongs = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_');
        match *self.rest.peek()? {
            '"' | '\'' => Some(Token::Text(self.string())),
            '#' => {
                while self.rest.next_if(|next| *next != '\n').is_some() {}
                self.next()
            }
            sign if belongs(sign) => {
                let mut word = String::new();
                while let Some(next) = self.rest.next_if(|next| belongs(*next)) {
                    word.push(next);
                }
                Some(Token::Text(word))
            }
            sign => {
                self.rest.next();
                Some(Token::Sign(sign))
            }
        }
    }
}

impl Tokens<'_> {
    /// A string of any of the four kinds. Of escapes only their extent matters here: no name has one.
    fn string(&mut self) -> String {
        let Some(quote) = self.rest.next() else { return String::new() };
        let mut quotes = 1;
        while quotes < 3 && self.rest.next_if_eq(&quote).is_some() {
            quotes += 1;
        }
        if quotes == 2 {
            return String::new();
        }
        let mut text = String::new();
        let mut at_end = 0;
        while let Some(next) = self.rest.next() {
            text.push(next);
            at_end = if next == quote { at_end + 1 } else { 0 };
            if at_end == quotes {
                text.truncate(text.len() - quotes);
                return text;
            }
            match next {
                '\\' if quote == '"' => text.extend(self.rest.next()),
                // Only the long kinds go over several lines.
                '\n' if quotes == 1 => return text,
                _ => {}
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(manifest: &str) -> Vec<String> {
        let entries = values(manifest).into_iter();
        entries.map(|Entry { path, value }| format!("{} = {value}", path.join("/"))).collect()
    }

    #[test]
    fn tables_and_keys() {
        let manifest = "top = 1 # a comment\n[a.b]\nc = 'd'\n\"e\".f.'g h' = true\n[ x . \"y.z\" ]\nw=\"#\"\n[[list]]\nname = \"n\"\n";
        let read = read(manifest);
        assert_eq!(read, ["top = 1", "a/b/c = d", "a/b/e/f/g h = true", "x/y.z/w = #", "list/name = n"]);
    }

    #[test]
    fn inline_tables() {
        let manifest = "a = { b = \"c\", d.e = true, f = { g = 'h' }, i = [\"}\"] }\nj = {\n  k = 1, # comment }\n  l = 2,\n}\nm = 3";
        let read = read(manifest);
        assert_eq!(read, ["a/b = c", "a/d/e = true", "a/f/g = h", "j/k = 1", "j/l = 2", "m = 3"]);
    }

    #[test]
    fn what_only_looks_like_a_key_is_none() {
        let manifest = "a = [\n  \"x = 1\", # y = 2\n  { b = 'c' }, [ 'd' ],\n]\n# e = 3\nf = \"\"\"\ng = 4 \\\"\"\"\"\nh = '''\n[i]\n'''\nj = \"\\\"\"";
        assert_eq!(read(manifest), ["f = \ng = 4 \\\"", "h = \n[i]\n", "j = \\\""]);
    }

    #[test]
    fn what_is_no_toml_ends() {
        for manifest in [
            "[",
            "[a",
            "a",
            "a =",
            "a = {",
            "a = { b",
            "a = { b = ",
            "a = [",
            "a = \"",
            "=",
            "a = }\nb",
            "{",
            "\"",
            "a = ''' ",
        ] {
            let _ = read(manifest);
        }
        assert_eq!(read("= 1\na = 2"), ["a = 2"]);
    }
}
