//! What the compiler refuses in words that are partly its own: errors of types, of names and of constants.
//!
//! `cases/` has one file for each mistake, named after it. Its first lines say what is expected: `//~ at:` the underlined
//! text, and `//~ says:` what the error there says, which are words of this library. How the compiler frames them changes
//! with its version and its components, so nothing is asked of that; where it has all the words, an `at` stands alone, and
//! where it may say something besides, `//~ perhaps:`. An error that no line expects is a failure: each wrong handler is also
//! mounted, so that it would show if something else turned red.

mod cargo;
mod expected;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::expected::Expected;

#[test]
fn mistakes_are_refused() {
    let cases = cases();
    let mut errors = cargo::errors(&cases);
    let mut failures = Vec::new();
    for (name, path) in &cases {
        let expected = Expected::read(&fs::read_to_string(path).unwrap());
        let found = errors.remove(name).unwrap_or_default();
        let differences = expected.differences(&found);
        if !differences.is_empty() {
            let rendered: String = found.iter().map(|error| error.rendered.as_str()).collect();
            failures.push(format!("{name}: {}\n{rendered}", differences.join("\n  ")));
        }
    }
    assert!(failures.is_empty(), "{} of {} cases:\n\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// The files of `cases/` by their names without extension.
fn cases() -> BTreeMap<String, PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refused_by_rustc/cases");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path))
        .collect()
}
