//! What the README shows is what the compiler says. Its examples are doctests of `cors-runtime`.

const README: &str = include_str!("../README.md");

#[test]
fn the_compile_error_is_a_real_one() {
    trybuild::TestCases::new().compile_fail("tests/readme/mistakes.rs");
    let said = include_str!("readme/mistakes.stderr").replace("tests/readme/mistakes.rs", "src/main.rs");
    assert!(README.contains(&format!("```text\n{said}```\n")), "the README shows another error than:\n{said}");
}
