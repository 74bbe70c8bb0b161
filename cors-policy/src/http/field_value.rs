//! A comma-separated header value that is also the list of its members.

use std::borrow::Cow;

use super::list::{self, SEPARATOR};

/// Names joined by `", "`, as they are sent: the one form in which a policy keeps its lists.
///
/// ```
/// use cors_policy::FieldValue;
///
/// const METHODS: FieldValue = FieldValue::constant("GET, HEAD");
/// assert_eq!(METHODS.iter().collect::<Vec<_>>(), ["GET", "HEAD"]);
/// assert!(METHODS.contains(b"HEAD"));
/// assert!(!METHODS.contains(b"HEA"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldValue(Cow<'static, str>);

impl FieldValue {
    /// A value that is a constant.
    #[must_use]
    pub const fn constant(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The value with these names.
    #[must_use]
    pub fn join<T: AsRef<str>>(names: &[T]) -> Self {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        Self(Cow::Owned(names.join(SEPARATOR)))
    }

    /// The whole value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the list has no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        list::names(self.as_str())
    }

    /// Whether a name is on the list, compared byte for byte.
    #[must_use]
    pub fn contains(&self, name: &[u8]) -> bool {
        self.iter().any(|member| member.as_bytes() == name)
    }
}
