//! Messages that are made while the program is compiled.

/// A text of bounded length, made in a constant; what goes over the bound is cut off.
#[derive(Clone, Copy)]
pub struct ConstText {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl ConstText {
    const CAPACITY: usize = 1024;

    pub(crate) const fn of(pieces: &[&str]) -> Self {
        let mut text = Self { bytes: [0; Self::CAPACITY], len: 0 };
        let mut i = 0;
        while i < pieces.len() {
            let piece = pieces[i].as_bytes();
            let mut j = 0;
            while j < piece.len() && text.len < Self::CAPACITY {
                text.bytes[text.len] = piece[j];
                text.len += 1;
                j += 1;
            }
            i += 1;
        }
        text
    }

    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "a name in this message is too long to be shown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut() {
        let name = "x".repeat(2000);
        let text = ConstText::of(&[&name, "y"]);
        assert_eq!(text.as_str().len(), ConstText::CAPACITY);
        let umlauts = "ü".repeat(1000);
        assert!(ConstText::of(&["x", &umlauts]).as_str().contains("too long"));
    }
}
