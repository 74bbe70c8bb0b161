//! What the compiler refuses and what it accepts.
//!
//! `refused/` has one file per mistake, named after it, beside what `cargo check` then says. Each wrong handler is also
//! mounted, which shows that no second error follows from the first. `accepted/` has what only looks like a mistake.

#[test]
fn mistakes_are_refused() {
    trybuild::TestCases::new().compile_fail("tests/refused/*.rs");
}
