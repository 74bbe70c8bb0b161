//! Lists of names joined by `", "`: the form in which header values have them, and in which policies keep them.
//!
//! Constants have no iterators and no `==` for texts, so there is a second way to walk through a list, for them.

/// What parts two names of a list.
pub(crate) const SEPARATOR: &str = ", ";

/// The names on a list, in order. An empty list has no names.
///
/// ```
/// assert_eq!(cors_policy::names("GET, HEAD").collect::<Vec<_>>(), ["GET", "HEAD"]);
/// ```
pub fn names(list: &str) -> impl Iterator<Item = &str> {
    list.split(SEPARATOR).filter(|name| !name.is_empty())
}

/// Whether a list has a name.
#[must_use]
pub fn has_name(list: &str, name: &str) -> bool {
    names(list).any(|member| member == name)
}

/// The names of a list as a constant can walk through them.
#[derive(Clone, Copy)]
pub(crate) struct ConstNames<'a>(pub(crate) &'a str);

impl<'a> ConstNames<'a> {
    /// The first name and the names after it.
    pub(crate) const fn next(self) -> Option<(&'a str, Self)> {
        if self.0.is_empty() {
            return None;
        }
        let list = self.0.as_bytes();
        let mut rest = list;
        while let [_, after @ ..] = rest {
            if let [b',', b' ', others @ ..] = rest {
                // `str::split_at` is for constants only since Rust 1.86, and 1.85 tests this crate.
                let name = list.split_at(list.len() - rest.len()).0;
                if let (Ok(name), Ok(others)) = (std::str::from_utf8(name), std::str::from_utf8(others)) {
                    return Some((name, Self(others)));
                }
            }
            rest = after;
        }
        Some((self.0, Self("")))
    }
}

/// Whether two texts have the same bytes. Constants cannot use `==`.
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

    #[test]
    fn both_walks_find_the_names() {
        for (list, expected) in [("", &[][..]), ("a", &["a"]), ("a, b", &["a", "b"]), ("a,b, c", &["a,b", "c"])] {
            assert_eq!(names(list).collect::<Vec<_>>(), expected, "{list:?}");
            let mut rest = ConstNames(list);
            for name in expected {
                let (first, others) = rest.next().unwrap();
                assert_eq!(first, *name, "{list:?}");
                rest = others;
            }
            assert!(rest.next().is_none(), "{list:?}");
        }
    }
}
