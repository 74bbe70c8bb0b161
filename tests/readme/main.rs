//! What the README shows is what the compiler says and what a router prints. Its examples are doctests of `cors-runtime`.

mod layers;

const README: &str = include_str!("../../README.md");

#[test]
fn the_compile_error_is_a_real_one() {
    trybuild::TestCases::new().compile_fail("tests/readme/mistakes.rs");
    let said = include_str!("mistakes.stderr").replace("tests/readme/mistakes.rs", "src/main.rs");
    assert!(README.contains(&format!("```text\n{said}```\n")), "the README shows another error than:\n{said}");
}

#[test]
fn the_table_is_what_the_example_prints() {
    let source = include_str!("layers.rs");
    assert!(README.contains(&format!("```rust\n{source}```\n")), "the README shows another example than:\n{source}");
    let printed = layers::api().policies();
    assert!(README.contains(&format!("```text\n{printed}```\n")), "the README shows another table than:\n{printed}");
}
