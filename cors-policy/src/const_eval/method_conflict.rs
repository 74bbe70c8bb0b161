//! Two handlers of one path that serve the same method: an error of the program, found while it is compiled.

use super::text::ConstText;
use crate::http::list::{ConstNames, equal};
use crate::http::star::{STAR, is_star, star_is_method};

/// The methods of one handler on a path.
#[derive(Clone, Copy, Debug)]
pub struct MountedMethods {
    /// The handler's name.
    pub handler: &'static str,
    /// The methods as the key names them, and as they are sent. None where the handler's attribute is wrong, which is
    /// reported elsewhere.
    pub methods: Option<[&'static str; 2]>,
}

/// Two handlers of one path that serve the same method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodConflict {
    /// The name of the first handler.
    pub first: &'static str,
    /// The name of the second.
    pub second: &'static str,
    /// The method; `*` where both serve all.
    pub method: &'static str,
}

/// The first conflict among the handlers of a path.
///
/// GET's HEAD is no conflict with a handler that names HEAD: the latter wins, as in axum.
#[must_use]
pub const fn method_conflict(handlers: &[MountedMethods]) -> Option<MethodConflict> {
    let mut first = 0;
    while first < handlers.len() {
        let mut second = first + 1;
        while second < handlers.len() {
            if let Some(method) = shared_method(&handlers[first], &handlers[second]) {
                return Some(MethodConflict {
                    first: handlers[first].handler,
                    second: handlers[second].handler,
                    method,
                });
            }
            second += 1;
        }
        first += 1;
    }
    None
}

/// Refuses a program in which two handlers of a path serve the same method.
///
/// # Panics
/// Then, in a constant: the compiler shows the message at the caller.
#[track_caller]
pub const fn no_method_conflict(handlers: &[MountedMethods]) {
    if let Some(conflict) = method_conflict(handlers) {
        panic!("{}", conflict.message().as_str());
    }
}

const fn shared_method(left: &MountedMethods, right: &MountedMethods) -> Option<&'static str> {
    let (Some([left, _]), Some([right, _])) = (left.methods, right.methods) else {
        return None;
    };
    match (is_star(left), is_star(right)) {
        (true, true) => Some(STAR),
        (true, false) => first_under_star(right),
        (false, true) => first_under_star(left),
        (false, false) => first_in_common(left, right),
    }
}

/// The first method of a list that `*` means too.
const fn first_under_star(list: &'static str) -> Option<&'static str> {
    let mut names = ConstNames(list);
    while let Some((name, rest)) = names.next() {
        if star_is_method(name.as_bytes()) {
            return Some(name);
        }
        names = rest;
    }
    None
}

const fn first_in_common(left: &'static str, right: &'static str) -> Option<&'static str> {
    let mut lefts = ConstNames(left);
    while let Some((name, left_rest)) = lefts.next() {
        let mut rights = ConstNames(right);
        while let Some((other, right_rest)) = rights.next() {
            if equal(name.as_bytes(), other.as_bytes()) {
                return Some(name);
            }
            rights = right_rest;
        }
        lefts = left_rest;
    }
    None
}

impl MethodConflict {
    /// What is wrong, why it matters and what to write.
    #[must_use]
    pub const fn message(&self) -> ConstText {
        let all = is_star(self.method);
        ConstText::of(&[
            "`",
            self.first,
            "` and `",
            self.second,
            "` both serve ",
            if all { "every method" } else { self.method },
            "\n  why: a request has one handler, so one of the two would never run\nwrite: ",
            if all { "methods = \"*\"" } else { self.method },
            if all { " at one of them only" } else { " in the `methods` of one of them only" },
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(left: &'static str, right: &'static str) -> Option<&'static str> {
        let served = |handler, named| MountedMethods { handler, methods: Some([named, named]) };
        let found = method_conflict(&[served("one", left), served("two", right)])?;
        assert_eq!((found.first, found.second), ("one", "two"));
        Some(found.method)
    }

    #[test]
    fn conflicts() {
        assert_eq!(between("GET", "POST"), None);
        assert_eq!(between("GET, POST", "PUT, POST"), Some("POST"));
        assert_eq!(between("GET", "HEAD"), None);
        assert_eq!(between("*", "PUT"), Some("PUT"));
        assert_eq!(between("OPTIONS", "*"), None);
        assert_eq!(between("*", "*"), Some("*"));
        assert_eq!(between("PURGE", "PURG"), None);
    }
}
