//! As much of TOML as a manifest's dependencies take: which keys there are, and what strings and flags stand under them.
//!
//! A whole TOML parser would cost more to build than the rest of this crate. What is no TOML is passed over: cargo reports it.

use std::iter::Peekable;
use std::str::Chars;

/// The values that stand under a path of keys; those in arrays are left out.
pub(crate) fn values(manifest: &str) -> Vec<Entry> {
    let mut reader = Reader { rest: manifest.chars().peekable(), found: Vec::new() };
    let mut table = Vec::new();
    loop {
        reader.skip_lines();
        match reader.rest.peek() {
            None => return reader.found,
            Some('[') => table = reader.header(),
            Some(_) => reader.pair(&table),
        }
        // A pair's line ends with it; of what is no pair the rest is skipped.
        reader.skip_line();
    }
}

/// A value with the keys that lead to it, those of its table first.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) path: Vec<String>,
    pub(crate) value: String,
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    found: Vec<Entry>,
}

impl Reader<'_> {
    /// Takes the next character, if it is this one.
    fn take(&mut self, wanted: char) -> bool {
        self.rest.next_if_eq(&wanted).is_some()
    }

    fn skip_spaces(&mut self) {
        while self.rest.next_if(|next| matches!(next, ' ' | '\t')).is_some() {}
    }

    fn skip_line(&mut self) {
        while self.rest.next_if(|next| *next != '\n').is_some() {}
    }

    /// Skips spaces, comments and ends of lines.
    fn skip_lines(&mut self) {
        loop {
            while self.rest.next_if(|next| next.is_whitespace()).is_some() {}
            if self.rest.peek() != Some(&'#') {
                return;
            }
            self.skip_line();
        }
    }

    /// `[a.b]` or `[[a]]`.
    fn header(&mut self) -> Vec<String> {
        while self.take('[') {}
        self.keys()
    }

    /// `a.b = value`, below a table.
    fn pair(&mut self, table: &[String]) {
        let keys = self.keys();
        if keys.is_empty() || !self.take('=') {
            return;
        }
        self.skip_spaces();
        let path: Vec<String> = table.iter().cloned().chain(keys).collect();
        self.value(path);
    }

    /// Keys with dots between, and the spaces around them.
    fn keys(&mut self) -> Vec<String> {
        let mut keys = Vec::new();
        loop {
            self.skip_spaces();
            let key = match self.rest.peek() {
                Some('"' | '\'') => self.string(),
                _ => self.word(|next| next.is_alphanumeric() || matches!(next, '-' | '_')),
            };
            if key.is_empty() {
                return keys;
            }
            keys.push(key);
            self.skip_spaces();
            if !self.take('.') {
                return keys;
            }
        }
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let mut word = String::new();
        while let Some(next) = self.rest.next_if(|next| belongs(*next)) {
            word.push(next);
        }
        word
    }

    fn value(&mut self, path: Vec<String>) {
        let value = match self.rest.peek() {
            Some('{') => return self.inline_table(&path),
            Some('[') => return self.skip_array(),
            Some('"' | '\'') => self.string(),
            _ => self.word(|next| !next.is_whitespace() && !matches!(next, ',' | '}' | ']' | '#')),
        };
        self.found.push(Entry { path, value });
    }

    /// TOML 1.1 lets an inline table go over several lines.
    fn inline_table(&mut self, path: &[String]) {
        self.take('{');
        loop {
            self.skip_lines();
            while self.take(',') {
                self.skip_lines();
            }
            if self.take('}') || self.rest.peek().is_none() {
                return;
            }
            self.pair(path);
            self.skip_lines();
            if !matches!(self.rest.peek(), Some(',' | '}')) {
                return;
            }
        }
    }

    fn skip_array(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.skip_lines();
            match self.rest.peek() {
                None => return,
                Some('"' | '\'') => drop(self.string()),
                Some(_) => match self.rest.next() {
                    Some('[' | '{') => depth += 1,
                    Some(']' | '}') => depth = depth.saturating_sub(1),
                    _ => {}
                },
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// A string of any of the four kinds. Of escapes only their extent matters here: no name has one.
    fn string(&mut self) -> String {
        let Some(quote) = self.rest.next() else { return String::new() };
        let mut quotes = 1;
        while quotes < 3 && self.take(quote) {
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
