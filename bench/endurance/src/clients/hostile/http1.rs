//! Attacks in bytes, over HTTP/1.1 and over no protocol at all.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::Harm;
use crate::clients::Target;
use crate::exchange::{APP, HOST, STRANGER};

type Outcome = Result<(), Harm>;

/// The first of the library's limits is far below this.
const LONG: usize = 64 * 1024;

pub(super) async fn long_origin(target: &Target) -> Outcome {
    // It begins as one that is admitted.
    let origin = format!("{APP}{}", ".evil".repeat(LONG / 5));
    let answer = ask(target, "GET", "/shared", &format!("origin: {origin}\r\n")).await?;
    unread(&answer, "HTTP/1.1 200")
}

pub(super) async fn many_origins(target: &Target) -> Outcome {
    let lines = format!("origin: {APP}\r\n").repeat(80);
    let answer = ask(target, "GET", "/items", &lines).await?;
    unread(&answer, "HTTP/1.1 200")
}

/// More than the library sends back, from a page that is admitted: the preflight is answered without these names.
pub(super) async fn many_commas(target: &Target) -> Outcome {
    let answer = preflight(target, &",".repeat(60_000)).await?;
    if answer.contains("access-control-allow-headers") {
        return Err(Harm::Admitted("commas alone are sent back as names".to_owned()));
    }
    admitted(&answer)
}

pub(super) async fn many_names(target: &Target) -> Outcome {
    let names = (0..2_000).map(|number| format!("x-{number}")).collect::<Vec<_>>().join(",");
    let answer = preflight(target, &names).await?;
    admitted(&answer)
}

/// Bytes that look random, the same for the same seed.
pub(super) async fn garbage(address: SocketAddr, seed: u64) -> Outcome {
    let mut state = seed | 1;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    })
    .take(4096)
    .collect();
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(&bytes).await?;
    // So that the server does not wait for more.
    stream.shutdown().await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(())
}

pub(super) async fn half(target: &Target, text: &str) -> Outcome {
    let mut stream = target.connect().await?;
    stream.write_all(text.as_bytes()).await?;
    sleep(Duration::from_millis(5)).await;
    Ok(())
}

pub(super) async fn reset(target: &Target, path: &str) -> Outcome {
    let mut stream = target.connect().await?;
    stream.write_all(request("GET", path, &format!("origin: {APP}\r\n")).as_bytes()).await?;
    if path == "/download" {
        stream.read_exact(&mut [0; 1024]).await?;
    }
    // The system sends a reset in place of the usual end.
    stream.set_zero_linger()?;
    Ok(())
}

pub(super) async fn slow_writer(target: &Target) -> Outcome {
    let mut stream = target.connect().await?;
    for byte in request("GET", "/items", &format!("origin: {STRANGER}\r\n")).as_bytes() {
        stream.write_all(&[*byte]).await?;
        sleep(Duration::from_millis(20)).await;
    }
    let mut answer = [0; 4096];
    let length = stream.read(&mut answer).await?;
    unread(&String::from_utf8_lossy(&answer[..length]), "HTTP/1.1 200")
}

pub(super) async fn slow_reader(target: &Target) -> Outcome {
    let mut stream = target.connect().await?;
    // More than the buffers of the system hold.
    stream.write_all(request("GET", "/download", &format!("origin: {APP}\r\n")).repeat(40).as_bytes()).await?;
    sleep(Duration::from_millis(800)).await;
    Ok(())
}

/// Nothing is answered before the check has, and this one never does.
pub(super) async fn hanging(target: &Target, patience: Duration) -> Outcome {
    let mut stream = target.connect().await?;
    stream.write_all(request("GET", "/hangs", &format!("origin: {STRANGER}\r\n")).as_bytes()).await?;
    match timeout(patience, stream.read(&mut [0; 16])).await {
        Ok(Ok(1..)) => Err(Harm::Admitted("an answer came before the check had answered".to_owned())),
        _ => Ok(()),
    }
}

fn request(method: &str, path: &str, lines: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nhost: {HOST}\r\n{lines}\r\n")
}

/// Asks, and reads until the server closes the connection.
async fn ask(target: &Target, method: &str, path: &str, lines: &str) -> Result<String, Harm> {
    let mut stream = target.connect().await?;
    stream.write_all(request(method, path, &format!("{lines}connection: close\r\n")).as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).to_ascii_lowercase().replace("http/1.1", "HTTP/1.1"))
}

async fn preflight(target: &Target, names: &str) -> Result<String, Harm> {
    let lines =
        format!("origin: {APP}\r\naccess-control-request-method: PATCH\r\naccess-control-request-headers: {names}\r\n");
    ask(target, "OPTIONS", "/shared", &lines).await
}

fn unread(answer: &str, beginning: &str) -> Outcome {
    if answer.to_ascii_lowercase().contains("access-control-") {
        return Err(Harm::Admitted("a stranger is admitted".to_owned()));
    }
    if answer.starts_with(beginning) { Ok(()) } else { Err(unexpected(answer)) }
}

fn admitted(answer: &str) -> Outcome {
    let is_admitted = answer.contains(&format!("access-control-allow-origin: {APP}\r\n"));
    if answer.starts_with("HTTP/1.1 204") && is_admitted { Ok(()) } else { Err(unexpected(answer)) }
}

fn unexpected(answer: &str) -> Harm {
    // The date in an answer would make each a failure of its own.
    Harm::Admitted(format!("an unexpected answer: {:?}", answer.lines().next().unwrap_or_default()))
}
