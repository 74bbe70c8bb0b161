//! Sources of origins that only a running program has.

use std::fmt;
use std::sync::Arc;

use cors_policy::{OriginSet, OriginSource};

use super::shared_origins::SharedOrigins;

/// The form in which a constant holds a source of origins: reading it the first time may force a `LazyLock`.
pub type SourceFunction = fn() -> &'static dyn OriginSource;

/// A source of origins that is known at run time: an [`OriginSet`], or [`SharedOrigins`] that are swapped.
#[derive(Clone)]
pub struct OriginsFrom(Source);

#[derive(Clone)]
enum Source {
    Function(SourceFunction),
    Shared(Arc<dyn OriginSource>),
}

impl OriginsFrom {
    /// The source of a policy that is a constant, where it has one. `Option::map` is no constant function.
    pub(crate) const fn constant(function: Option<SourceFunction>) -> Option<Self> {
        match function {
            Some(function) => Some(Self(Source::Function(function))),
            None => None,
        }
    }

    /// The function, where the source is a constant.
    pub(crate) const fn as_function(&self) -> Option<SourceFunction> {
        match &self.0 {
            Source::Function(source) => Some(*source),
            Source::Shared(_) => None,
        }
    }

    pub(crate) fn admits(&self, origin: &[u8]) -> bool {
        match &self.0 {
            Source::Function(source) => source().admits(origin),
            Source::Shared(source) => source.admits(origin),
        }
    }

    /// Reads the source once, so that a bad set stops the start and not the first request.
    pub(crate) fn force(&self) {
        if let Source::Function(source) = &self.0 {
            source();
        }
    }
}

impl fmt::Debug for OriginsFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Function(_) => f.write_str("OriginsFrom(static)"),
            Source::Shared(source) => f.debug_tuple("OriginsFrom").field(source).finish(),
        }
    }
}

impl From<OriginSet> for OriginsFrom {
    fn from(set: OriginSet) -> Self {
        Self(Source::Shared(Arc::new(set)))
    }
}

impl From<SharedOrigins> for OriginsFrom {
    fn from(origins: SharedOrigins) -> Self {
        Self(Source::Shared(Arc::new(origins)))
    }
}

impl From<&SharedOrigins> for OriginsFrom {
    fn from(origins: &SharedOrigins) -> Self {
        origins.clone().into()
    }
}
