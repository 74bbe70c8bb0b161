//! The contestants and their work, for what counts and for what times them.

mod allocations;
pub mod contestants;
pub mod requests;
pub mod work;
