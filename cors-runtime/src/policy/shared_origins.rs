//! A set of origins that is swapped while requests are served.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use cors_policy::{OriginSet, OriginSource};

/// A set that can be replaced at any time; requests that are being answered see the old one or the new one, whole.
///
/// Readers take no lock and never wait, neither for each other nor for a swap. A bad set cannot be made, so the one in
/// force stays until a good one is stored. Clones share the set.
///
/// ```
/// use cors_runtime::{OriginSet, SharedOrigins};
///
/// let origins = SharedOrigins::new(OriginSet::parse(["https://a.example.com"]).unwrap());
/// origins.store(OriginSet::parse(["https://b.example.com"]).unwrap());
/// assert!(origins.contains("https://b.example.com"));
/// assert!(!origins.contains("https://a.example.com"));
/// ```
#[derive(Clone)]
pub struct SharedOrigins(Arc<ArcSwap<OriginSet>>);

impl SharedOrigins {
    /// Begins with this set.
    #[must_use]
    pub fn new(set: OriginSet) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(set)))
    }

    /// Puts another set in force, from the next look-up on.
    pub fn store(&self, set: OriginSet) {
        self.0.store(Arc::new(set));
    }

    /// The set in force.
    #[must_use]
    pub fn load(&self) -> Arc<OriginSet> {
        self.0.load_full()
    }

    /// Whether the set in force admits this origin.
    #[must_use]
    pub fn contains(&self, origin: &str) -> bool {
        self.0.load().contains(origin)
    }
}

impl OriginSource for SharedOrigins {
    fn admits(&self, origin: &[u8]) -> bool {
        self.0.load().find(origin).is_some()
    }
}

impl fmt::Debug for SharedOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SharedOrigins").field(&*self.0.load()).finish()
    }
}

impl From<OriginSet> for SharedOrigins {
    fn from(set: OriginSet) -> Self {
        Self::new(set)
    }
}
