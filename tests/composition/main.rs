//! The attribute among other attributes, in all places where a handler can stand and in all forms it can have.
//!
//! Each handler is served by a real router and asked as browsers ask, so that what compiles is also shown to work.

mod asked;
mod attributes;
mod forms;
mod generics;
mod handed_on;
mod names;
mod places;
