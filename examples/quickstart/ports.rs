//! Where the two servers listen: on loopback, the API at `PORT` or 3000, the page beside it.

use std::{env, io, net::Ipv4Addr};

use tokio::net::TcpListener;

const API_PORT: u16 = 3000;

/// The API's listener and the page's, each with its port.
pub async fn open() -> Result<[(TcpListener, u16); 2], String> {
    let wanted = chosen()?;
    let api = listen(wanted).await.map_err(|error| {
        let example = env!("CARGO_BIN_NAME");
        format!("port {wanted}: {error}. PORT chooses another: PORT=4000 cargo run --example {example}")
    })?;
    // The next port, so that a reload finds the page again after a restart; where that one is taken, any will do.
    let beside = api.1.checked_add(1).unwrap_or(0);
    let page = match listen(beside).await {
        Ok(page) => page,
        Err(_) => listen(0).await.map_err(|error| format!("a port for the page: {error}"))?,
    };
    Ok([api, page])
}

fn chosen() -> Result<u16, String> {
    match env::var("PORT") {
        Ok(port) => port.parse().map_err(|_| format!("PORT is {port:?}, not a port (0 to 65535)")),
        Err(env::VarError::NotPresent) => Ok(API_PORT),
        Err(error) => Err(format!("PORT: {error}")),
    }
}

/// Port 0 leaves the choice to the system.
async fn listen(port: u16) -> io::Result<(TcpListener, u16)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}
