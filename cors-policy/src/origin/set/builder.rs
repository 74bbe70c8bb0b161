//! Building a set from origins and patterns.

use super::{Group, OriginSet, label_patterns, range_of};
use crate::origin::{Index, OriginPattern, PatternKind, PatternPort};

/// Puts a set together from entries that have been parsed.
pub(crate) struct SetBuilder {
    /// The set as far as it is built, without its groups.
    set: OriginSet,
    /// The name of each group, and the numbers of its patterns.
    groups: Vec<(String, Vec<u32>)>,
}

impl SetBuilder {
    pub(crate) fn new(seed: u64) -> Self {
        let set = OriginSet { index: Index::new(seed), group_index: Index::new(seed), ..OriginSet::EMPTY };
        Self { set, groups: Vec::new() }
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
        matches!(pattern.kind, PatternKind::Nobody | PatternKind::Exact) && pattern.port != PatternPort::Any
    }

    /// Adds an entry; false where an equal one is there.
    pub(crate) fn add(&mut self, pattern: &OriginPattern) -> bool {
        let Self { set, .. } = self;
        let text = |number| &set.arena.as_bytes()[range_of(&set.ends, number)];
        if set.index.insert(pattern.text.as_bytes(), text).is_err() {
            return false;
        }
        set.arena.push_str(&pattern.text);
        set.ends.push(set.arena.len());
        if Self::is_exact(pattern) {
            set.exact = set.ends.len();
        }
        set.any_port |= pattern.port == PatternPort::Any;
        if let Some(parent) = pattern.parent() {
            let depth = 1_u128 << parent.split('.').count().min(127);
            match pattern.kind {
                PatternKind::InLabel { .. } => {
                    set.in_label_depths |= depth;
                    self.add_to_group(pattern);
                }
                _ => set.subdomain_depths |= depth,
            }
        }
        true
    }

    /// Adds the last text, a pattern like `pr-*.`, to those above the same name.
    fn add_to_group(&mut self, pattern: &OriginPattern) {
        let scheme = pattern.scheme();
        let name = format!("{scheme}://{}", &pattern.text[label_end(&pattern.text, label_at(scheme))..]);
        let groups = &self.groups;
        let group = match self.set.group_index.insert(name.as_bytes(), |number| groups[number].0.as_bytes()) {
            Ok(_) => {
                self.groups.push((name, Vec::new()));
                self.groups.len() - 1
            }
            Err(number) => number,
        };
        // The table over the texts has no place for greater numbers either.
        let number = u32::try_from(self.set.ends.len() - 1).unwrap_or(u32::MAX);
        self.groups[group].1.push(number);
    }

    pub(crate) fn finish(self) -> OriginSet {
        let Self { mut set, groups: names } = self;
        set.arena.shrink_to_fit();
        set.ends.shrink_to_fit();
        let label = |number: u32| {
            let text = set.text(number as usize);
            let scheme = text.split("://").next().unwrap_or_default();
            let start = label_at(scheme);
            &text.as_bytes()[start..label_end(text, start)]
        };
        let mut groups = Vec::with_capacity(names.len());
        for (name, numbers) in names {
            groups.push(Group { name: name.into(), patterns: label_patterns::in_order(numbers, label) });
        }
        OriginSet { groups, index: set.index.finish(), group_index: set.group_index.finish(), ..set }
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
