//! The request headers that a preflight admits: those that a policy lists and those that a handler's extractors need, put
//! together while the program is compiled.

use crate::is_token;
use crate::served::Names;

/// An extractor of a handler and the request headers it needs.
#[derive(Clone, Copy, Debug)]
pub struct Needed {
    /// The extractor's type, as it is written in the handler's signature.
    pub extractor: &'static str,
    /// The names of the headers.
    pub names: &'static [&'static str],
}

/// What a handler's policy lists, and what its extractors need besides.
#[derive(Clone, Copy, Debug)]
pub struct Admitted {
    /// The listed names as they are sent, `*` included.
    pub listed: &'static str,
    /// The extractors.
    pub extractors: &'static [Needed],
}

impl Admitted {
    /// The line of names, where nothing must be put together for it: there is one name, or all that is needed is listed. So
    /// it is with most handlers, and this costs the compiler far less.
    const fn ready_line(&self) -> Option<&'static str> {
        let mut line = self.listed;
        let mut rest = self.extractors;
        while let [extractor, others @ ..] = rest {
            let mut names = extractor.names;
            while let [name, further @ ..] = names {
                match with_name(line, name) {
                    Some(longer) => line = longer,
                    None => return None,
                }
                names = further;
            }
            rest = others;
        }
        Some(line)
    }

    /// The names as `Access-Control-Allow-Headers` has them, in lower case. `joined` is what [`join`](Self::join) made.
    #[must_use]
    pub const fn line(&self, joined: &'static [u8]) -> &'static str {
        if let Some(line) = self.ready_line() {
            return line;
        }
        match std::str::from_utf8(joined) {
            Ok(line) => line,
            // Names that are no tokens are reported where they stand.
            Err(_) => "",
        }
    }

    /// The length of what [`join`](Self::join) makes.
    #[must_use]
    pub const fn joined_len(&self) -> usize {
        if self.ready_line().is_some() {
            return 0;
        }
        let mut len = self.listed.len();
        let mut number = 0;
        while let Some(name) = self.nth_needed(number) {
            if self.is_new(number, name) {
                len += if len == 0 { name.len() } else { name.len() + 2 };
            }
            number += 1;
        }
        len
    }

    /// The listed names and then the needed ones, each once and in lower case, joined by `", "`; nothing where a line stands
    /// ready.
    #[must_use]
    pub const fn join<const LEN: usize>(&self) -> [u8; LEN] {
        let mut bytes = [0; LEN];
        if LEN == 0 {
            return bytes;
        }
        let mut len = copy_lower_case(self.listed, &mut bytes, 0);
        let mut number = 0;
        while let Some(name) = self.nth_needed(number) {
            if self.is_new(number, name) {
                if len > 0 {
                    len = copy_lower_case(", ", &mut bytes, len);
                }
                len = copy_lower_case(name, &mut bytes, len);
            }
            number += 1;
        }
        bytes
    }

    /// The name of this number, counted through all extractors.
    const fn nth_needed(&self, number: usize) -> Option<&'static str> {
        let mut before = 0;
        let mut i = 0;
        while i < self.extractors.len() {
            let names = self.extractors[i].names;
            if number - before < names.len() {
                return Some(names[number - before]);
            }
            before += names.len();
            i += 1;
        }
        None
    }

    /// Whether a name is neither listed nor needed under a smaller number.
    const fn is_new(&self, number: usize, wanted: &str) -> bool {
        if is_listed(self.listed, wanted) {
            return false;
        }
        let mut earlier = 0;
        while earlier < number {
            if let Some(name) = self.nth_needed(earlier) {
                if same_name(name, wanted) {
                    return false;
                }
            }
            earlier += 1;
        }
        true
    }
}

/// A line with one more name, where it need not be put together.
const fn with_name(line: &'static str, name: &'static str) -> Option<&'static str> {
    match line.as_bytes() {
        b"" if is_lower_case(name.as_bytes()) => Some(name),
        // Fetch, "CORS non-wildcard request-header name": `*` stands for every header but this one.
        b"*" if same_name(name, "authorization") => Some("*, authorization"),
        b"*" | b"*, authorization" => Some(line),
        _ if is_listed(line, name) => Some(line),
        _ => None,
    }
}

const fn is_lower_case(mut name: &[u8]) -> bool {
    while let [byte, rest @ ..] = name {
        if byte.is_ascii_uppercase() {
            return false;
        }
        name = rest;
    }
    true
}

/// Copies a text to this place, and says where it ends.
const fn copy_lower_case(text: &str, bytes: &mut [u8], start: usize) -> usize {
    let text = text.as_bytes();
    let mut i = 0;
    while i < text.len() {
        bytes[start + i] = text[i].to_ascii_lowercase();
        i += 1;
    }
    start + i
}

/// What is wrong with a name that an extractor needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoName {
    /// It is `*`, which as the only name would stand for all.
    Star,
    /// It is no token.
    NoToken(&'static str),
}

/// The first name of an extractor that is none.
const fn no_name(names: &[&'static str]) -> Option<NoName> {
    let mut rest = names;
    while let [name, others @ ..] = rest {
        if matches!(name.as_bytes(), b"*") {
            return Some(NoName::Star);
        }
        if !is_token(name.as_bytes()) {
            return Some(NoName::NoToken(name));
        }
        rest = others;
    }
    None
}

/// Refuses a program with an extractor that says it needs a header whose name is none. Nothing else can be wrong with it:
/// what it needs is admitted.
///
/// # Panics
/// Then, in a constant: the compiler shows the message at the caller.
#[track_caller]
pub const fn name_headers(needed: &Needed) {
    if let Some(fault) = no_name(needed.names) {
        panic!("{}", fault.message(needed.extractor).as_str());
    }
}

const fn is_listed(line: &'static str, wanted: &str) -> bool {
    let mut names = Names(line);
    while let Some((name, rest)) = names.next() {
        if same_name(name, wanted) {
            return true;
        }
        names = rest;
    }
    false
}

/// RFC 9110 section 5.1: field names are compared without case. The standard library's comparison is for constants only
/// since Rust 1.89.
const fn same_name(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut i = 0;
    while i < left.len() {
        if !left[i].eq_ignore_ascii_case(&right[i]) {
            return false;
        }
        i += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn needs(names: &'static [&'static str]) -> Needed {
        Needed { extractor: "T", names }
    }

    const NEEDED: &[Needed] = &[
        needs(&[]),
        needs(&["Content-Type"]),
        needs(&["authorization", "content-type", "x-a"]),
        needs(&[]),
        needs(&["x-a", "x-a"]),
    ];

    #[test]
    fn each_name_once() {
        const ADMITTED: Admitted = Admitted { listed: "", extractors: NEEDED };
        const LINE: [u8; ADMITTED.joined_len()] = ADMITTED.join();
        assert_eq!(ADMITTED.line(&LINE), "content-type, authorization, x-a");
    }

    #[test]
    fn listed_names_come_first() {
        const ADMITTED: Admitted = Admitted { listed: "x-b, x-a", extractors: NEEDED };
        const LINE: [u8; ADMITTED.joined_len()] = ADMITTED.join();
        assert_eq!(ADMITTED.line(&LINE), "x-b, x-a, content-type, authorization");
    }

    /// The line of what is listed and what each extractor needs, where it stands ready.
    fn ready(listed: &'static str, extractors: &[&'static [&'static str]]) -> Option<&'static str> {
        let extractors: Vec<Needed> = extractors.iter().copied().map(needs).collect();
        let admitted = Admitted { listed, extractors: extractors.leak() };
        let line = admitted.ready_line()?;
        assert_eq!((admitted.joined_len(), admitted.line(&[])), (0, line));
        Some(line)
    }

    #[test]
    fn nothing_is_put_together_for_one_name() {
        const UPPER_CASE: Admitted = Admitted { listed: "", extractors: &[needs(&["X-A"])] };
        assert_eq!(ready("", &[]), Some(""));
        assert_eq!(ready("", &[&[]]), Some(""));
        assert_eq!(ready("", &[&[], &["x-a"], &[]]), Some("x-a"));
        assert_eq!(ready("", &[&["x-a", "X-A"], &["x-a"]]), Some("x-a"));
        assert_eq!(ready("x-a, x-b", &[&["X-B", "x-a"]]), Some("x-a, x-b"));
        // In other cases it is, and in lower case.
        assert_eq!(ready("x-a", &[&["x-b"]]), None);
        assert_eq!(ready("", &[&["X-A"]]), None);
        assert_eq!((UPPER_CASE.joined_len(), &UPPER_CASE.join::<3>()), (3, b"x-a"));
    }

    #[test]
    fn a_star_stands_for_all_but_authorization() {
        assert_eq!(ready("*", &[&["content-type", "x-a"]]), Some("*"));
        assert_eq!(ready("*", &[&["x-a", "Authorization"], &["x-b"]]), Some("*, authorization"));
        assert_eq!(ready("*, authorization", &[&["authorization", "x-a"]]), Some("*, authorization"));
    }

    #[test]
    fn what_is_no_name() {
        assert_eq!(no_name(&["x-b", "x b"]), Some(NoName::NoToken("x b")));
        assert_eq!(no_name(&["x-b", "*"]), Some(NoName::Star));
        assert_eq!(no_name(&["x-b", "Content-Type"]), None);
    }
}
