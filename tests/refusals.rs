//! What the compiler refuses, and what it accepts.
//!
//! `refused/` has one file for each mistake, named after it, beside what `cargo check` then says. Each wrong handler is
//! also mounted, so that a second error after the first would show. `accepted/` has what only looks like a mistake.
//!
//! Where the words are partly the compiler's own, the case stands in `refused_by_rustc/`: what trybuild compares would change
//! with the compiler's version.
//!
//! The two are apart because trybuild only checks where it need not run anything, and because every refusal must be one of
//! `cargo check`.

#[test]
fn mistakes_are_refused() {
    trybuild::TestCases::new().compile_fail("tests/refused/*.rs");
}

#[test]
fn lookalikes_are_accepted() {
    trybuild::TestCases::new().pass("tests/accepted/*.rs");
}
