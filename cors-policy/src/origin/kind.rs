//! What an entry of a list admits: its kind and its port.

/// What an entry admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    /// An origin that names nobody: `null`, and the `file://` that some web views send instead.
    Nobody,
    /// One host.
    Exact,
    /// All hosts of an application's or extension's scheme, `moz-extension://*`.
    AnyHost,
    /// All names below one, `*.`.
    Subdomains,
    /// Names whose leftmost label fits, `pr-*.`; the `*` stands at this byte of the host.
    InLabel { star: usize },
}

/// The port of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryPort {
    /// This port; none is the scheme's default.
    Fixed(Option<u16>),
    /// `:*`, no port or any.
    Any,
}

impl EntryPort {
    pub(crate) fn is_any(self) -> bool {
        self == Self::Any
    }
}
