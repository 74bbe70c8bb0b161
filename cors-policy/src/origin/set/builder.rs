//! Building a set from origins and patterns.

use super::{Group, OriginSet, label_patterns, range_of};
use crate::origin::{Index, OriginPattern, PatternKind};

/// Puts a set together from entries that have been parsed.
pub(crate) struct SetBuilder {
    arena: String,
    ends: Vec<usize>,
    index: Index,
    exact: usize,
    any_port: bool,
    subdomain_depths: u128,
    in_label_depths: u128,
    groups: Vec<(String, Vec<u32>)>,
    group_index: Index,
}

impl SetBuilder {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            arena: String::new(),
            ends: Vec::new(),
            index: Index::new(seed),
            exact: 0,
            any_port: false,
            subdomain_depths: 0,
            in_label_depths: 0,
            groups: Vec::new(),
            group_index: Index::new(seed),
        }
    }

    /// The set of these patterns.
    pub(crate) fn build<'a>(patterns: &(impl Iterator<Item = &'a OriginPattern> + Clone), seed: u64) -> OriginSet {
        let mut builder = Self::new(seed);
        for exact in [true, false] {
            for pattern in patterns.clone().filter(|pattern| Self::is_exact(pattern) == exact) {
                builder.add(pattern);
            }
        }
        builder.finish()
    }

    /// Whether a pattern is an origin, which is compared byte for byte; these must be added before all others.
    pub(crate) fn is_exact(pattern: &OriginPattern) -> bool {
        matches!(pattern.kind, PatternKind::Nobody | PatternKind::Exact) && !pattern.port.is_any()
    }

    /// Adds an entry; false where an equal one is there.
    pub(crate) fn add(&mut self, pattern: &OriginPattern) -> bool {
        let (arena, ends) = (&self.arena, &self.ends);
        let text = |number| &arena.as_bytes()[range_of(ends, number)];
        if self.index.insert(pattern.text.as_bytes(), text).is_err() {
            return false;
        }
        self.arena.push_str(&pattern.text);
        self.ends.push(self.arena.len());
        if Self::is_exact(pattern) {
            self.exact = self.ends.len();
        }
        self.any_port |= pattern.port.is_any();
        if let Some(parent) = pattern.parent() {
            let depth = 1_u128 << parent.split('.').count().min(127);
            match pattern.kind {
                PatternKind::InLabel { .. } => {
                    self.in_label_depths |= depth;
                    self.add_to_group(pattern);
                }
                _ => self.subdomain_depths |= depth,
            }
        }
        true
    }

    /// Adds the last text, a pattern like `pr-*.`, to those above the same name.
    fn add_to_group(&mut self, pattern: &OriginPattern) {
        let scheme = pattern.scheme();
        let name = format!("{scheme}://{}", &pattern.text[label_end(&pattern.text, label_at(scheme))..]);
        let groups = &self.groups;
        let group = match self.group_index.insert(name.as_bytes(), |number| groups[number].0.as_bytes()) {
            Ok(_) => {
                self.groups.push((name, Vec::new()));
                self.groups.len() - 1
            }
            Err(number) => number,
        };
        // The table over the texts has no place for greater numbers either.
        let number = u32::try_from(self.ends.len() - 1).unwrap_or(u32::MAX);
        self.groups[group].1.push(number);
    }

    pub(crate) fn finish(mut self) -> OriginSet {
        self.arena.shrink_to_fit();
        self.ends.shrink_to_fit();
        let (arena, ends) = (&self.arena, &self.ends);
        let label = |number: u32| {
            let text = &arena[range_of(ends, number as usize)];
            let scheme = text.split("://").next().unwrap_or_default();
            let start = label_at(scheme);
            &text.as_bytes()[start..label_end(text, start)]
        };
        let mut groups = Vec::with_capacity(self.groups.len());
        for (name, numbers) in self.groups {
            groups.push(Group { name: name.into(), patterns: label_patterns::in_order(numbers, label) });
        }
        OriginSet {
            groups,
            index: self.index.finish(),
            exact: self.exact,
            any_port: self.any_port,
            subdomain_depths: self.subdomain_depths,
            in_label_depths: self.in_label_depths,
            group_index: self.group_index.finish(),
            arena: self.arena,
            ends: self.ends,
        }
    }
}

/// Where the leftmost label begins: after the scheme.
fn label_at(scheme: &str) -> usize {
    scheme.len() + "://".len()
}

/// Where it ends: at its dot.
fn label_end(text: &str, label_at: usize) -> usize {
    text[label_at..].find('.').map_or(text.len(), |len| label_at + len)
}

#[cfg(test)]
mod tests {
    use crate::OriginSet;

    #[test]
    fn patterns_inside_a_label_stand_under_scheme_name_and_port() {
        let set = OriginSet::builder().danger_accept_insecure_origins(true);
        let entries = [
            "https://pr-*.example.com",
            "http://pr-*.example.com",
            "https://x*.example.com",
            "https://pr-*.a.example.com:8443",
            "https://app.example.org",
        ];
        let set = set.parse(entries).unwrap();
        let groups: Vec<(&str, usize)> = set.groups.iter().map(|group| (&*group.name, group.patterns.len())).collect();
        let expected = [("https://.example.com", 2), ("http://.example.com", 1), ("https://.a.example.com:8443", 1)];
        assert_eq!(groups, expected);
        assert_eq!((set.len(), set.exact_len()), (5, 1));
        assert_eq!(set.iter().next(), Some("https://app.example.org"));
    }
}
