//! `origins_if`: the application is asked whether it admits an origin.

mod failures;
mod questions;
mod slow;
mod who_is_asked;

const PARTNER: &str = "https://partner.example";
const STRANGER: &str = "https://stranger.example";
