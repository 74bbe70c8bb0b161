//! Policies that several handlers share: `policy!`, and `#[cors]` on a module.

mod keys;
mod modules;
mod sources;

const BASE_ORIGIN: &str = "https://base.example";
const OWN_ORIGIN: &str = "https://own.example";
