//! Attacks over HTTP/2, frame by frame.

use bytes::Bytes;
use h2::Reason;
use h2::client::{self, SendRequest};
use http::{Method, Request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::{Harm, SHORT};
use crate::clients::Target;
use crate::exchange::{APP, HOST, STRANGER};

type Outcome = Result<(), Harm>;

async fn open(target: &Target) -> Result<SendRequest<Bytes>, Harm> {
    let (sender, connection) = client::handshake(target.connect().await?).await?;
    tokio::spawn(connection);
    Ok(sender)
}

fn get(path: &str, origin: &str) -> Request<()> {
    let uri = format!("http://{HOST}{path}");
    Request::builder().method(Method::GET).uri(uri).header("origin", origin).body(()).expect("a request of constants")
}

pub(super) async fn long_origin(target: &Target) -> Outcome {
    let mut sender = open(target).await?.ready().await?;
    let origin = format!("{APP}{}", ".evil".repeat(64 * 1024 / 5));
    let (answer, _) = sender.send_request(get("/shared", &origin), true)?;
    let answer = answer.await?;
    let is_admitted = answer.headers().contains_key("access-control-allow-origin");
    if is_admitted || answer.status() != 200 {
        return Err(Harm::Admitted(format!("an unexpected answer: {answer:?}")));
    }
    Ok(())
}

/// The stream is reset, and the rest of the connection is served as before.
pub(super) async fn hanging(target: &Target) -> Outcome {
    let mut sender = open(target).await?.ready().await?;
    let (answer, mut stream) = sender.send_request(get("/hangs", STRANGER), true)?;
    if timeout(SHORT, answer).await.is_ok_and(|answer| answer.is_ok()) {
        return Err(Harm::Admitted("an answer came before the check had answered".to_owned()));
    }
    stream.send_reset(Reason::CANCEL);
    let mut sender = sender.ready().await?;
    let (answer, _) = sender.send_request(get("/hangs", APP), true)?;
    match answer.await {
        Ok(answer) if answer.headers().get("access-control-allow-origin").is_some_and(|origin| origin == APP) => Ok(()),
        Ok(answer) => Err(Harm::Admitted(format!("beside a check that hangs: {answer:?}"))),
        Err(error) => Err(Harm::Admitted(format!("beside a check that hangs: {error}"))),
    }
}

/// Streams that are reset as soon as they are opened (CVE-2023-44487). The server may close such a connection.
pub(super) async fn rapid_reset(target: &Target) -> Outcome {
    let mut sender = open(target).await?;
    for number in 0..300 {
        sender = sender.ready().await?;
        let path = if number % 2 == 0 { "/items" } else { "/hangs" };
        let (_, mut stream) = sender.send_request(get(path, STRANGER), true)?;
        stream.send_reset(Reason::CANCEL);
        if number % 16 == 0 {
            tokio::task::yield_now().await;
        }
    }
    Ok(())
}

/// A head that goes on and on (CVE-2024-27316). The server closes the connection long before all of it is sent.
pub(super) async fn endless_head(target: &Target) -> Outcome {
    const LENGTH: usize = 16_000;
    let frame = |kind: u8, stream: u8, payload: &[u8]| {
        let length = u32::try_from(payload.len()).expect("a short frame").to_be_bytes();
        [&length[1..], &[kind, 0, 0, 0, 0, stream], payload].concat()
    };
    // One literal header after the other, each not indexed: name of one byte, value of 100.
    let one: Vec<u8> = [&[0x00, 0x01, b'x', 100][..], &[b'v'; 100]].concat();
    let payload = one.repeat(LENGTH / one.len());

    let (mut reader, mut writer) = target.connect().await?.into_split();
    let swallow = tokio::spawn(async move {
        let mut bytes = [0; 1024];
        while matches!(reader.read(&mut bytes).await, Ok(1..)) {}
    });
    writer.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await?;
    writer.write_all(&frame(4, 0, &[])).await?;
    writer.write_all(&frame(1, 1, &payload)).await?;
    for _ in 0..256 {
        writer.write_all(&frame(9, 1, &payload)).await?;
    }
    drop(writer);
    let _ = swallow.await;
    Ok(())
}
