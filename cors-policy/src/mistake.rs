//! What is wrong with a policy, as values: the compiler's errors and the run-time ones are made of these.

use std::fmt;

use crate::Key;

/// Where something was written, as a number.
///
/// The attribute keeps a table of source spans, and this is an index of it; the domain only hands the number back. What is
/// made at run time has no spans, and the number is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SpanIndex(pub usize);

/// The sort of a [`Mistake`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MistakeKind {
    /// A key that must be there is not.
    Missing,
    /// A list or text without anything in it.
    Empty,
    /// A list that is too long: for source code, or for any set.
    TooMany,
    /// A key that does not exist.
    UnknownKey,
    /// A key that is given twice.
    RepeatedKey,
    /// A value of another form than its key has.
    Shape,
    /// A text that is not an origin as browsers serialise it.
    NotAnOrigin,
    /// A `*` where a pattern cannot have one: `https://a.*.com`.
    Wildcard,
    /// An entry that is listed twice, or that another entry covers.
    Redundant,
    /// `"*"` together with something that it makes superfluous.
    StarNotAlone,
    /// `"*"` together with credentials.
    StarWithCredentials,
    /// An origin that anyone on the network can speak for, together with credentials.
    Insecure,
    /// A wildcard under which anyone can register a name, or make an extension.
    PublicSuffix,
    /// An origin that names nobody: `null`, which every sandboxed page has, or `file://`.
    NullOrigin,
    /// A method that cannot be one.
    Method,
    /// A header name that cannot be one, or that scripts cannot set or read.
    Header,
    /// A number of seconds out of bounds.
    MaxAge,
}

/// One mistake in a policy: what is wrong, why it matters, and what to write instead.
///
/// ```
/// # use cors_policy as cors_runtime;
/// use cors_runtime::{MistakeKind, OriginSet};
///
/// let errors = OriginSet::parse(["https://app.example.com/"]).unwrap_err();
/// let mistake = errors.iter().next().unwrap();
/// assert_eq!(mistake.kind(), MistakeKind::NotAnOrigin);
/// assert_eq!(mistake.text(), "https://app.example.com/");
/// assert!(mistake.message().contains(r#"write: "https://app.example.com""#));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Mistake {
    key: Key,
    text: String,
    span: SpanIndex,
    pub(crate) fault: Fault,
}

impl Mistake {
    /// The sort of mistake.
    #[must_use]
    pub fn kind(&self) -> MistakeKind {
        self.fault.kind
    }

    /// The key whose value it is in.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// The offending text; empty where something is missing.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it was written: the number that the front end gave.
    #[must_use]
    pub fn span(&self) -> SpanIndex {
        self.span
    }

    /// What is wrong, why it matters and what to write, one line each.
    #[must_use]
    pub fn message(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

/// As the words are: `unwrap`, and a `main` that returns the error, print it so.
impl fmt::Debug for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Mistake {}

/// All mistakes of a policy, in the order of its keys; never empty.
///
/// ```
/// # use cors_policy as cors_runtime;
/// use cors_runtime::OriginSet;
///
/// let errors = OriginSet::parse(["http://app.example.com", "https://app.example.com/"]).unwrap_err();
/// assert_eq!(errors.iter().count(), 2);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PolicyErrors {
    mistakes: Vec<Mistake>,
    /// Whether each is shown with its key.
    keyed: bool,
}

impl PolicyErrors {
    /// The mistakes of a set of origins, whose maker has written no key.
    pub(crate) fn without_keys(mistakes: Vec<Mistake>) -> Self {
        Self { mistakes, keyed: false }
    }

    /// The mistakes, one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Mistake> {
        self.mistakes.iter()
    }
}

impl From<Vec<Mistake>> for PolicyErrors {
    fn from(mistakes: Vec<Mistake>) -> Self {
        Self { mistakes, keyed: true }
    }
}

impl<'a> IntoIterator for &'a PolicyErrors {
    type Item = &'a Mistake;
    type IntoIter = std::slice::Iter<'a, Mistake>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for PolicyErrors {
    type Item = Mistake;
    type IntoIter = std::vec::IntoIter<Mistake>;

    fn into_iter(self) -> Self::IntoIter {
        self.mistakes.into_iter()
    }
}

impl fmt::Display for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, mistake) in self.mistakes.iter().enumerate() {
            if number > 0 {
                f.write_str("\n\n")?;
            }
            if self.keyed {
                write!(f, "{}: ", mistake.key)?;
            }
            write!(f, "{mistake}")?;
        }
        Ok(())
    }
}

/// As the words are, from a new line on: a `main` that returns the error prints `Error: ` and this.
impl fmt::Debug for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for PolicyErrors {}

/// A fault whose words are constants, so that it can also be reported while the program is compiled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConstFault {
    pub(crate) kind: MistakeKind,
    pub(crate) what: &'static str,
    pub(crate) why: &'static str,
    pub(crate) write: &'static str,
}

impl From<ConstFault> for Fault {
    fn from(fault: ConstFault) -> Self {
        Self::new(fault.kind, fault.what, fault.why, fault.write)
    }
}

/// What is wrong with a text, before the key and the place of the text are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: MistakeKind,
    pub(crate) what: String,
    pub(crate) why: String,
    pub(crate) write: String,
}

impl Fault {
    pub(crate) fn new(
        kind: MistakeKind,
        what: impl Into<String>,
        why: impl Into<String>,
        write: impl Into<String>,
    ) -> Self {
        Self { kind, what: what.into(), why: why.into(), write: write.into() }
    }

    /// The mistake that this fault is under a key and at a place.
    pub(crate) fn at(self, key: Key, text: &str, span: SpanIndex) -> Mistake {
        Mistake { key, text: text.to_owned(), span, fault: self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  why: {}\nwrite: {}", self.what, self.why, self.write)
    }
}

#[cfg(test)]
mod tests {
    use crate::{ListValue, OriginSet, PolicyErrors, PolicySpec};

    #[test]
    fn an_error_that_main_returns_is_read_in_words() {
        let spec = PolicySpec { origins: Some(ListValue::of(["https://a.example/"])), ..PolicySpec::default() };
        let errors = PolicyErrors::from(spec.validate().unwrap_err());
        assert_eq!(format!("{errors:?}"), format!("\n{errors}"));
        assert!(errors.to_string().starts_with("origins: `https://a.example/` ends in a slash\n  why: "), "{errors}");
        assert!(errors.to_string().contains("\n\nmethods: no methods are given\n"), "{errors}");
        let first = errors.iter().next().unwrap();
        assert_eq!(format!("{first:?}"), first.message());
    }

    #[test]
    fn a_set_has_no_keys_to_show() {
        let errors = OriginSet::parse(["https://a.example/"]).unwrap_err();
        assert!(errors.to_string().starts_with("`https://a.example/` ends in a slash\n"), "{errors}");
    }
}
