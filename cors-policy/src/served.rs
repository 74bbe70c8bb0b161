//! Which methods the handlers of one path serve, judged while the program is compiled.

/// A handler by its name, with the methods it is mounted on.
#[derive(Clone, Copy, Debug)]
pub struct Served {
    /// The handler's name.
    pub handler: &'static str,
    /// Its methods as they are named, and as they are sent; none where its attribute is wrong, which is reported elsewhere.
    pub methods: Option<[&'static str; 2]>,
}

/// Two handlers of one path that serve the same method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
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
pub const fn conflict(handlers: &[Served]) -> Option<Conflict> {
    let mut first = 0;
    while first < handlers.len() {
        let mut second = first + 1;
        while second < handlers.len() {
            if let Some(method) = shared_method(&handlers[first], &handlers[second]) {
                return Some(Conflict { first: handlers[first].handler, second: handlers[second].handler, method });
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
pub const fn no_conflict(handlers: &[Served]) {
    if let Some(conflict) = conflict(handlers) {
        panic!("{}", conflict.message().as_str());
    }
}

const fn shared_method(left: &Served, right: &Served) -> Option<&'static str> {
    let (Some([left, _]), Some([right, _])) = (left.methods, right.methods) else {
        return None;
    };
    match (left.as_bytes(), right.as_bytes()) {
        (b"*", b"*") => Some("*"),
        (b"*", _) => first_but_options(right),
        (_, b"*") => first_but_options(left),
        _ => first_in_common(left, right),
    }
}

/// `"*"` leaves OPTIONS to others.
const fn first_but_options(line: &'static str) -> Option<&'static str> {
    let mut names = Names(line);
    while let Some((name, rest)) = names.next() {
        if !equal(name.as_bytes(), b"OPTIONS") {
            return Some(name);
        }
        names = rest;
    }
    None
}

const fn first_in_common(left: &'static str, right: &'static str) -> Option<&'static str> {
    let mut lefts = Names(left);
    while let Some((name, left_rest)) = lefts.next() {
        let mut rights = Names(right);
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

/// The names of a line joined by `", "`, walked through without iterators, which constants cannot use.
#[derive(Clone, Copy)]
pub(crate) struct Names(pub(crate) &'static str);

impl Names {
    /// The first name and the names after it.
    pub(crate) const fn next(self) -> Option<(&'static str, Self)> {
        if self.0.is_empty() {
            return None;
        }
        let (name, others) = first_name(self.0.as_bytes());
        Some((text(name), Self(text(others))))
    }
}

/// The first of the names joined by `", "`, and the others.
pub(crate) const fn first_name(line: &[u8]) -> (&[u8], &[u8]) {
    let mut len = 0;
    let mut rest = line;
    while let [byte, after @ ..] = rest {
        if let (b',', [b' ', others @ ..]) = (*byte, after) {
            return (line.split_at(len).0, others);
        }
        len += 1;
        rest = after;
    }
    (line, rest)
}

/// Cut at commas, a text stays one; `str::split_at` is for constants only since Rust 1.86.
const fn text(bytes: &'static [u8]) -> &'static str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

pub(crate) const fn equal(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut i = 0;
    while i < left.len() {
        if left[i] != right[i] {
            return false;
        }
        i += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(left: &'static str, right: &'static str) -> Option<&'static str> {
        let served = |handler, named| Served { handler, methods: Some([named, named]) };
        let found = conflict(&[served("one", left), served("two", right)])?;
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
