//! Sets of origins and patterns, looked through in time that does not grow with their number.
//!
//! One table holds the texts of all entries. A request's origin is looked up as it is, and then as each pattern that
//! could cover it: `https://a.b.example.com` as `https://*.b.example.com`, `https://*.example.com`, and so on. Which
//! depths and ports of patterns the set has is kept beside the table, so no lookup is made that cannot hit. Patterns with a
//! `*` inside their label are looked up by the name right of that label, and looked through as one does in a dictionary.

mod builder;
mod const_set;
mod label_patterns;
mod search;

pub(crate) use self::builder::SetBuilder;
pub use self::const_set::ConstSet;
pub use self::label_patterns::LabelPattern;

use std::borrow::Cow;
use std::fmt;

use self::search::{HostText, PortText};
use super::index;
use super::parts::OriginParts;
use super::{OriginPattern, PatternKind};

/// A source of admitted origins that decides about each request.
pub trait OriginSource: Send + Sync + fmt::Debug {
    /// Whether the bytes of an `Origin` header are admitted.
    fn admits(&self, origin: &[u8]) -> bool;
}

/// Origins and patterns of origins.
///
/// Made by [`OriginSet::parse`] at run time, or by the attribute as a constant. A million exact origins and a hundred
/// thousand patterns are looked through as quickly as ten.
///
/// # Size
/// A set made at run time takes its entries' texts and 24 to 40 bytes of the heap for each: 8 for where its text ends, and 16
/// to 32 for its place in a table that is at most half full. A million origins of 40 bytes were measured at 65 bytes each.
/// A pattern with a `*` inside its label takes about 100 more, where no other such pattern is above the same name.
/// [`OriginSet::heap_bytes`] tells it of a given set. A constant set takes none.
///
/// ```
/// # use cors_policy as cors_runtime;
/// use cors_runtime::OriginSet;
///
/// let set = OriginSet::parse(["https://app.example.com", "https://*.preview.example.com"]).unwrap();
/// assert!(set.contains("https://app.example.com"));
/// assert!(set.contains("https://pr-7.preview.example.com"));
/// assert!(!set.contains("https://preview.example.com"));
/// assert!(!set.contains("https://app.example.com.evil.com"));
/// ```
#[derive(Clone)]
pub struct OriginSet {
    texts: Texts,
    slots: Cow<'static, [u64]>,
    seed: u64,
    /// How many of the texts are exact origins; they come first.
    exact: usize,
    /// Whether any pattern ends in `:*`.
    any_port: bool,
    /// Bit n: there is a pattern `*.` above a name of n labels.
    subdomain_depths: u128,
    /// Bit n: there is a pattern like `pr-*.` above a name of n labels.
    in_label_depths: u128,
    groups: Groups,
    group_slots: Cow<'static, [u64]>,
}

/// All patterns like `pr-*.` above one scheme, name and port, in the order in which they are looked through.
pub type Group = (&'static str, &'static [LabelPattern]);

type BuiltGroup = (Box<str>, Box<[LabelPattern]>);

#[derive(Clone)]
enum Groups {
    Constant(&'static [Group]),
    Built(Box<[BuiltGroup]>),
}

impl Groups {
    fn len(&self) -> usize {
        match self {
            Self::Constant(groups) => groups.len(),
            Self::Built(groups) => groups.len(),
        }
    }

    fn get(&self, number: usize) -> (&str, &[LabelPattern]) {
        match self {
            Self::Constant(groups) => groups.get(number).copied().unwrap_or_default(),
            Self::Built(groups) => {
                groups.get(number).map(|(name, patterns)| (&**name, &**patterns)).unwrap_or_default()
            }
        }
    }
}

#[derive(Clone)]
enum Texts {
    Constant(&'static [&'static str]),
    Built { arena: String, ends: Vec<usize> },
}

impl Texts {
    fn len(&self) -> usize {
        match self {
            Self::Constant(texts) => texts.len(),
            Self::Built { ends, .. } => ends.len(),
        }
    }

    fn get(&self, number: usize) -> &str {
        match self {
            Self::Constant(texts) => texts.get(number).copied().unwrap_or_default(),
            Self::Built { arena, ends } => arena.get(built_range(ends, number)).unwrap_or_default(),
        }
    }
}

/// Where a text is in the arena.
fn built_range(ends: &[usize], number: usize) -> std::ops::Range<usize> {
    let end_of = |number: usize| ends.get(number).copied().unwrap_or_default();
    number.checked_sub(1).map_or(0, end_of)..end_of(number)
}

/// What in a set admitted an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// An entry that equals the origin; the number of its text.
    Exact(usize),
    /// A pattern that covers it; the number of its text.
    Pattern(usize),
}

impl OriginSet {
    /// Whether the set admits this origin.
    #[must_use]
    pub fn contains(&self, origin: &str) -> bool {
        self.find(origin.as_bytes()).is_some()
    }

    /// What admits an origin's bytes, exactly as they are in the `Origin` header.
    #[inline]
    #[must_use]
    pub fn find(&self, origin: &[u8]) -> Option<Match> {
        // A pattern's own text is no origin, so a request that sends it is not admitted by it.
        match self.number(origin) {
            Some(number) if number < self.exact => Some(Match::Exact(number)),
            _ if self.texts.len() == self.exact => None,
            _ => self.find_covering(origin),
        }
    }

    fn find_covering(&self, origin: &[u8]) -> Option<Match> {
        let parts = OriginParts::of_request(origin)?;
        let host = HostText::of_request(parts.scheme, parts.host)?;
        self.find_pattern(parts.scheme, host, PortText::Fixed(parts.port), None).map(Match::Pattern)
    }

    /// How many origins and patterns the set holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// How many of them are origins, and no patterns; [`iter`](Self::iter) has these first.
    #[must_use]
    pub const fn exact_len(&self) -> usize {
        self.exact
    }

    /// Whether the set admits nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.len() == 0
    }

    /// The origins and patterns: first the exact ones, then the patterns, each in the order they were given.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.texts.len()).map(|number| self.texts.get(number))
    }

    /// The heap's bytes this set holds.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        let texts = match &self.texts {
            Texts::Constant(_) => 0,
            Texts::Built { arena, ends } => arena.capacity() + ends.capacity() * size_of::<usize>(),
        };
        let groups: usize = match &self.groups {
            Groups::Constant(_) => 0,
            Groups::Built(groups) => {
                let each = groups.iter().map(|(name, patterns)| name.len() + size_of_val::<[LabelPattern]>(patterns));
                size_of_val::<[_]>(groups) + each.sum::<usize>()
            }
        };
        texts + size_of_val::<[u64]>(&self.slots) + size_of_val::<[u64]>(&self.group_slots) + groups
    }

    #[inline]
    fn number(&self, text: &[u8]) -> Option<usize> {
        // The two kinds of texts are told apart once, and not at each text.
        match &self.texts {
            Texts::Constant(texts) => index::find(&self.slots, texts.len(), self.seed, text, |number| {
                texts.get(number).map(|text| text.as_bytes()).unwrap_or_default()
            }),
            Texts::Built { arena, ends } => index::find(&self.slots, ends.len(), self.seed, text, |number| {
                // As bytes, of which nothing asks whether a character begins where they are cut.
                arena.as_bytes().get(built_range(ends, number)).unwrap_or_default()
            }),
        }
    }

    /// The entry that admits everything `entry` admits, other than the entry itself.
    pub(crate) fn covering(&self, entry: &OriginPattern) -> Option<&str> {
        let host = HostText::of_entry(entry);
        let after_host = entry.scheme().len() + 3 + entry.host().len();
        let port = match entry.kind {
            PatternKind::Nobody => return None,
            _ if entry.port.is_any() => PortText::Any,
            _ => PortText::Fixed(&entry.text.as_bytes()[after_host..]),
        };
        let own = self.number(entry.text.as_bytes());
        self.find_pattern(entry.scheme().as_bytes(), host, port, own).map(|number| self.texts.get(number))
    }
}

/// The set that admits nobody: what a table without rows holds, before the first origin is added.
///
/// [`OriginSet::parse`] refuses an empty list, since a forgotten variable looks the same; here it is meant.
impl Default for OriginSet {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl OriginSource for OriginSet {
    fn admits(&self, origin: &[u8]) -> bool {
        self.find(origin).is_some()
    }
}

impl fmt::Debug for OriginSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 8;
        let mut list = f.debug_list();
        list.entries(self.iter().take(SHOWN));
        if self.len() > SHOWN {
            list.entry(&format_args!("and {} more", self.len() - SHOWN));
        }
        list.finish()
    }
}
