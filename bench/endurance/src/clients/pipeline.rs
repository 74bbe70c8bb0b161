//! HTTP/1.1 by hand: several requests in one write, and the answers in their order. hyper's client does not do that.

use std::fmt::Write;

use bytes::{Buf, Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Target, Trouble};
use crate::exchange::{Answer, Exchange, HOST};

/// A connection, and what came in and is not read yet.
pub(crate) struct Pipeline {
    stream: TcpStream,
    unread: BytesMut,
    /// Something of the present answer was taken out of `unread` already.
    is_within: bool,
}

impl Pipeline {
    /// Opens one, without TLS.
    pub(crate) async fn open(target: &Target) -> Result<Self, Trouble> {
        let stream = target.connect().await?;
        Ok(Self { stream, unread: BytesMut::with_capacity(64 * 1024), is_within: false })
    }

    /// Sends all these requests in one write.
    pub(crate) async fn send<'a>(&mut self, exchanges: impl Iterator<Item = &'a Exchange>) -> Result<(), Trouble> {
        let mut text = String::new();
        for exchange in exchanges {
            head(&mut text, exchange);
        }
        Ok(self.stream.write_all(text.as_bytes()).await?)
    }

    /// Reads the next answer, to a request of this method.
    pub(crate) async fn answer(&mut self, method: &str) -> Result<Answer, Trouble> {
        self.is_within = false;
        let head = loop {
            match find(&self.unread, b"\r\n\r\n") {
                Some(end) => break self.unread.split_to(end + 4),
                None => self.more().await?,
            }
        };
        self.is_within = true;
        let (status, headers) = parse(&head).ok_or_else(|| self.trouble("no head of an answer"))?;
        let length = headers.get("content-length").map(|value| value.to_str().ok()?.parse::<usize>().ok());
        let body = match length {
            _ if method == "HEAD" || status == StatusCode::NO_CONTENT => Bytes::new(),
            Some(Some(length)) => self.exactly(length).await?,
            Some(None) => return Err(self.trouble("no length of a body")),
            None if headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked") => self.chunks().await?,
            None => return Err(self.trouble("an answer without an end")),
        };
        Ok(Answer { status, headers, body })
    }

    async fn exactly(&mut self, length: usize) -> Result<Bytes, Trouble> {
        while self.unread.len() < length {
            self.more().await?;
        }
        Ok(self.unread.split_to(length).freeze())
    }

    async fn chunks(&mut self) -> Result<Bytes, Trouble> {
        let mut body = BytesMut::new();
        loop {
            let end = loop {
                match find(&self.unread, b"\r\n") {
                    Some(end) => break end,
                    None => self.more().await?,
                }
            };
            let line = self.unread.split_to(end);
            self.unread.advance(2);
            let length = std::str::from_utf8(&line).ok().and_then(|line| usize::from_str_radix(line, 16).ok());
            let length = length.ok_or_else(|| self.trouble("no length of a chunk"))?;
            body.extend_from_slice(&self.exactly(length).await?);
            if self.exactly(2).await? != b"\r\n"[..] {
                return Err(self.trouble("no end of a chunk"));
            }
            if length == 0 {
                return Ok(body.freeze());
            }
        }
    }

    async fn more(&mut self) -> Result<(), Trouble> {
        match self.stream.read_buf(&mut self.unread).await {
            Ok(1..) => Ok(()),
            Ok(0) => Err(self.trouble("the connection was closed")),
            Err(error) => Err(self.trouble(&error.to_string())),
        }
    }

    fn trouble(&self, text: &str) -> Trouble {
        Trouble { after_first_byte: self.is_within || !self.unread.is_empty(), text: text.to_string() }
    }
}

fn head(text: &mut String, exchange: &Exchange) {
    let Exchange { method, path, headers, body, .. } = exchange;
    write!(text, "{method} {path} HTTP/1.1\r\nhost: {HOST}\r\n").expect("a text takes all that is written");
    for (name, value) in *headers {
        write!(text, "{name}: {value}\r\n").expect("a text takes all that is written");
    }
    if !body.is_empty() {
        write!(text, "content-length: {}\r\n", body.len()).expect("a text takes all that is written");
    }
    text.push_str("\r\n");
    text.push_str(body);
}

fn parse(head: &[u8]) -> Option<(StatusCode, HeaderMap)> {
    let mut lines = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    let status = StatusCode::from_bytes(lines.next()?.strip_prefix(b"HTTP/1.1 ")?.get(..3)?).ok()?;
    let mut headers = HeaderMap::new();
    for line in lines.filter(|line| !line.is_empty()) {
        let colon = line.iter().position(|&byte| byte == b':')?;
        let (name, value) =
            (HeaderName::from_bytes(&line[..colon]), HeaderValue::from_bytes(line[colon + 1..].trim_ascii()));
        headers.append(name.ok()?, value.ok()?);
    }
    Some((status, headers))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
