//! An API and its page, each on a port of its own, served until one of them fails.

use std::process::ExitCode;

use axum::Router;

use crate::ports;

/// Where the two are, for words and links.
pub struct Ports {
    pub api: u16,
    pub page: u16,
}

/// Opens the ports, and serves the API and the page that are then made.
pub async fn run(api_and_page: impl FnOnce(&Ports) -> [Router; 2]) -> ExitCode {
    match serve(api_and_page).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{}: {reason}", env!("CARGO_BIN_NAME"));
            ExitCode::FAILURE
        }
    }
}

async fn serve(api_and_page: impl FnOnce(&Ports) -> [Router; 2]) -> Result<(), String> {
    let [(api_listener, api_port), (page_listener, page_port)] = ports::open().await?;
    let [api, page] = api_and_page(&Ports { api: api_port, page: page_port });
    tokio::try_join!(axum::serve(api_listener, api).into_future(), axum::serve(page_listener, page).into_future())
        .map(drop)
        .map_err(|error| error.to_string())
}
