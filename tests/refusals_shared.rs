//! What the compiler refuses where a policy comes from more than one place: `policy!`, a module's attribute, and sources
//! that only a running program knows.
//!
//! `refused_shared/` has one file for each mistake, named after it, beside what `cargo check` then says.

#[test]
fn mistakes_are_refused() {
    trybuild::TestCases::new().compile_fail("tests/refused_shared/*.rs");
}
