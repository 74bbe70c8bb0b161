//! A comma-separated header value that is also the list of its members.

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
#[derive(Clone, Debug)]
pub struct FieldValue(Text);

#[derive(Clone, Debug)]
enum Text {
    Constant(&'static str),
    Built(Box<str>),
}

impl FieldValue {
    /// A list without members.
    pub const EMPTY: Self = Self::constant("");

    /// A value that is a constant.
    #[must_use]
    pub const fn constant(text: &'static str) -> Self {
        Self(Text::Constant(text))
    }

    /// The value with these names.
    #[must_use]
    pub fn join<T: AsRef<str>>(names: &[T]) -> Self {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        Self(Text::Built(names.join(SEPARATOR).into()))
    }

    /// The whole value.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match &self.0 {
            Text::Constant(text) => text,
            Text::Built(text) => text,
        }
    }

    /// The whole value, where it is a constant.
    #[must_use]
    pub const fn as_constant(&self) -> Option<&'static str> {
        match &self.0 {
            Text::Constant(text) => Some(text),
            Text::Built(_) => None,
        }
    }

    /// Whether the list has no members.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.as_str().is_empty()
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

impl PartialEq for FieldValue {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for FieldValue {}
