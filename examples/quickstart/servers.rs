//! The API and its page, served until one of them fails.

use std::process::ExitCode;

use axum::Router;

use crate::{observed, page, ports};

/// Says where the two are before it serves them.
pub async fn run(api: Router) -> ExitCode {
    match serve(api).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("quickstart: {reason}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(api: Router) -> Result<(), String> {
    let [(api_listener, api_port), (page_listener, page_port)] = ports::open().await?;
    print_what_to_try(api_port, page_port);

    tokio::try_join!(
        axum::serve(api_listener, observed::watch(api)).into_future(),
        axum::serve(page_listener, page::router(api_port)).into_future(),
    )
    .map(drop)
    .map_err(|error| error.to_string())
}

fn print_what_to_try(api: u16, page: u16) {
    let admitted_by = if cfg!(debug_assertions) {
        "an origin that dev_origins admits"
    } else {
        "an origin that only \"*\" admits: dev_origins are not in a release build"
    };
    println!(
        "\
The API is at   http://localhost:{api}

Open the page   http://localhost:{page}   {admitted_by}
and once more   http://127.0.0.1:{page}   the same page, as an origin that only \"*\" admits

Or ask as a browser would, with the header Origin:
  curl -i http://localhost:{api}/notes/1 -H 'Origin: http://localhost:{page}'
  curl -i http://localhost:{api}/notes/1 -H 'Origin: https://evil.example'
  curl -i http://localhost:{api}/notes/1 -X OPTIONS -H 'Origin: http://localhost:{page}' -H 'Access-Control-Request-Method: PUT'
"
    );
}
