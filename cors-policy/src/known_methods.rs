//! The methods that most policies are made of, as a set: on the path of every preflight a bit is quicker than a list.

use crate::policy::Methods;
use crate::served::first_name;

/// Some of the methods that axum has filters for, and OPTIONS.
///
/// ```
/// use cors_policy::KnownMethods;
///
/// let line = "GET, HEAD, PURGE";
/// let methods = KnownMethods::on(line);
/// assert_eq!(methods.has(b"GET"), Some(true));
/// assert_eq!(methods.has(b"PUT"), Some(false));
/// // No known one: the list itself must be asked.
/// assert_eq!(methods.has(b"PURGE"), None);
/// assert!(!KnownMethods::are_all_on(line));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownMethods(u8);

impl KnownMethods {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Those a policy serves.
    #[must_use]
    pub const fn of(methods: &Methods) -> Self {
        match methods {
            Methods::Any => Self(ALL & !OPTIONS),
            Methods::Listed { allowed, .. } => Self::on(allowed.as_str()),
        }
    }

    /// Those on a list.
    #[must_use]
    pub const fn on(line: &str) -> Self {
        Self(bits(line).0)
    }

    /// Whether there is no other method on a list.
    #[must_use]
    pub const fn are_all_on(line: &str) -> bool {
        bits(line).1
    }

    /// Whether a method is among them; none where it is no known one.
    #[inline]
    #[must_use]
    pub const fn has(self, method: &[u8]) -> Option<bool> {
        match bit(method) {
            Some(bit) => Some(self.0 & bit != 0),
            None => None,
        }
    }
}

const OPTIONS: u8 = 1 << 6;
const ALL: u8 = (1 << 7) - 1;

#[inline]
const fn bit(method: &[u8]) -> Option<u8> {
    Some(match method {
        b"GET" => 1,
        b"HEAD" => 1 << 1,
        b"POST" => 1 << 2,
        b"PUT" => 1 << 3,
        b"PATCH" => 1 << 4,
        b"DELETE" => 1 << 5,
        b"OPTIONS" => OPTIONS,
        _ => return None,
    })
}

/// The bits of the methods on a list, and whether each method there has one.
const fn bits(line: &str) -> (u8, bool) {
    let (mut bits, mut all_known) = (0, true);
    let mut rest = line.as_bytes();
    while !rest.is_empty() {
        let (name, others) = first_name(rest);
        match bit(name) {
            Some(bit) => bits |= bit,
            None => all_known = false,
        }
        rest = others;
    }
    (bits, all_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_agree_with_the_list() {
        for (line, all_known) in
            [("", true), ("GET, HEAD", true), ("PUT", true), ("PURGE, PATCH, OPTIONS", false), ("POST, GETS", false)]
        {
            assert_eq!(KnownMethods::are_all_on(line), all_known, "{line}");
            let known = KnownMethods::on(line);
            for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "GETS", "get", ""] {
                let on_list = line.split(", ").any(|name| name == method);
                assert_eq!(known.has(method.as_bytes()).unwrap_or(on_list), on_list, "{method} on {line}");
            }
        }
    }

    #[test]
    fn every_method_but_options() {
        let known = KnownMethods::of(&Methods::Any);
        assert_eq!((known.has(b"GET"), known.has(b"OPTIONS"), known.has(b"PURGE")), (Some(true), Some(false), None));
    }
}
