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

/// What is wrong where two handlers of a path serve the same method, why it matters and what to write.
///
/// GET's HEAD is no conflict with a handler that names HEAD: the latter wins, as in axum.
#[must_use]
pub const fn method_conflict(handlers: &[MountedMethods]) -> Option<ConstText> {
    let mut first = 0;
    while first < handlers.len() {
        let mut second = first + 1;
        while second < handlers.len() {
            if let Some(method) = shared_method(&handlers[first], &handlers[second]) {
                return Some(message(handlers[first].handler, handlers[second].handler, method));
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
        panic!("{}", conflict.as_str());
    }
}

const fn shared_method(left: &MountedMethods, right: &MountedMethods) -> Option<&'static str> {
    let (Some([left, _]), Some([right, _])) = (left.methods, right.methods) else {
        return None;
    };
    if is_star(left) && is_star(right) {
        return Some(STAR);
    }
    let (list, others) = if is_star(left) { (right, left) } else { (left, right) };
    let mut names = ConstNames(list);
    while let Some((name, rest)) = names.next() {
        if has_method(others, name) {
            return Some(name);
        }
        names = rest;
    }
    None
}

/// Whether a list names a method, or means it by `*`.
const fn has_method(list: &str, method: &str) -> bool {
    if is_star(list) {
        return star_is_method(method.as_bytes());
    }
    let mut names = ConstNames(list);
    while let Some((name, rest)) = names.next() {
        if equal(name.as_bytes(), method.as_bytes()) {
            return true;
        }
        names = rest;
    }
    false
}

const fn message(first: &str, second: &str, method: &str) -> ConstText {
    let all = is_star(method);
    ConstText::of(&[
        "`",
        first,
        "` and `",
        second,
        "` both serve ",
        if all { "every method" } else { method },
        "\n  why: a request has one handler, so one of the two would never run\nwrite: ",
        if all { "methods = \"*\"" } else { method },
        if all { " at one of them only" } else { " in the `methods` of one of them only" },
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(left: &'static str, right: &'static str) -> Option<String> {
        let served = |handler, named| MountedMethods { handler, methods: Some([named, named]) };
        let found = method_conflict(&[served("one", left), served("two", right)])?;
        found.as_str().lines().next().map(str::to_owned)
    }

    #[test]
    fn conflicts() {
        assert_eq!(between("GET", "POST"), None);
        assert_eq!(between("GET, POST", "PUT, POST"), Some("`one` and `two` both serve POST".to_owned()));
        assert_eq!(between("GET", "HEAD"), None);
        assert_eq!(between("*", "PUT"), Some("`one` and `two` both serve PUT".to_owned()));
        assert_eq!(between("OPTIONS", "*"), None);
        assert_eq!(between("*", "*"), Some("`one` and `two` both serve every method".to_owned()));
        assert_eq!(between("PURGE", "PURG"), None);
    }
}
