//! Hostile clients. Nobody asks whether they are served well; they must only not hurt, and must not be admitted.

mod http1;
mod http2;

use std::time::Duration;

use tokio::time::timeout;

use super::Target;

/// What nobody else is hurt by.
const PATIENCE: Duration = Duration::from_secs(15);

/// So long a client waits for a check that hangs.
const SHORT: Duration = Duration::from_millis(100);

/// Keeps a check hanging for so long, or until the server closes the connection.
pub(crate) async fn hang(target: &Target, patience: Duration) {
    let _ = http1::hanging(target, patience).await;
}

/// One kind of attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attack {
    LongOrigin,
    LongOriginHttp2,
    ManyOrigins,
    ManyCommas,
    ManyNames,
    Garbage,
    GarbageInTls,
    HalfRequest,
    HalfBody,
    Reset,
    ResetInAnswer,
    SlowWriter,
    SlowReader,
    Hanging,
    HangingHttp2,
    RapidReset,
    EndlessHead,
}

impl Attack {
    /// All of them.
    pub(crate) const ALL: &[Self] = &[
        Self::LongOrigin,
        Self::LongOriginHttp2,
        Self::ManyOrigins,
        Self::ManyCommas,
        Self::ManyNames,
        Self::Garbage,
        Self::GarbageInTls,
        Self::HalfRequest,
        Self::HalfBody,
        Self::Reset,
        Self::ResetInAnswer,
        Self::SlowWriter,
        Self::SlowReader,
        Self::Hanging,
        Self::HangingHttp2,
        Self::RapidReset,
        Self::EndlessHead,
    ];

    /// Its name in what is printed.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::LongOrigin => "origin of 64 KiB",
            Self::LongOriginHttp2 => "origin of 64 KiB, HTTP/2",
            Self::ManyOrigins => "eighty origins in one request",
            Self::ManyCommas => "preflight with 60,000 commas",
            Self::ManyNames => "preflight with 2,000 names",
            Self::Garbage => "garbage",
            Self::GarbageInTls => "garbage where TLS is spoken",
            Self::HalfRequest => "half a request, then closed",
            Self::HalfBody => "half a body, then closed",
            Self::Reset => "connection reset after a request",
            Self::ResetInAnswer => "connection reset within an answer",
            Self::SlowWriter => "a byte each 20 ms",
            Self::SlowReader => "an answer that is not read",
            Self::Hanging => "cut off at a check that hangs",
            Self::HangingHttp2 => "cut off at a check that hangs, HTTP/2",
            Self::RapidReset => "300 streams reset at once, HTTP/2",
            Self::EndlessHead => "head without an end, HTTP/2",
        }
    }

    /// Does it once, and says whether the server let it come to its end. That the server cuts it off is no error; an error says
    /// that the server let through what it must not.
    pub(crate) async fn launch(self, target: &Target, seed: u64) -> Result<Ended, String> {
        let outcome = timeout(PATIENCE, async {
            match self {
                Self::LongOrigin => http1::long_origin(target).await,
                Self::LongOriginHttp2 => http2::long_origin(target).await,
                Self::ManyOrigins => http1::many_origins(target).await,
                Self::ManyCommas => http1::many_commas(target).await,
                Self::ManyNames => http1::many_names(target).await,
                Self::Garbage => http1::garbage(target.plain, seed).await,
                Self::GarbageInTls => http1::garbage(target.tls, seed).await,
                Self::HalfRequest => http1::half(target, "GET /items HTTP/1.1\r\nhost: api.exam").await,
                Self::HalfBody => {
                    let head = "PUT /items HTTP/1.1\r\nhost: api.example.com\r\norigin: https://app.example.com\r\n\
                                content-type: application/json\r\ncontent-length: 100\r\n\r\n{\"name\":";
                    http1::half(target, head).await
                }
                Self::Reset => http1::reset(target, "/items").await,
                Self::ResetInAnswer => http1::reset(target, "/download").await,
                Self::SlowWriter => http1::slow_writer(target).await,
                Self::SlowReader => http1::slow_reader(target).await,
                Self::Hanging => http1::hanging(target, SHORT).await,
                Self::HangingHttp2 => http2::hanging(target).await,
                Self::RapidReset => http2::rapid_reset(target).await,
                Self::EndlessHead => http2::endless_head(target).await,
            }
        });
        match outcome.await {
            Ok(Err(Harm::Admitted(what))) => Err(format!("{}: {what}", self.name())),
            Ok(Ok(())) => Ok(Ended::ByItself),
            Ok(Err(Harm::Cut)) => Ok(Ended::CutOff),
            Err(_) => Err(format!("{}: the server neither answers nor closes the connection", self.name())),
        }
    }
}

/// How an attack ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It was done whole.
    ByItself,
    /// The server closed the connection before.
    CutOff,
}

/// How an attack ended early.
#[derive(Debug)]
enum Harm {
    /// The server cut it off, as it may.
    Cut,
    /// The server said what it must not.
    Admitted(String),
}

impl From<std::io::Error> for Harm {
    fn from(_: std::io::Error) -> Self {
        Self::Cut
    }
}

impl From<h2::Error> for Harm {
    fn from(_: h2::Error) -> Self {
        Self::Cut
    }
}
