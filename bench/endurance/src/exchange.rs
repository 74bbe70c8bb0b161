//! What is asked and what must be answered.

mod judge;
pub(crate) mod measured;
pub(crate) mod refused;
pub(crate) mod served;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

/// The page whose origin every policy names.
pub(crate) const APP: &str = "https://app.example.com";

/// An origin that only a check admits.
pub(crate) const PARTNER: &str = "https://partner.example.com";

/// An origin that is in every second set of those that are swapped.
pub(crate) const SOMETIMES: &str = "https://sometimes.example.com";

/// An origin that nobody admits.
pub(crate) const STRANGER: &str = "https://stranger.example";

/// The host that the servers are asked for.
pub(crate) const HOST: &str = "api.example.com";

/// What the servers speak over TLS.
pub(crate) const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// One piece of the download.
pub(crate) static DOWNLOAD: [u8; 16 * 1024] = [b'x'; 16 * 1024];

/// How many pieces the download has.
pub(crate) const PIECES: usize = 16;

/// One request and its answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exchange {
    /// Under this it is counted.
    pub(crate) kind: &'static str,
    /// The method of the request.
    pub(crate) method: &'static str,
    /// Its path, with its query.
    pub(crate) path: &'static str,
    /// Its header lines but for `Host` and the length of its body.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// Its body.
    pub(crate) body: &'static str,
    /// The status of the answer.
    pub(crate) status: u16,
    /// Who may read the answer.
    pub(crate) admitted: Admitted,
    /// The one `Vary` line of the answer, in lower case; none if it is empty.
    pub(crate) vary: &'static str,
    /// The body of the answer.
    pub(crate) answered: Answered,
    /// Further header lines of the answer, each exactly once.
    pub(crate) further: &'static [(&'static str, &'static str)],
}

/// Who may read an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Admitted {
    /// Exactly this origin.
    Origin(&'static str),
    /// This origin or nobody, as the set in force says.
    Perhaps(&'static str),
    /// Nobody: there is no `Access-Control-*` line.
    Nobody,
}

/// The body of an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Answered {
    /// Exactly this text.
    Text(&'static str),
    /// The whole download.
    Download,
    /// Whatever it is.
    Anything,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: StatusCode,
    /// Its header lines.
    pub(crate) headers: HeaderMap,
    /// Its body, whole.
    pub(crate) body: Bytes,
}

impl Exchange {
    /// A GET of a page that is admitted.
    const fn get(kind: &'static str, path: &'static str, text: &'static str) -> Self {
        Self {
            kind,
            method: "GET",
            path,
            headers: &[("origin", APP)],
            body: "",
            status: 200,
            admitted: Admitted::Origin(APP),
            vary: "origin",
            answered: Answered::Text(text),
            further: &[],
        }
    }

    /// A preflight of a page that is admitted.
    const fn preflight(
        kind: &'static str,
        path: &'static str,
        headers: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            method: "OPTIONS",
            headers,
            status: 204,
            vary: "origin, access-control-request-method",
            ..Self::get(kind, path, "")
        }
    }

    /// The method as HTTP has it.
    pub(crate) fn method(&self) -> Method {
        Method::from_bytes(self.method.as_bytes()).expect("a token")
    }
}
