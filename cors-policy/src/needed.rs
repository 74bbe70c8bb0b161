//! The request headers that a handler's extractors need, put together while the program is compiled.

use crate::is_token;
use crate::served::Names;
use crate::written::Written;

/// An extractor of a handler and the request headers it needs.
#[derive(Clone, Copy, Debug)]
pub struct Needed {
    /// The extractor's type, as it is written in the handler's signature.
    pub extractor: &'static str,
    /// The names of the headers.
    pub names: &'static [&'static str],
}

/// The line of what extractors need, where nothing must be put together for it: they need no more than one name, and it is
/// written in lower case. So it is with most handlers, and this costs the compiler far less.
const fn ready_line(extractors: &[Needed]) -> Option<&'static str> {
    let mut line = "";
    let mut rest = extractors;
    while let [extractor, others @ ..] = rest {
        match extractor.names {
            [] => {}
            [name] if line.is_empty() && is_lower_case(name.as_bytes()) => line = name,
            _ => return None,
        }
        rest = others;
    }
    Some(line)
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

/// The names of all extractors as `Access-Control-Allow-Headers` has them, in lower case. `joined` is what [`line()`] made.
#[must_use]
pub const fn names(extractors: &[Needed], joined: &'static [u8]) -> Option<&'static str> {
    if let Some(line) = ready_line(extractors) {
        return Some(line);
    }
    match std::str::from_utf8(joined) {
        Ok(line) => Some(line),
        // Names that are no tokens are reported where they stand.
        Err(_) => None,
    }
}

/// The length of [`line()`] in bytes.
#[must_use]
pub const fn line_len(extractors: &[Needed]) -> usize {
    if ready_line(extractors).is_some() {
        return 0;
    }
    let mut len = 0;
    let mut number = 0;
    while let Some(name) = nth_name(extractors, number) {
        if is_first(extractors, number, name) {
            len += if len == 0 { name.len() } else { name.len() + 2 };
        }
        number += 1;
    }
    len
}

/// The names of all extractors, each once and in lower case, joined by `", "`; nothing where a line stands ready.
#[must_use]
pub const fn line<const LEN: usize>(extractors: &[Needed]) -> [u8; LEN] {
    let mut bytes = [0; LEN];
    if LEN == 0 {
        return bytes;
    }
    let mut len = 0;
    let mut number = 0;
    while let Some(name) = nth_name(extractors, number) {
        if is_first(extractors, number, name) {
            if len > 0 {
                bytes[len] = b',';
                bytes[len + 1] = b' ';
                len += 2;
            }
            let mut i = 0;
            while i < name.len() {
                bytes[len] = name.as_bytes()[i].to_ascii_lowercase();
                len += 1;
                i += 1;
            }
        }
        number += 1;
    }
    bytes
}

/// The name of this number, counted through all extractors.
const fn nth_name(extractors: &[Needed], number: usize) -> Option<&'static str> {
    let mut before = 0;
    let mut i = 0;
    while i < extractors.len() {
        let names = extractors[i].names;
        if number - before < names.len() {
            return Some(names[number - before]);
        }
        before += names.len();
        i += 1;
    }
    None
}

/// Whether no name of a smaller number equals this one.
const fn is_first(extractors: &[Needed], number: usize, wanted: &str) -> bool {
    let mut earlier = 0;
    while earlier < number {
        if let Some(name) = nth_name(extractors, earlier) {
            if same_name(name, wanted) {
                return false;
            }
        }
        earlier += 1;
    }
    true
}

/// What is wrong with the headers an extractor needs, under a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// The policy lists headers, and this one is not among them.
    Unlisted(&'static str),
    /// `"*"` stands for every header but this one.
    BesideStar(&'static str),
    /// The extractor's type claims to need `*`, which as the only name would stand for all.
    Star,
    /// The extractor's type claims to need something that is no header name.
    NoName(&'static str),
}

/// The first need of an extractor that a policy does not meet.
#[must_use]
pub const fn unmet(policy: &Written, names: &[&'static str]) -> Option<Unmet> {
    let mut rest = names;
    while let [name, others @ ..] = rest {
        rest = others;
        let Some(line) = policy.headers else { continue };
        match line.as_bytes() {
            b"*" => {
                // With credentials the names asked for are sent back, `authorization` among them.
                if !policy.takes_credentials() && same_name(name, "authorization") {
                    return Some(Unmet::BesideStar(name));
                }
            }
            b"*, authorization" => {}
            _ => {
                if !is_listed(line, name) {
                    return Some(Unmet::Unlisted(name));
                }
            }
        }
    }
    None
}

/// The first name of an extractor that is none.
const fn no_name(names: &[&'static str]) -> Option<Unmet> {
    let mut rest = names;
    while let [name, others @ ..] = rest {
        if matches!(name.as_bytes(), b"*") {
            return Some(Unmet::Star);
        }
        if !is_token(name.as_bytes()) {
            return Some(Unmet::NoName(name));
        }
        rest = others;
    }
    None
}

/// Refuses a program with an extractor that says it needs a header whose name is none. Where a policy names no headers, and
/// so admits exactly what the extractors need, nothing else can be wrong.
///
/// # Panics
/// Then, in a constant: the compiler shows the message at the caller.
#[track_caller]
pub const fn name_headers(needed: &Needed) {
    if let Some(unmet) = no_name(needed.names) {
        panic!("{}", unmet.message(needed.extractor).as_str());
    }
}

/// Refuses a program with an extractor whose needs a policy does not meet.
///
/// # Panics
/// Then, in a constant: the compiler shows the message at the caller.
#[track_caller]
pub const fn meet_needs(policy: &Written, needed: &Needed) {
    name_headers(needed);
    if let Some(unmet) = unmet(policy, needed.names) {
        panic!("{}", unmet.message(needed.extractor).as_str());
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
        const LINE: [u8; line_len(NEEDED)] = line(NEEDED);
        assert_eq!(std::str::from_utf8(&LINE), Ok("content-type, authorization, x-a"));
        assert_eq!(names(NEEDED, &LINE), Some("content-type, authorization, x-a"));
    }

    #[test]
    fn nothing_is_put_together_for_one_name() {
        for (needed, line) in [(&[][..], ""), (&[needs(&[]), needs(&["x-a"]), needs(&[])], "x-a"), (&[needs(&[])], "")]
        {
            assert_eq!((line_len(needed), names(needed, &[])), (0, Some(line)));
        }
        // In other cases it is, and in lower case.
        assert_eq!(line_len(&[needs(&["X-A"])]), 3);
        assert_eq!(line_len(&[needs(&["x-a"]), needs(&["x-a"])]), 3);
        assert_eq!(&line::<3>(&[needs(&["X-A"])]), b"x-a");
    }

    #[test]
    fn needs_and_lists() {
        let policy = |headers, credentials| Written { headers, credentials: Some(credentials), ..Written::EMPTY };
        let listed = policy(Some("content-type, x-a"), false);
        assert_eq!(unmet(&listed, &["Content-Type", "x-a"]), None);
        assert_eq!(unmet(&listed, &["x-b"]), Some(Unmet::Unlisted("x-b")));
        assert_eq!(unmet(&Written::EMPTY, &["x-b"]), None);
        assert_eq!(no_name(&["x-b", "x b"]), Some(Unmet::NoName("x b")));
        assert_eq!(no_name(&["x-b", "*"]), Some(Unmet::Star));
        assert_eq!(no_name(&["x-b", "Content-Type"]), None);
        let (star, both) = (Some("*"), Some("*, authorization"));
        assert_eq!(unmet(&policy(star, false), &["authorization"]), Some(Unmet::BesideStar("authorization")));
        assert_eq!(unmet(&policy(both, false), &["authorization"]), None);
        assert_eq!(unmet(&policy(star, true), &["authorization"]), None);
        assert_eq!(unmet(&policy(star, false), &["x-a"]), None);
    }
}
