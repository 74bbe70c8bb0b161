//! The request headers that a preflight admits: those that a policy lists and those that a handler's extractors require. Both
//! are joined while the program is compiled.

use super::text::ConstText;
use crate::http::list::{ConstNames, SEPARATOR, same_header_name};
use crate::http::star::{STAR_AND_AUTHORIZATION, is_star, star_is_header};
use crate::http::token::is_token;

/// An extractor of a handler and the request headers it needs.
#[derive(Clone, Copy, Debug)]
pub struct RequiredHeaders {
    /// The extractor's type, as it is written in the handler's signature.
    pub extractor: &'static str,
    /// The names of the headers.
    pub names: &'static [&'static str],
}

/// What a handler's policy lists, and what its extractors need besides.
#[derive(Clone, Copy, Debug)]
pub struct AllowedHeaders {
    /// The listed names as they are sent, `*` included.
    pub listed: &'static str,
    /// The extractors.
    pub extractors: &'static [RequiredHeaders],
}

impl AllowedHeaders {
    /// The list of names, where it is a text that exists already: there is one name, or all that is required is listed. Most
    /// handlers are so, and this costs the compiler far less than to join names.
    const fn ready_list(&self) -> Option<&'static str> {
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
        if let Some(line) = self.ready_list() {
            return line;
        }
        match std::str::from_utf8(joined) {
            Ok(line) => line,
            // Names that are no tokens are reported at their extractor.
            Err(_) => "",
        }
    }

    /// The length of what [`join`](Self::join) makes.
    #[must_use]
    pub const fn joined_len(&self) -> usize {
        if self.ready_list().is_some() {
            return 0;
        }
        let mut len = self.listed.len();
        let mut number = 0;
        while let Some(name) = self.nth_required(number) {
            if self.is_new(number, name) {
                len += if len == 0 { name.len() } else { SEPARATOR.len() + name.len() };
            }
            number += 1;
        }
        len
    }

    /// The listed names and then the required ones, each once and in lower case, joined by `", "`. Nothing is joined where
    /// the list exists already.
    #[must_use]
    pub const fn join<const LEN: usize>(&self) -> [u8; LEN] {
        let mut bytes = [0; LEN];
        if LEN == 0 {
            return bytes;
        }
        let mut len = copy_lower_case(self.listed, &mut bytes, 0);
        let mut number = 0;
        while let Some(name) = self.nth_required(number) {
            if self.is_new(number, name) {
                if len > 0 {
                    len = copy_lower_case(SEPARATOR, &mut bytes, len);
                }
                len = copy_lower_case(name, &mut bytes, len);
            }
            number += 1;
        }
        bytes
    }

    /// The name of this number, counted through all extractors.
    const fn nth_required(&self, number: usize) -> Option<&'static str> {
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

    /// Whether a name is neither listed nor required under a smaller number.
    const fn is_new(&self, number: usize, wanted: &str) -> bool {
        if is_listed(self.listed, wanted) {
            return false;
        }
        let mut earlier = 0;
        while earlier < number {
            if let Some(name) = self.nth_required(earlier) {
                if same_header_name(name.as_bytes(), wanted.as_bytes()) {
                    return false;
                }
            }
            earlier += 1;
        }
        true
    }
}

/// A list with one more name, where nothing must be joined for it.
const fn with_name(line: &'static str, name: &'static str) -> Option<&'static str> {
    match line.as_bytes() {
        b"" if is_lower_case(name.as_bytes()) => Some(name),
        b"*" if !star_is_header(name.as_bytes()) => Some(STAR_AND_AUTHORIZATION),
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
pub enum InvalidName {
    /// It is `*`, which as the only name would admit all headers.
    Star,
    /// It is no token.
    NoToken(&'static str),
}

impl InvalidName {
    /// What is wrong, why it matters and what to write.
    #[must_use]
    pub const fn message(&self, extractor: &str) -> ConstText {
        match self {
            Self::Star => ConstText::of(&[
                "`",
                extractor,
                "` says it needs the request header `*`\n  why: `*` would admit every header, and an extractor reads those \
                 it knows\nwrite: their names in its `RequestHeaders::NAMES`",
            ]),
            Self::NoToken(name) => ConstText::of(&[
                "`",
                extractor,
                "` says it needs the request header `",
                name,
                "`, which is not a header name\n  why: a header name is a token (RFC 9110 section 5.6.2), so no request \
                 can have it\nwrite: a name such as \"x-request-id\" in its `RequestHeaders::NAMES`",
            ]),
        }
    }
}

/// The first name of an extractor that is no header name.
const fn invalid_name(names: &[&'static str]) -> Option<InvalidName> {
    let mut rest = names;
    while let [name, others @ ..] = rest {
        if is_star(name) {
            return Some(InvalidName::Star);
        }
        if !is_token(name.as_bytes()) {
            return Some(InvalidName::NoToken(name));
        }
        rest = others;
    }
    None
}

/// Refuses a program with an extractor that says it needs a header whose name is no header name. Nothing else can be wrong with it:
/// what it needs is admitted.
///
/// # Panics
/// Then, in a constant: the compiler shows the message at the caller.
#[track_caller]
pub const fn check_header_names(required: &RequiredHeaders) {
    if let Some(fault) = invalid_name(required.names) {
        panic!("{}", fault.message(required.extractor).as_str());
    }
}

const fn is_listed(line: &'static str, wanted: &str) -> bool {
    let mut names = ConstNames(line);
    while let Some((name, rest)) = names.next() {
        if same_header_name(name.as_bytes(), wanted.as_bytes()) {
            return true;
        }
        names = rest;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn needs(names: &'static [&'static str]) -> RequiredHeaders {
        RequiredHeaders { extractor: "T", names }
    }

    const NEEDED: &[RequiredHeaders] = &[
        needs(&[]),
        needs(&["Content-Type"]),
        needs(&["authorization", "content-type", "x-a"]),
        needs(&[]),
        needs(&["x-a", "x-a"]),
    ];

    #[test]
    fn each_name_once() {
        const ADMITTED: AllowedHeaders = AllowedHeaders { listed: "", extractors: NEEDED };
        const LINE: [u8; ADMITTED.joined_len()] = ADMITTED.join();
        assert_eq!(ADMITTED.line(&LINE), "content-type, authorization, x-a");
    }

    #[test]
    fn listed_names_come_first() {
        const ADMITTED: AllowedHeaders = AllowedHeaders { listed: "x-b, x-a", extractors: NEEDED };
        const LINE: [u8; ADMITTED.joined_len()] = ADMITTED.join();
        assert_eq!(ADMITTED.line(&LINE), "x-b, x-a, content-type, authorization");
    }

    /// The list of what is listed and what each extractor requires, where it exists already.
    fn ready(listed: &'static str, extractors: &[&'static [&'static str]]) -> Option<&'static str> {
        let extractors: Vec<RequiredHeaders> = extractors.iter().copied().map(needs).collect();
        let admitted = AllowedHeaders { listed, extractors: extractors.leak() };
        let line = admitted.ready_list()?;
        assert_eq!((admitted.joined_len(), admitted.line(&[])), (0, line));
        Some(line)
    }

    #[test]
    fn nothing_is_put_together_for_one_name() {
        const UPPER_CASE: AllowedHeaders = AllowedHeaders { listed: "", extractors: &[needs(&["X-A"])] };
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
        assert_eq!(invalid_name(&["x-b", "x b"]), Some(InvalidName::NoToken("x b")));
        assert_eq!(invalid_name(&["x-b", "*"]), Some(InvalidName::Star));
        assert_eq!(invalid_name(&["x-b", "Content-Type"]), None);
    }
}
