//! A hash table over texts: open addressing, built once, read for ever.
//!
//! Whoever may add origins to a set chooses these texts, and whoever sends requests chooses what is looked up. So each table of a
//! running program has a seed of its own, and none keeps a text far from where its search begins: where one would be, the table
//! is built anew under another seed. No lookup takes more than [`MOST_STEPS`] steps and the runs behind them.

use std::hash::{BuildHasher as _, RandomState};

/// How many texts are looked through one by one before a table pays.
const FEW: usize = 8;

/// How far a text may be from the slot where its search begins. In a table of a million texts by chance, none is half as far.
const MOST_STEPS: usize = 128;

/// How many seeds are tried.
const MOST_SEEDS: usize = 16;

/// An odd constant with well-mixed bits (the fractional part of the golden ratio).
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a text under a seed: eight bytes at a time, each folded in by a 128-bit product.
///
/// The seed keeps those who may add origins to a set from choosing texts that collide.
fn hash(text: &[u8], seed: u64) -> u64 {
    let mut state = seed ^ (text.len() as u64).wrapping_mul(MULTIPLIER);
    let mut rest = text;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        state = fold(state ^ u64::from_le_bytes(*chunk), (seed ^ MULTIPLIER) | 1);
        rest = after;
    }
    let last = match text.last_chunk::<8>() {
        _ if rest.is_empty() => 0,
        // Some of these bytes are folded in already; that is quicker than to take the others one by one.
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => few_bytes(rest),
    };
    fold(state ^ last, MULTIPLIER)
}

/// Fewer bytes than a number has.
fn few_bytes(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

// Which halves of a product end up where is all this function is about.
#[allow(clippy::cast_possible_truncation)]
fn fold(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    (product as u64) ^ ((product >> 64) as u64)
}

/// A slot of the table: 0 where it is empty, else the upper half of the hash above the text's number plus one.
type Slot = u64;

/// Where a hash's run of slots begins; the table's length is a power of two.
#[allow(clippy::cast_possible_truncation)] // The mask takes the same bits either way.
fn start(hash: u64, mask: usize) -> usize {
    hash as usize & mask
}

/// The number of the text in a taken slot: its lower half.
#[allow(clippy::cast_possible_truncation)]
fn number_in(slot: Slot) -> Option<usize> {
    (slot as u32 as usize).checked_sub(1)
}

/// A table over texts that somebody else keeps, and that it knows by their numbers.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    seed: u64,
    slots: Vec<Slot>,
    count: usize,
}

impl Index {
    /// A table over nothing.
    pub(crate) const EMPTY: Self = Self { seed: 0, slots: Vec::new(), count: 0 };

    /// A table to which texts can be added.
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, slots: vec![0; 16], count: 0 }
    }

    /// The heap's bytes it holds.
    pub(super) fn heap_bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }

    /// Finds the number of the text that equals `wanted`; `text` yields the text of a number.
    #[inline]
    pub(super) fn find<'t>(&self, wanted: &[u8], text: impl Fn(usize) -> &'t [u8]) -> Option<usize> {
        if self.slots.is_empty() {
            (0..self.count).find(|&number| text(number) == wanted)
        } else {
            self.find_in_table(wanted, text)
        }
    }

    // A function of its own, so that a walk along few texts does not reserve the stack that this one needs.
    #[inline(never)]
    fn find_in_table<'t>(&self, wanted: &[u8], text: impl Fn(usize) -> &'t [u8]) -> Option<usize> {
        let hash = hash(wanted, self.seed);
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = start(hash, mask);
        loop {
            let slot = *self.slots.get(at)?;
            // An empty slot has no number.
            let number = number_in(slot)?;
            if slot >> 32 == hash >> 32 && text(number) == wanted {
                return Some(number);
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds the next text, unless an equal one is there: then its number comes back as the error.
    pub(crate) fn insert<'t>(&mut self, wanted: &[u8], text: impl Fn(usize) -> &'t [u8]) -> Result<usize, usize> {
        if let Some(number) = self.find(wanted, &text) {
            return Err(number);
        }
        let number = self.count;
        self.count += 1;
        let text = |other| if other == number { wanted } else { text(other) };
        // A table at most half full keeps the runs of taken slots short.
        let is_full = self.count * 2 > self.slots.len();
        let is_put = if is_full {
            self.rebuild(self.seed, self.slots.len() * 2, MOST_STEPS, &text)
        } else {
            self.put(hash(wanted, self.seed), number, MOST_STEPS)
        };
        if !is_put {
            self.reseed(&text);
        }
        Ok(number)
    }

    /// Builds the table anew under other seeds, until each text is near where its search begins.
    #[cold]
    fn reseed<'t>(&mut self, text: &impl Fn(usize) -> &'t [u8]) {
        let len = self.slots.len();
        let is_short = (0..MOST_SEEDS).any(|_| self.rebuild(RandomState::new().hash_one(0), len, MOST_STEPS, text));
        // That all of them fail is as good as impossible. The table is right then too, and slow.
        if !is_short {
            self.rebuild(self.seed, len, usize::MAX, text);
        }
    }

    /// Builds the table anew; false where a text would be too far away.
    fn rebuild<'t>(&mut self, seed: u64, len: usize, most_steps: usize, text: &impl Fn(usize) -> &'t [u8]) -> bool {
        self.seed = seed;
        self.slots = vec![0; len];
        (0..self.count).all(|number| self.put(hash(text(number), seed), number, most_steps))
    }

    /// Puts a text into the next empty slot; false where that is too far away.
    fn put(&mut self, hash: u64, number: usize, most_steps: usize) -> bool {
        let mask = self.slots.len() - 1;
        let mut at = start(hash, mask);
        let mut steps = 0;
        while self.slots[at] != 0 {
            if steps == most_steps {
                return false;
            }
            steps += 1;
            at = (at + 1) & mask;
        }
        self.slots[at] = (hash >> 32) << 32 | (number as u64 + 1);
        true
    }

    /// The finished table; none where looking through the few texts is quicker.
    pub(crate) fn finish(self) -> Self {
        if self.count <= FEW { Self { slots: Vec::new(), ..self } } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(texts: &[String], seed: u64) -> Index {
        let mut index = Index::new(seed);
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(index.insert(text.as_bytes(), |i| texts[i].as_bytes()), Ok(number), "{text}");
        }
        index.finish()
    }

    fn longest_run(index: &Index) -> usize {
        index.slots.split(|&slot| slot == 0).map(<[Slot]>::len).max().unwrap_or_default()
    }

    #[test]
    fn what_went_in_is_found_and_nothing_else() {
        for count in [0, 1, 8, 9, 100, 10_000] {
            let texts: Vec<String> = (0..count).map(|i| format!("https://t{i}.example.com")).collect();
            let index = build(&texts, 7);
            let text = |i: usize| texts[i].as_bytes();
            for (number, wanted) in texts.iter().enumerate() {
                assert_eq!(index.find(wanted.as_bytes(), text), Some(number), "{wanted} of {count}");
            }
            for wanted in ["", "https://t.example.com", "https://t10000.example.com", "https://t0.example.co"] {
                assert_eq!(index.find(wanted.as_bytes(), text), None, "{count}: {wanted}");
            }
        }
    }

    #[test]
    fn equal_texts_are_told() {
        let texts = ["a", "b"];
        let mut index = Index::new(0);
        assert_eq!(index.insert(b"a", |i| texts[i].as_bytes()), Ok(0));
        assert_eq!(index.insert(b"a", |i| texts[i].as_bytes()), Err(0));
    }

    #[test]
    fn runs_of_taken_slots_stay_short() {
        let texts: Vec<String> = (0..100_000).map(|i| format!("https://t{i}.example.com")).collect();
        let index = build(&texts, 3);
        assert_eq!(index.seed, 3);
        assert!(longest_run(&index) < 64, "a run of {} taken slots", longest_run(&index));
    }

    /// Texts whose searches begin at one slot, for whoever knows the seed.
    fn colliding(seed: u64) -> Vec<String> {
        let texts = (0..3_000_000).map(|i| format!("https://t{i}.example.com"));
        texts.filter(|text| start(hash(text.as_bytes(), seed), 0xfff) == 7).collect()
    }

    #[test]
    fn texts_that_collide_under_a_seed_do_not_under_the_next() {
        let texts = colliding(3);
        assert!(texts.len() > 3 * MOST_STEPS, "{} texts", texts.len());
        let index = build(&texts, 3);
        assert_ne!(index.seed, 3, "the table was not built anew");
        assert!(longest_run(&index) < MOST_STEPS, "a run of {} taken slots", longest_run(&index));
        for (number, wanted) in texts.iter().enumerate() {
            assert_eq!(index.find(wanted.as_bytes(), |i| texts[i].as_bytes()), Some(number));
        }
    }
}
