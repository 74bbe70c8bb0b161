//! What an origin or a pattern admits: its kind and its port.

/// Which hosts a pattern admits; an origin is a pattern that admits one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PatternKind {
    /// An origin that names nobody: `null`, and the `file://` that some web views send instead.
    Nobody,
    /// One host.
    Exact,
    /// All hosts of an application's or extension's scheme, `moz-extension://*`.
    AnyHost,
    /// All names below one, `*.`.
    Subdomains,
    /// Names whose leftmost label fits, `pr-*.`; the `*` is at this byte of the host.
    InLabel { star: usize },
}

/// The port of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PatternPort {
    /// This port; none is the scheme's default.
    Fixed(Option<u16>),
    /// `:*`, no port or any.
    Any,
}
