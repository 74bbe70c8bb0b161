//! `CorsRouter` from outside: layers run inside CORS, plain routes stay as axum made them.

mod bound_policies;
mod building;
mod joined_paths;
mod layers;
mod options_star;
mod served;
mod shared_paths;
mod table;

const APP: &str = "https://app.example.com";
const EVIL: &str = "https://evil.example.net";
