//! Sets of origins and patterns, looked through in time that does not grow with their number.
//!
//! One table holds the texts of all entries. A request's origin is looked up as it is, and then as each pattern that
//! could cover it: `https://a.b.example.com` as `https://*.b.example.com`, `https://*.example.com`, and so on. Which
//! depths and ports of patterns the set has is kept beside the table, so no lookup is made that cannot hit. Patterns with a
//! `*` inside their label are looked up by the name right of that label, and looked through as one does in a dictionary.

mod builder;
mod label_patterns;
mod search;

pub(crate) use self::builder::SetBuilder;

use std::fmt;
use std::ops::Range;

use self::label_patterns::LabelPattern;
use self::search::{HostText, PortText};
use super::index::Index;
use super::parts::OriginParts;
use super::{OriginPattern, PatternKind, PatternPort};

/// A source of admitted origins that decides about each request.
pub trait OriginSource: Send + Sync + fmt::Debug {
    /// Whether the bytes of an `Origin` header are admitted.
    fn admits(&self, origin: &[u8]) -> bool;
}

/// Origins and patterns of origins.
///
/// Made by [`OriginSet::parse`], or from an attribute when its route is mounted. A million exact origins and a hundred
/// thousand patterns are looked through as quickly as ten.
///
/// # Limits
/// An entry has at most 326 bytes: a scheme of 64, a host of 253, a port. A set has at most two million entries. What goes beyond
/// is an error. Looking an origin up takes the same time whoever chose the entries.
///
/// # Size
/// A set takes its entries' texts and 24 to 40 bytes of the heap for each: 8 for where its text ends, and 16
/// to 32 for its place in a table that is at most half full. A million origins of 40 bytes were measured at 65 bytes each.
/// A pattern with a `*` inside its label takes about 100 more, where no other such pattern is above the same name.
/// [`OriginSet::heap_bytes`] tells it of a given set.
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
    /// The texts of all entries, one after another.
    arena: String,
    /// Where each text ends in the arena.
    ends: Vec<usize>,
    /// The table over the texts.
    index: Index,
    /// How many of the texts are exact origins; they come first.
    exact: usize,
    /// Whether any pattern ends in `:*`.
    any_port: bool,
    /// Bit n: there is a pattern `*.` above a name of n labels.
    subdomain_depths: u128,
    /// Bit n: there is a pattern like `pr-*.` above a name of n labels.
    in_label_depths: u128,
    groups: Vec<Group>,
    /// The table over the groups' names.
    group_index: Index,
}

/// All patterns like `pr-*.` above one scheme, name and port, in the order in which they are looked through.
#[derive(Clone)]
struct Group {
    name: Box<str>,
    patterns: Box<[LabelPattern]>,
}

/// Where a text is in the arena.
fn range_of(ends: &[usize], number: usize) -> Range<usize> {
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
    /// A set that admits nobody: for an application that begins without any origin. [`OriginSet::parse`] refuses an empty
    /// list, which in a configuration is a slip.
    pub const EMPTY: Self = Self {
        arena: String::new(),
        ends: Vec::new(),
        index: Index::EMPTY,
        exact: 0,
        any_port: false,
        subdomain_depths: 0,
        in_label_depths: 0,
        groups: Vec::new(),
        group_index: Index::EMPTY,
    };

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
            _ if self.len() == self.exact => None,
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
        self.ends.len()
    }

    /// How many of them are origins, and no patterns; [`iter`](Self::iter) has these first.
    #[must_use]
    pub const fn exact_len(&self) -> usize {
        self.exact
    }

    /// Whether the set admits nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The origins and patterns: first the exact ones, then the patterns, each in the order they were given.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.text(number))
    }

    /// The heap's bytes this set holds.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        let groups: usize = self.groups.iter().map(|group| group.name.len() + size_of_val(&*group.patterns)).sum();
        self.arena.capacity()
            + self.ends.capacity() * size_of::<usize>()
            + self.groups.capacity() * size_of::<Group>()
            + self.index.heap_bytes()
            + self.group_index.heap_bytes()
            + groups
    }

    #[inline]
    fn number(&self, text: &[u8]) -> Option<usize> {
        // As bytes, of which nothing asks whether a character begins where they are cut.
        let text_of = |number| self.arena.as_bytes().get(range_of(&self.ends, number)).unwrap_or_default();
        self.index.find(text, text_of)
    }

    fn text(&self, number: usize) -> &str {
        self.arena.get(range_of(&self.ends, number)).unwrap_or_default()
    }

    /// The entry that admits everything `entry` admits, other than the entry itself.
    pub(crate) fn covering(&self, entry: &OriginPattern) -> Option<&str> {
        let host = HostText::of_entry(entry);
        let after_host = entry.scheme().len() + 3 + entry.host().len();
        let port = match entry.kind {
            PatternKind::Nobody => return None,
            _ if entry.port == PatternPort::Any => PortText::Any,
            _ => PortText::Fixed(&entry.text.as_bytes()[after_host..]),
        };
        let own = self.number(entry.text.as_bytes());
        self.find_pattern(entry.scheme().as_bytes(), host, port, own).map(|number| self.text(number))
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
