//! The common methods as bits of a number: on the path of every preflight a bit is quicker than a list.

use super::list::ConstNames;
use super::method_names::{COMMON, COMMON_METHODS};

/// A set of the common methods, which are those that axum has filters for, and OPTIONS.
///
/// ```
/// use cors_policy::MethodBits;
///
/// let list = "GET, HEAD, PURGE";
/// let methods = MethodBits::on(list);
/// assert_eq!(methods.has(b"GET"), Some(true));
/// assert_eq!(methods.has(b"PUT"), Some(false));
/// // PURGE has no bit, so only the list itself can tell.
/// assert_eq!(methods.has(b"PURGE"), None);
/// assert!(!MethodBits::are_all_on(list));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodBits(u8);

impl MethodBits {
    /// No method.
    pub const NONE: Self = Self(0);

    /// The common methods that `methods = "*"` means.
    pub const STAR: Self = Self::on(COMMON_METHODS);

    /// The common methods on a list.
    #[must_use]
    pub const fn on(list: &str) -> Self {
        Self(bits(list).0)
    }

    /// Whether a list has common methods only.
    #[must_use]
    pub const fn are_all_on(list: &str) -> bool {
        bits(list).1
    }

    /// Whether a method is in the set; none where it is not a common one.
    #[inline]
    #[must_use]
    pub const fn has(self, method: &[u8]) -> Option<bool> {
        match bit(method) {
            Some(bit) => Some(self.0 & bit != 0),
            None => None,
        }
    }
}

/// The bit of a method: its place among the common ones. A `match` is quicker than a walk along their list.
#[inline]
const fn bit(method: &[u8]) -> Option<u8> {
    Some(match method {
        b"GET" => 1,
        b"HEAD" => 1 << 1,
        b"POST" => 1 << 2,
        b"PUT" => 1 << 3,
        b"PATCH" => 1 << 4,
        b"DELETE" => 1 << 5,
        b"OPTIONS" => 1 << 6,
        _ => return None,
    })
}

// A common method without its bit does not compile.
const _: () = {
    let mut number = 0;
    while number < COMMON.len() {
        assert!(matches!(bit(COMMON[number].as_bytes()), Some(bit) if bit == 1 << number));
        number += 1;
    }
};

/// The bits of the methods on a list, and whether each method there has one.
const fn bits(list: &str) -> (u8, bool) {
    let (mut bits, mut all_common) = (0, true);
    let mut names = ConstNames(list);
    while let Some((name, rest)) = names.next() {
        match bit(name.as_bytes()) {
            Some(bit) => bits |= bit,
            None => all_common = false,
        }
        names = rest;
    }
    (bits, all_common)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::list::names;

    #[test]
    fn they_agree_with_the_list() {
        for (list, all_common) in
            [("", true), ("GET, HEAD", true), ("PUT", true), ("PURGE, PATCH, OPTIONS", false), ("POST, GETS", false)]
        {
            assert_eq!(MethodBits::are_all_on(list), all_common, "{list}");
            let known = MethodBits::on(list);
            for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "GETS", "get", ""] {
                let on_list = names(list).any(|name| name == method);
                assert_eq!(known.has(method.as_bytes()).unwrap_or(on_list), on_list, "{method} on {list}");
            }
        }
    }

    #[test]
    fn every_method_but_options() {
        let known = MethodBits::STAR;
        assert_eq!((known.has(b"GET"), known.has(b"OPTIONS"), known.has(b"PURGE")), (Some(true), Some(false), None));
    }
}
