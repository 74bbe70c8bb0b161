//! "Did you mean": the known word nearest to the one that was written.

/// The candidate nearest to `word`, or none where nothing is near.
///
/// Near means: at most a third of the longer word has to change, or one of the two is a part of the other
/// (`allow_headers` for `headers`), which is how names of neighbouring libraries differ.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_ascii_lowercase().replace('-', "_");
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let distance = edit_distance(word.as_bytes(), candidate.as_bytes());
            let contained =
                word.len() >= 4 && (word.contains(candidate.trim_end_matches('s')) || candidate.contains(&word));
            let near = distance * 3 <= word.len().max(candidate.len());
            (near || contained).then_some((!near, distance, candidate))
        })
        .min()
        .map(|(_, _, candidate)| candidate)
}

/// Levenshtein's distance: how many bytes must be put in, taken out or changed to make `left` into `right`.
fn edit_distance(left: &[u8], right: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let changed = diagonal + usize::from(l != r);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

/// Whether a single byte was put in, left out or changed.
pub(crate) fn is_one_slip_away(meant: &[u8], written: &[u8]) -> bool {
    meant.len().abs_diff(written.len()) <= 1 && edit_distance(meant, written) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(edit_distance(b"", b""), 0);
        assert_eq!(edit_distance(b"abc", b""), 3);
        assert_eq!(edit_distance(b"methods", b"method"), 1);
        assert_eq!(edit_distance(b"kitten", b"sitting"), 3);
    }

    #[test]
    fn nothing_is_near_to_nonsense() {
        assert_eq!(nearest("zzzzzz", ["origins", "methods"]), None);
    }
}
