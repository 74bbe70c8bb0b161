//! Sets of origins and patterns, looked through in time that does not grow with their number.
//!
//! One table holds the texts of all entries. A request's origin is looked up as it stands, and then as each pattern that
//! could cover it: `https://a.b.example.com` as `https://*.b.example.com`, `https://*.example.com`, and so on. Which
//! depths, ports and shapes of patterns the set has is kept beside the table, so no lookup is made that cannot hit.

use std::borrow::Cow;
use std::fmt;

use super::host::{MAX_HOST, MAX_LABEL, is_label_byte};
use super::index;
use super::serialized::{MAX_ORIGIN, Pieces};
use super::{Entry, EntryKind, IndexBuilder};

/// A source of admitted origins that is asked for each request.
pub trait OriginSource: Send + Sync + fmt::Debug {
    /// Whether the bytes of an `Origin` header are admitted.
    fn admits(&self, origin: &[u8]) -> bool;
}

/// Origins and patterns of origins.
///
/// Made by [`OriginSet::parse`] at run time, or by the attribute as a constant. A million exact origins and a hundred
/// thousand patterns are looked through as quickly as ten.
///
/// ```
/// use cors_policy::OriginSet;
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
    /// Bit n: a pattern `*.` stands above a name of n labels.
    subdomain_depths: u128,
    /// Bit n: a pattern like `pr-*.` stands above a name of n labels.
    in_label_depths: u128,
    groups: Cow<'static, [Group]>,
    group_slots: Cow<'static, [u64]>,
}

/// How many bytes a pattern like `pr-*-x.` has left and right of its `*`: `(3, 2)`.
pub type Shape = (u8, u8);

/// The shapes of all patterns like `pr-*.` above one scheme, name and port.
type Group = (Cow<'static, str>, Cow<'static, [Shape]>);

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
            Self::Constant(texts) => texts[number],
            Self::Built { arena, ends } => {
                let start = number.checked_sub(1).map_or(0, |before| ends[before]);
                &arena[start..ends[number]]
            }
        }
    }
}

/// What in a set admitted an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
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

    /// What admits an origin's bytes, exactly as they stand in the `Origin` header.
    #[must_use]
    pub fn find(&self, origin: &[u8]) -> Option<Found> {
        // A pattern's own text is no origin, so a request that sends it is not admitted by it.
        match self.number(origin) {
            Some(number) if number < self.exact => return Some(Found::Exact(number)),
            _ if self.texts.len() == self.exact => return None,
            _ => {}
        }
        let pieces = Pieces::cut(origin)?;
        let port = &origin[pieces.scheme.len() + 3 + pieces.host.len()..];
        let host = HostText::of_request(pieces.host)?;
        self.find_pattern(pieces.scheme, host, PortText::Fixed(port), None).map(Found::Pattern)
    }

    /// How many origins and patterns the set holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
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
        let groups: usize = self
            .groups
            .iter()
            .map(|(name, shapes)| size_of::<Group>() + name.len() + size_of_val::<[Shape]>(shapes))
            .sum();
        texts + size_of_val::<[u64]>(&self.slots) + size_of_val::<[u64]>(&self.group_slots) + groups
    }

    fn number(&self, text: &[u8]) -> Option<usize> {
        index::find(&self.slots, self.texts.len(), self.seed, text, |number| self.texts.get(number).as_bytes())
    }

    /// The entry that admits everything `entry` admits, other than the entry itself.
    pub(crate) fn covering(&self, entry: &Entry) -> Option<&str> {
        let host = HostText::of_entry(entry);
        let after_host = entry.scheme().len() + 3 + entry.host().len();
        let port = match entry.kind {
            EntryKind::Null => return None,
            _ if entry.port.is_any() => PortText::Any,
            _ => PortText::Fixed(&entry.text.as_bytes()[after_host..]),
        };
        let own = self.number(entry.text.as_bytes());
        self.find_pattern(entry.scheme().as_bytes(), host, port, own).map(|number| self.texts.get(number))
    }

    /// The first pattern that covers a host, `except` not counted.
    fn find_pattern(
        &self,
        scheme: &[u8],
        host: HostText<'_>,
        port: PortText<'_>,
        except: Option<usize>,
    ) -> Option<usize> {
        let search = Search { set: self, scheme, port, except };
        if let Some(number) = search.entry(&[host.text]) {
            return Some(number);
        }
        let mut above = host.labels;
        let mut dots = host.text.iter().enumerate().filter(|&(_, &byte)| byte == b'.');
        let first_dot = dots.next().map(|(at, _)| at)?;
        for at in std::iter::once(first_dot).chain(dots.map(|(at, _)| at)) {
            above -= 1;
            if has_depth(self.subdomain_depths, above) {
                if let Some(number) = search.entry(&[b"*", &host.text[at..]]) {
                    return Some(number);
                }
            }
        }
        if has_depth(self.in_label_depths, host.labels - 1) {
            return search.in_label(&host.text[..first_dot], &host.text[first_dot..], host.star);
        }
        None
    }
}

fn has_depth(depths: u128, labels: u32) -> bool {
    depths.checked_shr(labels).is_some_and(|bits| bits & 1 == 1)
}

/// The bytes of an origin after its host.
#[derive(Clone, Copy)]
enum PortText<'a> {
    /// Nothing, or `:` and a number: covered by the same text, and by `:*`.
    Fixed(&'a [u8]),
    /// `:*`, which only `:*` covers.
    Any,
}

/// A host with its labels counted.
#[derive(Clone, Copy)]
struct HostText<'a> {
    text: &'a [u8],
    labels: u32,
    /// Where the `*` of an in-label pattern stands, when it is a pattern that is looked up.
    star: Option<usize>,
}

impl<'a> HostText<'a> {
    /// A request's host; none where no pattern could cover it.
    fn of_request(text: &'a [u8]) -> Option<Self> {
        if text.len() > MAX_HOST {
            return None;
        }
        if text.first() == Some(&b'[') {
            return Some(Self { text, labels: 1, star: None });
        }
        let mut labels = 1;
        let mut label_len = 0;
        for &byte in text {
            if byte == b'.' {
                if label_len == 0 {
                    return None;
                }
                labels += 1;
                label_len = 0;
            } else if is_label_byte(byte) && label_len < MAX_LABEL {
                label_len += 1;
            } else {
                return None;
            }
        }
        (label_len > 0).then_some(Self { text, labels, star: None })
    }

    fn of_entry(entry: &'a Entry) -> Self {
        let text = entry.host().as_bytes();
        let labels = text.split(|&byte| byte == b'.').count();
        Self {
            text,
            labels: u32::try_from(labels).unwrap_or(u32::MAX),
            star: match entry.kind {
                EntryKind::InLabel { star } => Some(star),
                _ => None,
            },
        }
    }
}

/// One question to a set, in all the forms its patterns can have.
struct Search<'a> {
    set: &'a OriginSet,
    scheme: &'a [u8],
    port: PortText<'a>,
    except: Option<usize>,
}

impl Search<'_> {
    /// The pattern with this host, for the port asked about or for any.
    fn entry(&self, host: &[&[u8]]) -> Option<usize> {
        let mut text = Buffer::new(self.scheme);
        for piece in host {
            text.push(piece);
        }
        if let PortText::Fixed(port) = self.port {
            let found = self.pattern(text.with(port));
            if found.is_some() {
                return found;
            }
        }
        if self.set.any_port {
            return self.pattern(text.with(b":*"));
        }
        None
    }

    fn pattern(&self, text: &[u8]) -> Option<usize> {
        let number = self.set.number(text)?;
        (number >= self.set.exact && Some(number) != self.except).then_some(number)
    }

    /// The pattern like `pr-*` that covers a label above `parent` (which starts with its dot).
    fn in_label(&self, label: &[u8], parent: &[u8], star: Option<usize>) -> Option<usize> {
        let mut name = Buffer::new(self.scheme);
        name.push(parent);
        if let PortText::Fixed(port) = self.port {
            let found = self.in_group(name.with(port), label, parent, star);
            if found.is_some() {
                return found;
            }
        }
        if self.set.any_port {
            return self.in_group(name.with(b":*"), label, parent, star);
        }
        None
    }

    fn in_group(&self, name: &[u8], label: &[u8], parent: &[u8], star: Option<usize>) -> Option<usize> {
        let groups = &self.set.groups;
        let number = index::find(&self.set.group_slots, groups.len(), self.set.seed, name, |number| {
            groups[number].0.as_bytes()
        })?;
        groups[number].1.iter().find_map(|&(before, after)| {
            let (before, after) = (usize::from(before), usize::from(after));
            let end = label.len().checked_sub(after)?;
            let matched = label.get(before..end)?;
            let fits = !matched.is_empty()
                && matched.iter().enumerate().all(|(at, &byte)| {
                    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || Some(before + at) == star
                });
            if !fits {
                return None;
            }
            self.entry(&[&label[..before], b"*", &label[end..], parent])
        })
    }
}

/// A pattern's text, put together on the stack.
struct Buffer {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl Buffer {
    /// A pattern may be one byte longer than the origin it covers: `*` for nothing left of a dot cannot be, but `:*` for no port can.
    const CAPACITY: usize = MAX_ORIGIN + 4;

    fn new(scheme: &[u8]) -> Self {
        let mut buffer = Self { bytes: [0; Self::CAPACITY], len: 0 };
        buffer.push(scheme);
        buffer.push(b"://");
        buffer
    }

    /// Adds a piece. What does not fit is left out: such a text is longer than any entry and equals none.
    fn push(&mut self, piece: &[u8]) {
        if let Some(room) = self.bytes.get_mut(self.len..self.len + piece.len()) {
            room.copy_from_slice(piece);
            self.len += piece.len();
        }
    }

    /// The text with this at its end, which the next call takes off again.
    fn with(&mut self, end: &[u8]) -> &[u8] {
        let len = self.len;
        self.push(end);
        let text = &self.bytes[..self.len];
        self.len = len;
        text
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

/// Puts a set together from entries that have been parsed.
pub(crate) struct SetBuilder {
    arena: String,
    ends: Vec<usize>,
    index: IndexBuilder,
    exact: usize,
    any_port: bool,
    subdomain_depths: u128,
    in_label_depths: u128,
    groups: Vec<(String, Vec<Shape>)>,
    group_index: IndexBuilder,
    seed: u64,
}

impl SetBuilder {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            arena: String::new(),
            ends: Vec::new(),
            index: IndexBuilder::new(seed),
            exact: 0,
            any_port: false,
            subdomain_depths: 0,
            in_label_depths: 0,
            groups: Vec::new(),
            group_index: IndexBuilder::new(seed),
            seed,
        }
    }

    /// Whether an entry is compared as it stands; these must be added before all others.
    pub(crate) fn is_exact(entry: &Entry) -> bool {
        matches!(entry.kind, EntryKind::Null | EntryKind::Exact) && !entry.port.is_any()
    }

    /// Adds an entry; false where an equal one is there.
    pub(crate) fn add(&mut self, entry: &Entry) -> bool {
        let (arena, ends) = (&self.arena, &self.ends);
        let text = |number: usize| {
            let start = number.checked_sub(1).map_or(0, |before| ends[before]);
            &arena.as_bytes()[start..ends[number]]
        };
        if self.index.insert(entry.text.as_bytes(), text).is_err() {
            return false;
        }
        self.arena.push_str(&entry.text);
        self.ends.push(self.arena.len());
        if Self::is_exact(entry) {
            self.exact = self.ends.len();
        }
        self.any_port |= entry.port.is_any();
        if let Some(parent) = entry.parent() {
            let depth = 1_u128 << parent.split('.').count().min(127);
            match entry.kind {
                EntryKind::InLabel { star } => {
                    self.in_label_depths |= depth;
                    self.add_shape(entry, star);
                }
                _ => self.subdomain_depths |= depth,
            }
        }
        true
    }

    fn add_shape(&mut self, entry: &Entry, star: usize) {
        let label_len = entry.host().find('.').unwrap_or_default();
        let after_label = &entry.text[entry.scheme().len() + 3 + label_len..];
        let name = format!("{}://{after_label}", entry.scheme());
        // Labels have 63 bytes at most, so both counts fit.
        let [before, after] = [star, label_len - star - 1].map(|count| u8::try_from(count).unwrap_or(u8::MAX));
        let shape = (before, after);
        let groups = &self.groups;
        let number = match self.group_index.insert(name.as_bytes(), |number| groups[number].0.as_bytes()) {
            Ok(_) => {
                self.groups.push((name, Vec::new()));
                self.groups.len() - 1
            }
            Err(number) => number,
        };
        let shapes = &mut self.groups[number].1;
        if !shapes.contains(&shape) {
            shapes.push(shape);
        }
    }

    pub(crate) fn finish(mut self) -> OriginSet {
        self.arena.shrink_to_fit();
        self.ends.shrink_to_fit();
        OriginSet {
            texts: Texts::Built { arena: self.arena, ends: self.ends },
            slots: Cow::Owned(self.index.finish()),
            seed: self.seed,
            exact: self.exact,
            any_port: self.any_port,
            subdomain_depths: self.subdomain_depths,
            in_label_depths: self.in_label_depths,
            groups: self.groups.into_iter().map(|(name, shapes)| (Cow::Owned(name), Cow::Owned(shapes))).collect(),
            group_slots: Cow::Owned(self.group_index.finish()),
        }
    }
}

/// The parts of a set as constants, for the macros to write down.
#[derive(Clone, Copy, Debug)]
pub struct ConstantSet {
    /// The texts of the entries, exact ones first.
    pub texts: &'static [&'static str],
    /// The table over the texts.
    pub slots: &'static [u64],
    /// The seed of both tables.
    pub seed: u64,
    /// How many texts are exact origins.
    pub exact: usize,
    /// Whether any pattern ends in `:*`.
    pub any_port: bool,
    /// The depths of the `*.` patterns.
    pub subdomain_depths: u128,
    /// The depths of the patterns like `pr-*.`.
    pub in_label_depths: u128,
    /// Their shapes by scheme, name and port.
    pub groups: &'static [(Cow<'static, str>, Cow<'static, [Shape]>)],
    /// The table over the groups.
    pub group_slots: &'static [u64],
}

impl OriginSet {
    /// The set with these parts; they are what [`OriginSet::parts`] gave at build time.
    #[must_use]
    pub const fn constant(parts: ConstantSet) -> Self {
        Self {
            texts: Texts::Constant(parts.texts),
            slots: Cow::Borrowed(parts.slots),
            seed: parts.seed,
            exact: parts.exact,
            any_port: parts.any_port,
            subdomain_depths: parts.subdomain_depths,
            in_label_depths: parts.in_label_depths,
            groups: Cow::Borrowed(parts.groups),
            group_slots: Cow::Borrowed(parts.group_slots),
        }
    }

    /// The texts of a set that is a constant; none of one that was built at run time.
    #[must_use]
    pub const fn constant_texts(&self) -> &'static [&'static str] {
        match &self.texts {
            Texts::Constant(texts) => texts,
            Texts::Built { .. } => &[],
        }
    }

    /// A constant set once more: constants cannot be cloned by `Clone`.
    #[must_use]
    pub(crate) const fn copied(&self) -> Self {
        let Texts::Constant(texts) = &self.texts else {
            panic!("only a policy made by `policy!` can be started from at compile time");
        };
        let (Cow::Borrowed(slots), Cow::Borrowed(groups), Cow::Borrowed(group_slots)) =
            (&self.slots, &self.groups, &self.group_slots)
        else {
            panic!("only a policy made by `policy!` can be started from at compile time");
        };
        Self {
            texts: Texts::Constant(texts),
            slots: Cow::Borrowed(slots),
            seed: self.seed,
            exact: self.exact,
            any_port: self.any_port,
            subdomain_depths: self.subdomain_depths,
            in_label_depths: self.in_label_depths,
            groups: Cow::Borrowed(groups),
            group_slots: Cow::Borrowed(group_slots),
        }
    }

    /// The parts from which [`OriginSet::constant`] makes the set again.
    #[must_use]
    pub fn parts(&self) -> SetParts<'_> {
        SetParts {
            slots: &self.slots,
            seed: self.seed,
            exact: self.exact,
            any_port: self.any_port,
            subdomain_depths: self.subdomain_depths,
            in_label_depths: self.in_label_depths,
            groups: &self.groups,
            group_slots: &self.group_slots,
        }
    }
}

/// The parts of a set beside its texts, borrowed; the fields are those of [`ConstantSet`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct SetParts<'a> {
    pub slots: &'a [u64],
    pub seed: u64,
    pub exact: usize,
    pub any_port: bool,
    pub subdomain_depths: u128,
    pub in_label_depths: u128,
    pub groups: &'a [(Cow<'static, str>, Cow<'static, [Shape]>)],
    pub group_slots: &'a [u64],
}
