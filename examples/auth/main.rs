//! Sessions by cookie behind a `CorsRouter`, and a page on another origin that logs in, calls and logs out.
//!
//! `cargo run --example auth`, then open the page it prints. `api.rs` is the part to copy.

mod api;
mod page;
mod tally;

#[path = "../quickstart/ports.rs"]
mod ports;
#[path = "../quickstart/servers.rs"]
mod servers;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let api = api::api();
    let policies = api.policies();
    println!("{policies}");

    let standing = if cfg!(debug_assertions) {
        "an origin that dev_origins admits"
    } else {
        "refused: dev_origins are not in a release build"
    };
    servers::run(|ports| {
        println!("Open the page   http://localhost:{}   {standing}", ports.page);
        println!("and once more   http://127.0.0.1:{}   the same page, as an origin that is refused", ports.page);
        [tally::around(api), page::router(ports.api, &policies)]
    })
    .await
}
