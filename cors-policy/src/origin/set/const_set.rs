//! Sets as constants. A macro builds a set, writes its parts down ([`SetParts`]), and the program makes the set of them
//! again ([`ConstSet`]), so that no table is built while a program starts.

use std::borrow::Cow;

use super::{Group, Groups, LabelPattern, OriginSet, Texts};

/// The parts of a set as constants, for the macros to write down.
#[derive(Clone, Copy, Debug)]
pub struct ConstSet {
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
    /// These patterns by scheme, name and port.
    pub groups: &'static [Group],
    /// The table over the groups.
    pub group_slots: &'static [u64],
}

impl ConstSet {
    /// The parts of a set without entries.
    pub const EMPTY: Self = Self {
        texts: &[],
        slots: &[],
        seed: 0,
        exact: 0,
        any_port: false,
        subdomain_depths: 0,
        in_label_depths: 0,
        groups: &[],
        group_slots: &[],
    };

    /// The set with these parts, which are what [`OriginSet::parts`] gave when the macro ran.
    #[must_use]
    pub const fn to_set(self) -> OriginSet {
        let Self { texts, slots, seed, exact, any_port, subdomain_depths, in_label_depths, groups, group_slots } = self;
        OriginSet {
            texts: Texts::Constant(texts),
            slots: Cow::Borrowed(slots),
            seed,
            exact,
            any_port,
            subdomain_depths,
            in_label_depths,
            groups: Groups::Constant(groups),
            group_slots: Cow::Borrowed(group_slots),
        }
    }
}

impl OriginSet {
    /// A set that admits nobody: for an application that begins without any origin. [`OriginSet::parse`] refuses an empty
    /// list, which in a configuration is a slip.
    pub const EMPTY: Self = ConstSet::EMPTY.to_set();

    /// The parts from which [`ConstSet::to_set`] makes the set again.
    #[must_use]
    pub fn parts(&self) -> SetParts<'_> {
        SetParts {
            slots: &self.slots,
            seed: self.seed,
            exact: self.exact,
            any_port: self.any_port,
            subdomain_depths: self.subdomain_depths,
            in_label_depths: self.in_label_depths,
            groups: (0..self.groups.len()).map(|number| self.groups.get(number)).collect(),
            group_slots: &self.group_slots,
        }
    }
}

/// The parts of a set without its texts, borrowed for a macro to write down; the fields are those of [`ConstSet`].
#[derive(Clone, Debug)]
#[allow(missing_docs)] // Described at `ConstSet`.
pub struct SetParts<'a> {
    pub slots: &'a [u64],
    pub seed: u64,
    pub exact: usize,
    pub any_port: bool,
    pub subdomain_depths: u128,
    pub in_label_depths: u128,
    pub groups: Vec<(&'a str, &'a [LabelPattern])>,
    pub group_slots: &'a [u64],
}
