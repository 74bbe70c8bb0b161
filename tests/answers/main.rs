//! What a server answers: SPEC section 3 and the Fetch Standard, asked from outside of real axum routers.
//!
//! Each file is one subject. Its handlers stand at its top, written as a user of this library writes them, and no test
//! looks behind the router.

mod actual;
mod custom_methods;
mod dev_origins;
mod enforce;
mod every_method;
mod everybody;
mod headers;
mod matching;
mod nested;
mod on_the_wire;
mod patterns;
mod plain_options;
mod preflights;
mod safelisted_methods;
mod several_handlers;
mod timing;
mod vary;
