//! Patterns like `pr-*` above one name: which of them covers a label, in steps that their number hardly adds to.
//!
//! They are sorted as a dictionary is: first by what is left of their `*`, where the `*` comes before all other bytes, and
//! then by what is right of it, read backwards. So the patterns that begin as the label does are neighbours, and among those
//! of one beginning the pattern that ends as the label does is where the label's own end would be. Without this order each
//! pattern would be compared by itself, and whoever may add patterns to a set could make each request cost thousands of
//! comparisons.

use super::OriginSet;

/// One pattern with a `*` inside its label, as its group keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LabelPattern {
    /// The number of its text in the set.
    text: u32,
    /// How many patterns of the group have what is left of its `*`, counted from this one on.
    same_beginning: u32,
    /// Which ends of what is right of its `*` are all that is right of the `*` of a pattern with this beginning: bit n for
    /// the last n bytes. Its own whole end is one of them.
    ends: u64,
}

#[cfg(test)]
thread_local! {
    /// How many patterns this thread has looked at.
    static LOOKS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// The patterns of a group in their order; `label` yields the leftmost label of a pattern's text.
pub(super) fn in_order<'t>(mut numbers: Vec<u32>, label: impl Fn(u32) -> &'t [u8]) -> Box<[LabelPattern]> {
    let parts = |number: u32| cut_at_star(label(number));
    numbers.sort_unstable_by(|&one, &other| {
        let ((before, after), (other_before, other_after)) = (parts(one), parts(other));
        let with_star = |before: &'t [u8]| before.iter().chain(b"*");
        with_star(before).cmp(with_star(other_before)).then_with(|| after.iter().rev().cmp(other_after.iter().rev()))
    });
    let mut patterns: Vec<LabelPattern> = Vec::with_capacity(numbers.len());
    for number in numbers {
        let (before, after) = parts(number);
        let inside = patterns.last().map_or(0, |last| match parts(last.text) {
            (last_before, last_after) if last_before == before => last.ends & up_to(shared_end(last_after, after)),
            _ => 0,
        });
        patterns.push(LabelPattern { text: number, same_beginning: 1, ends: inside | 1 << after.len() });
    }
    for first in (1..patterns.len()).rev() {
        let ((before, _), (next_before, _)) = (parts(patterns[first - 1].text), parts(patterns[first].text));
        if before == next_before {
            patterns[first - 1].same_beginning = patterns[first].same_beginning + 1;
        }
    }
    patterns.into_boxed_slice()
}

/// What is left and what is right of a label's `*`.
fn cut_at_star(label: &[u8]) -> (&[u8], &[u8]) {
    let star = label.iter().position(|&byte| byte == b'*').unwrap_or(label.len());
    (&label[..star], label.get(star + 1..).unwrap_or_default())
}

/// With how many bytes both texts end alike.
fn shared_end(one: &[u8], other: &[u8]) -> usize {
    one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count()
}

/// The bits of the lengths up to this one; labels have no more bytes than a number has bits.
const fn up_to(len: usize) -> u64 {
    if len < 63 { (2 << len) - 1 } else { u64::MAX }
}

/// Whether the `*` of a pattern like `pr-*` matches this byte.
const fn is_matched_in_label(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
}

/// The patterns above one name, with one scheme and port.
pub(super) struct LabelSearch<'a> {
    pub(super) set: &'a OriginSet,
    pub(super) patterns: &'a [LabelPattern],
    /// Where in their texts the label begins, and how much follows it.
    pub(super) label_at: usize,
    pub(super) after_label: usize,
    /// Where the `*` of the label is, when the label is itself that of a pattern.
    pub(super) star: Option<usize>,
    pub(super) except: Option<usize>,
}

impl<'a> LabelSearch<'a> {
    /// The pattern that covers this label.
    pub(super) fn covering(&self, label: &[u8]) -> Option<usize> {
        let mut begun = self.patterns;
        for (before, &byte) in label.iter().enumerate() {
            let first = begun.first()?;
            let starred = if self.label(first).get(before) == Some(&b'*') { first.same_beginning as usize } else { 0 };
            let (starred, others) = begun.split_at_checked(starred)?;
            let found = self.ending(starred, label, before);
            if found.is_some() || Some(before) == self.star {
                return found;
            }
            begun = self.going_on(others, before, byte);
        }
        None
    }

    /// Those that have this byte next. Often all have, which their first and last tell.
    fn going_on(&self, patterns: &'a [LabelPattern], at: usize, byte: u8) -> &'a [LabelPattern] {
        let byte = Some(&byte);
        let next = |pattern: &LabelPattern| self.label(pattern).get(at);
        let (Some(first), Some(last)) = (patterns.first().map(next), patterns.last().map(next)) else { return &[] };
        if first > byte || last < byte {
            return &[];
        }
        let before = if first == byte { 0 } else { patterns.partition_point(|other| next(other) < byte) };
        let patterns = patterns.get(before..).unwrap_or_default();
        let having = if last == byte { patterns.len() } else { patterns.partition_point(|other| next(other) == byte) };
        patterns.get(..having).unwrap_or_default()
    }

    /// Among those whose `*` follows `before` bytes of the label: the one that ends as the label does.
    fn ending(&self, starred: &'a [LabelPattern], label: &[u8], before: usize) -> Option<usize> {
        // A `*` matches one byte at least.
        let end = label.get(before + 1..)?;
        let at_or_before = |end: &[u8]| {
            let after = |pattern: &LabelPattern| self.label(pattern).get(before + 1..).unwrap_or_default();
            let count = starred.partition_point(|pattern| after(pattern).iter().rev().le(end.iter().rev()));
            let last = starred.get(count.checked_sub(1)?)?;
            Some((last, after(last)))
        };
        let (nearest, nearest_end) = at_or_before(end)?;
        // Whichever pattern's end the label's ends with, the nearest one's ends with it as well.
        let mut lengths = nearest.ends & up_to(shared_end(nearest_end, end));
        while let Some(len) = lengths.checked_ilog2() {
            let (begun, end) = label.split_at_checked(label.len().checked_sub(len as usize)?)?;
            let mut matched = begun.iter().enumerate().skip(before);
            // A shorter end would leave these bytes to the `*`, and more.
            if !matched.all(|(at, &byte)| is_matched_in_label(byte) || Some(at) == self.star) {
                return None;
            }
            let (pattern, _) = at_or_before(end)?;
            let number = pattern.text as usize;
            if Some(number) != self.except {
                return Some(number);
            }
            lengths &= !(1 << len);
        }
        None
    }

    fn label(&self, pattern: &LabelPattern) -> &'a [u8] {
        #[cfg(test)]
        LOOKS.with(|looks| looks.set(looks.get() + 1));
        let text = self.set.text(pattern.text as usize).as_bytes();
        let label = text.len().checked_sub(self.after_label).and_then(|end| text.get(self.label_at..end));
        label.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks_for(set: &OriginSet, origin: &str, admitted: bool) -> usize {
        LOOKS.with(|looks| looks.set(0));
        assert_eq!(set.contains(origin), admitted, "{origin}");
        LOOKS.with(std::cell::Cell::get)
    }

    /// All the shapes there are, with beginnings and ends that one label can have all of.
    fn all_shapes(begin: &str, end: &str) -> OriginSet {
        let shapes = (0..62).flat_map(|before| (0..=61 - before).map(move |after| (before, after)));
        let patterns = shapes
            .map(|(before, after)| format!("https://{}*x{}.shop.example", begin.repeat(before), end.repeat(after)));
        OriginSet::parse(patterns).unwrap()
    }

    #[test]
    fn every_shape_above_one_name_costs_few_looks() {
        // A `*` matches no `_`, so none of these patterns covers another.
        let set = all_shapes("_", "z");
        assert_eq!(set.len(), 1953);
        let mut most = 0;
        for before in 0..62 {
            let (begin, end) = ("_".repeat(before), "z".repeat(61 - before));
            most = most.max(looks_for(&set, &format!("https://{begin}a{end}z.shop.example"), false));
            most = most.max(looks_for(&set, &format!("https://{begin}_{end}.shop.example"), false));
            most =
                most.max(looks_for(&set, &format!("https://{begin}ax{}.shop.example", &end[1.min(end.len())..]), true));
        }
        assert!(most < 700, "{most} looks at patterns");
    }

    #[test]
    fn a_label_that_begins_otherwise_costs_hardly_any() {
        let set = OriginSet::parse((0..10_000).map(|i| format!("https://t{i}-*.shop.example"))).unwrap();
        assert!(looks_for(&set, "https://u1-a.shop.example", false) < 8);
        assert!(looks_for(&set, "https://t77-a.shop.example", true) < 100);
    }

    #[test]
    fn ends_inside_ends() {
        // The bytes that a `*` does not match keep these patterns apart.
        let patterns = ["a*b", "a*_b", "a*_z_b", "a_*b", "b*_", "b*"];
        let set = OriginSet::parse(patterns.map(|label| format!("https://{label}.e.example"))).unwrap();
        for (label, admitted) in [
            ("axb", true),
            ("ab", false),
            ("a_b", false),
            ("ax_b", true),
            ("a_x_b", false),
            ("a-_z_b", true),
            ("a_z_b", false),
            ("azz_b", true),
            ("ac_b", true),
            ("a_xb", true),
            ("ax_zb", false),
            ("b_", false),
            ("bb_", true),
            ("b__", false),
            ("bb", true),
        ] {
            assert_eq!(set.contains(&format!("https://{label}.e.example")), admitted, "{label}");
        }
    }
}
