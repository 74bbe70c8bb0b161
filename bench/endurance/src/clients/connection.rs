//! One connection of hyper's client.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite};

use super::counted::Counted;
use super::{Target, Trouble, Way};
use crate::exchange::{Answer, Exchange, HOST};

/// An open connection. Clones of one for HTTP/2 send on streams of the same connection.
pub(crate) enum Connection {
    /// With the number of bytes that came in.
    Http1(http1::SendRequest<Full<Bytes>>, Arc<AtomicU64>),
    /// With the scheme that its requests name.
    Http2(http2::SendRequest<Full<Bytes>>, &'static str),
}

impl Connection {
    /// Opens one. Pipelining is not hyper's, see `pipeline`.
    pub(crate) async fn open(target: &Target, way: Way) -> Result<Self, Trouble> {
        match way {
            Way::KeepAlive | Way::Pipelined => Self::http1(target.connect().await?).await,
            Way::TlsHttp1 => Self::http1(target.connect_tls(false).await?).await,
            Way::Http2 => Self::http2(target.connect().await?, "http").await,
            Way::TlsHttp2 => Self::http2(target.connect_tls(true).await?, "https").await,
        }
    }

    async fn http1(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Result<Self, Trouble> {
        let (stream, read) = Counted::new(stream);
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // It ends with its sender, and its error reaches the request that waits.
        tokio::spawn(connection);
        Ok(Self::Http1(sender, read))
    }

    async fn http2(
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        scheme: &'static str,
    ) -> Result<Self, Trouble> {
        let (sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self::Http2(sender, scheme))
    }

    /// Another sender on the same connection, where the protocol has such.
    pub(crate) fn another(&self) -> Option<Self> {
        match self {
            Self::Http1(..) => None,
            Self::Http2(sender, scheme) => Some(Self::Http2(sender.clone(), scheme)),
        }
    }

    /// Sends a request and reads its answer to the end.
    pub(crate) async fn send(&mut self, exchange: &Exchange) -> Result<Answer, Trouble> {
        match self {
            Self::Http1(sender, read) => {
                let request = request(exchange, exchange.path.to_owned(), Some(HOST));
                sender.ready().await?;
                let before = read.load(Ordering::Relaxed);
                let answer = async { whole(sender.send_request(request).await?).await }.await;
                answer.map_err(|error| Trouble {
                    after_first_byte: read.load(Ordering::Relaxed) > before,
                    ..error.into()
                })
            }
            Self::Http2(sender, scheme) => {
                let request = request(exchange, format!("{scheme}://{HOST}{}", exchange.path), None);
                sender.ready().await?;
                // The head of an answer comes whole or not at all.
                let head = sender.send_request(request).await?;
                whole(head).await.map_err(|error| Trouble { after_first_byte: true, ..error.into() })
            }
        }
    }
}

async fn whole(answer: Response<Incoming>) -> Result<Answer, hyper::Error> {
    let (parts, body) = answer.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok(Answer { status: parts.status, headers: parts.headers, body })
}

fn request(exchange: &Exchange, uri: String, host: Option<&str>) -> Request<Full<Bytes>> {
    let mut request = Request::builder().method(exchange.method()).uri(uri);
    if let Some(host) = host {
        request = request.header("host", host);
    }
    for &(name, value) in exchange.headers {
        request = request.header(name, value);
    }
    request.body(Full::new(Bytes::from_static(exchange.body.as_bytes()))).expect("a request of constants")
}
