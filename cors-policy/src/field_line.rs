//! A comma-separated header value that is also the list of its members.

/// Names joined by `", "`, as they are sent: the one form in which a policy keeps its lists.
///
/// ```
/// use cors_policy::FieldLine;
///
/// const LINE: FieldLine = FieldLine::constant("GET, HEAD");
/// assert_eq!(LINE.iter().collect::<Vec<_>>(), ["GET", "HEAD"]);
/// assert!(LINE.contains(b"HEAD"));
/// assert!(!LINE.contains(b"HEA"));
/// ```
#[derive(Clone, Debug)]
pub struct FieldLine(Line);

#[derive(Clone, Debug)]
enum Line {
    Constant(&'static str),
    Built(Box<str>),
}

impl FieldLine {
    /// A list without members.
    pub const EMPTY: Self = Self::constant("");

    /// A line that is a constant.
    #[must_use]
    pub const fn constant(line: &'static str) -> Self {
        Self(Line::Constant(line))
    }

    /// The line of these names.
    #[must_use]
    pub fn join<T: AsRef<str>>(names: &[T]) -> Self {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        Self(Line::Built(names.join(", ").into()))
    }

    /// The whole line.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match &self.0 {
            Line::Constant(line) => line,
            Line::Built(line) => line,
        }
    }

    /// The whole line, where it is a constant.
    #[must_use]
    pub const fn as_constant(&self) -> Option<&'static str> {
        match &self.0 {
            Line::Constant(line) => Some(line),
            Line::Built(_) => None,
        }
    }

    /// Whether the list has no members.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    /// The names, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.as_str().split(", ").filter(|name| !name.is_empty())
    }

    /// Whether a name is on the list, compared byte for byte.
    #[must_use]
    pub fn contains(&self, name: &[u8]) -> bool {
        self.iter().any(|member| member.as_bytes() == name)
    }
}

impl PartialEq for FieldLine {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for FieldLine {}
