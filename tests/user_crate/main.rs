//! What a user's crate gets from cargo: `shop/`, which stands alone and knows `cors-runtime` by another name.

mod cargo;
mod dead_code;
mod documentation;

#[test]
fn cors_runtime_may_be_renamed() {
    let checked = cargo::run("check", &[]);
    assert!(checked.succeeded, "{}", checked.errors);
}
