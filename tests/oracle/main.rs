//! An oracle: what the browser lets a script have must be what the policies admit, no more and no less.
//!
//! Two accounts of every generated case are compared. One runs the server and asks the browser's side of the Fetch
//! Standard (`fetch.rs`) what the script gets of its answers. The other never sees an answer: it reads a description of
//! the policies (`description.rs`) and says what they promise.

mod agreement;
mod cases;
mod description;
mod fetch;
mod fetch_tests;
mod generated;
mod handlers;
mod server;
