//! Building a set from entries.

use std::borrow::Cow;

use super::{Groups, OriginSet, Shape, Texts};
use crate::origin::{Entry, EntryKind, IndexBuilder};

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
            groups: Groups::Built(self.groups),
            group_slots: Cow::Owned(self.group_index.finish()),
        }
    }
}
