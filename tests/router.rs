//! `CorsRouter` from outside: layers run inside CORS, plain routes stay as axum made them.

#[path = "router/building.rs"]
mod building;
#[path = "router/exchange.rs"]
mod exchange;
#[path = "router/layers.rs"]
mod layers;
#[path = "router/options_star.rs"]
mod options_star;
#[path = "router/shared_paths.rs"]
mod shared_paths;
#[path = "router/table.rs"]
mod table;
