//! Each promise in `SECURITY.md` is held by a test, and the tests that it names exist.

use std::path::Path;

/// What stands in code marks and begins with the folder of some tests: a file or folder, and a test in it where `::` follows.
fn references(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| ["tests/", "cors-policy/"].iter().any(|folder| code.starts_with(folder)))
        .map(|code| code.split_once("::").map_or((code, None), |(file, test)| (file, Some(test))))
}

/// The functions that libtest runs. Those of `proptest!` are written with arguments and the same attribute.
fn has_test(source: &str, name: &str) -> bool {
    let lines: Vec<&str> = source.lines().map(str::trim_start).collect();
    lines.iter().enumerate().any(|(at, line)| {
        let function = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
        let named = function.and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| rest.starts_with('('));
        let mut above = lines[..at].iter().rev().take_while(|line| line.starts_with("#[") || line.starts_with("//"));
        named && above.any(|line| line.contains("test"))
    })
}

#[test]
fn tests_that_are_named_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("SECURITY.md")).expect("SECURITY.md");
    let missing: Vec<_> = references(&text)
        .filter(|&(file, test)| {
            let path = root.join(file);
            test.map_or(!path.exists(), |test| {
                !std::fs::read_to_string(path).is_ok_and(|source| has_test(&source, test))
            })
        })
        .collect();
    assert!(missing.is_empty(), "SECURITY.md names tests that do not exist: {missing:#?}");
    assert!(references(&text).filter(|(_, test)| test.is_some()).count() > 20, "the references are no longer read");
}

#[test]
fn a_test_is_told_from_other_functions() {
    let source = "#[tokio::test]\nasync fn asked() {}\nfn helper() {}\n    #[test]\n    fn any(x in 0..9) {}";
    assert!(has_test(source, "asked") && has_test(source, "any"));
    assert!(!has_test(source, "helper") && !has_test(source, "ask"));
}
