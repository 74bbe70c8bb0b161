//! What the server says of its inside.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::clients::Target;
use crate::exchange::HOST;

/// Its counters.
#[derive(Debug)]
pub(super) struct Status {
    /// How often the shared origins were swapped.
    pub(super) swaps: u64,
    /// How many checks hang at the moment.
    pub(super) hanging: u64,
    /// How often the check panicked that is meant to.
    pub(super) panics: u64,
    /// How often anything else panicked.
    pub(super) unexpected: u64,
}

impl Status {
    /// Asks for it, on a connection of its own.
    pub(super) async fn read(target: &Target) -> Result<Self, String> {
        let ask = async {
            let mut stream = TcpStream::connect(target.plain).await?;
            let request = format!("GET /status HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await?;
            Ok::<String, std::io::Error>(answer)
        };
        let answer = timeout(Duration::from_secs(30), ask)
            .await
            .map_err(|_| "the server does not tell its status".to_owned())?
            .map_err(|error| format!("the server does not tell its status: {error}"))?;
        let number = |name: &str| {
            let line = answer.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
            line.ok_or_else(|| format!("the server's status lacks {name:?}: {answer:?}"))
        };
        Ok(Self {
            swaps: number("swaps ")?,
            hanging: number("hanging ")?,
            panics: number("panics ")?,
            unexpected: number("unexpected ")?,
        })
    }
}
