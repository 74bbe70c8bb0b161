//! A hash table over texts: open addressing, built once, read for ever.

/// How many texts are looked through one by one before a table pays.
const FEW: usize = 8;

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
    let product = left as u128 * right as u128;
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

/// Finds the number of the text that equals `wanted`; `text` yields the text of a number.
#[inline]
pub(super) fn find<'t>(
    slots: &[Slot],
    count: usize,
    seed: u64,
    wanted: &[u8],
    text: impl Fn(usize) -> &'t [u8],
) -> Option<usize> {
    if slots.is_empty() {
        (0..count).find(|&number| text(number) == wanted)
    } else {
        find_in_table(slots, seed, wanted, text)
    }
}

// A function of its own, so that a walk along few texts does not reserve the stack that this one needs.
#[inline(never)]
fn find_in_table<'t>(slots: &[Slot], seed: u64, wanted: &[u8], text: impl Fn(usize) -> &'t [u8]) -> Option<usize> {
    let hash = hash(wanted, seed);
    let mask = slots.len().checked_sub(1)?;
    let mut at = start(hash, mask);
    loop {
        let slot = *slots.get(at)?;
        // An empty slot has no number.
        let number = number_in(slot)?;
        if slot >> 32 == hash >> 32 && text(number) == wanted {
            return Some(number);
        }
        at = (at + 1) & mask;
    }
}

/// The table while it is being built.
#[derive(Debug)]
pub(crate) struct IndexBuilder {
    seed: u64,
    slots: Vec<Slot>,
    count: usize,
}

impl IndexBuilder {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, slots: vec![0; 16], count: 0 }
    }

    /// Adds the next text, unless an equal one is there: then its number comes back as the error.
    pub(crate) fn insert<'t>(&mut self, wanted: &[u8], text: impl Fn(usize) -> &'t [u8]) -> Result<usize, usize> {
        if let Some(number) = find(&self.slots, self.count, self.seed, wanted, &text) {
            return Err(number);
        }
        // A table at most half full keeps the runs of taken slots short.
        if (self.count + 1) * 2 > self.slots.len() {
            self.grow(&text);
        }
        let number = self.count;
        self.put(hash(wanted, self.seed), number);
        self.count += 1;
        Ok(number)
    }

    fn grow<'t>(&mut self, text: &impl Fn(usize) -> &'t [u8]) {
        self.slots = vec![0; self.slots.len() * 2];
        for number in 0..self.count {
            self.put(hash(text(number), self.seed), number);
        }
    }

    fn put(&mut self, hash: u64, number: usize) {
        let mask = self.slots.len() - 1;
        let mut at = start(hash, mask);
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = (hash >> 32) << 32 | (number as u64 + 1);
    }

    /// The finished table; none where looking through the few texts is quicker.
    pub(crate) fn finish(self) -> Vec<Slot> {
        if self.count <= FEW { Vec::new() } else { self.slots }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(texts: &[String], seed: u64) -> Vec<Slot> {
        let mut builder = IndexBuilder::new(seed);
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(builder.insert(text.as_bytes(), |i| texts[i].as_bytes()), Ok(number));
        }
        builder.finish()
    }

    #[test]
    fn what_went_in_is_found_and_nothing_else() {
        for count in [0, 1, 8, 9, 100, 10_000] {
            let texts: Vec<String> = (0..count).map(|i| format!("https://t{i}.example.com")).collect();
            let slots = build(&texts, 7);
            let text = |i: usize| texts[i].as_bytes();
            for (number, wanted) in texts.iter().enumerate() {
                assert_eq!(find(&slots, count, 7, wanted.as_bytes(), text), Some(number));
            }
            for wanted in ["", "https://t.example.com", "https://t10000.example.com", "https://t0.example.co"] {
                assert_eq!(find(&slots, count, 7, wanted.as_bytes(), text), None);
            }
        }
    }

    #[test]
    fn equal_texts_are_told() {
        let texts = ["a", "b"];
        let mut builder = IndexBuilder::new(0);
        assert_eq!(builder.insert(b"a", |i| texts[i].as_bytes()), Ok(0));
        assert_eq!(builder.insert(b"a", |i| texts[i].as_bytes()), Err(0));
    }

    #[test]
    fn runs_of_taken_slots_stay_short() {
        let texts: Vec<String> = (0..100_000).map(|i| format!("https://t{i}.example.com")).collect();
        let slots = build(&texts, 3);
        let longest = slots.split(|&slot| slot == 0).map(<[Slot]>::len).max().unwrap_or_default();
        assert!(longest < 64, "a run of {longest} taken slots");
    }
}
