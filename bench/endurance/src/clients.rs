//! Clients: where they go, on which way, and what may go wrong there.

mod connection;
mod counted;
pub(crate) mod hostile;
mod pipeline;
mod session;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::exchange::HOST;

pub(crate) use session::{Plan, session};

/// A good client waits for so long. The machine may be busy, but nobody waits half a minute for a page.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A server, as its clients see it.
#[derive(Clone)]
pub(crate) struct Target {
    /// Where it listens without TLS.
    pub(crate) plain: SocketAddr,
    /// Where it listens with TLS.
    pub(crate) tls: SocketAddr,
    http1: TlsConnector,
    http2: TlsConnector,
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target").field("plain", &self.plain).field("tls", &self.tls).finish_non_exhaustive()
    }
}

/// How a request reaches a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// HTTP/1.1, one request after the other on one connection.
    KeepAlive,
    /// HTTP/1.1, several requests in one write.
    Pipelined,
    /// HTTP/2 without an upgrade, several streams at once.
    Http2,
    /// HTTP/1.1 in TLS.
    TlsHttp1,
    /// HTTP/2 in TLS.
    TlsHttp2,
}

/// Why an exchange did not come to its end.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// A part of the answer had come.
    pub(crate) after_first_byte: bool,
    /// What happened.
    pub(crate) text: String,
}

impl Target {
    /// A server that listens there and shows this certificate.
    pub(crate) fn new(plain: SocketAddr, tls: SocketAddr, certificate: Vec<u8>) -> Option<Self> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(certificate)).ok()?;
        let http2 = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .ok()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut http1 = http2.clone();
        http1.alpn_protocols = vec![b"http/1.1".to_vec()];
        let mut http2 = http2;
        http2.alpn_protocols = vec![b"h2".to_vec()];
        Some(Self { plain, tls, http1: Arc::new(http1).into(), http2: Arc::new(http2).into() })
    }

    async fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect(self.plain).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// Connects with TLS. The server must choose the protocol that it is offered.
    async fn connect_tls(&self, is_http2: bool) -> std::io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(self.tls).await?;
        stream.set_nodelay(true)?;
        let name = ServerName::try_from(HOST).expect("a host name");
        let connector = if is_http2 { &self.http2 } else { &self.http1 };
        let stream = connector.connect(name, stream).await?;
        let offered: &[u8] = if is_http2 { b"h2" } else { b"http/1.1" };
        match stream.get_ref().1.alpn_protocol() {
            Some(chosen) if chosen == offered => Ok(stream),
            chosen => Err(std::io::Error::other(format!("the server chose the protocol {chosen:?}"))),
        }
    }
}

impl Way {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [Self::KeepAlive, Self::Pipelined, Self::Http2, Self::TlsHttp1, Self::TlsHttp2];

    /// Its name in what is printed.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::KeepAlive => "HTTP/1.1, keep-alive",
            Self::Pipelined => "HTTP/1.1, pipelined",
            Self::Http2 => "HTTP/2, prior knowledge",
            Self::TlsHttp1 => "TLS, HTTP/1.1",
            Self::TlsHttp2 => "TLS, HTTP/2",
        }
    }
}

/// For what happens before a request is sent.
impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self { after_first_byte: false, text: error.to_string() }
    }
}

/// For what happens before an answer begins.
impl From<hyper::Error> for Trouble {
    fn from(error: hyper::Error) -> Self {
        // hyper's errors say little by themselves, and the rest in what caused them.
        let mut text = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            text = format!("{text}: {cause}");
            source = cause.source();
        }
        Self { after_first_byte: false, text }
    }
}
