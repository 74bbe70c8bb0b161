//! The work: a request, the policy it meets, and what a right answer to it is.

use axum::body::Body;
use axum::extract::Request;
use axum::http::Method;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderValue,
    ORIGIN,
};
use axum::response::Response;
use bytes::BytesMut;

/// The one origin of the fixed policy.
pub const APP: &str = "https://app.example.com";
const STRANGER: &str = "https://elsewhere.example";

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A GET without `Origin`; here and in the next three the policy has one origin, credentials and an exposed header.
    NoOrigin,
    /// A GET of the origin that is admitted.
    GetAdmitted,
    /// A GET of another origin.
    GetRefused,
    /// A preflight of the origin that is admitted.
    PreflightWithCredentials,
    /// The same; here and in the next two the policy has one origin, two request headers and an age.
    PreflightAdmitted,
    /// A preflight of another origin.
    PreflightRefused,
    /// A preflight that asks for 64 KiB of commas.
    PreflightCommas,
    /// A GET under `*`.
    GetEverybody,
    /// A GET of an origin that the application is asked about.
    GetAsked,
    /// A GET with so many bytes of Unicode in `Origin`, where the application would be asked about an origin.
    UnicodeAsked(usize),
    /// The same, where the handler extracts the origin.
    UnicodeExtracted(usize),
    /// A GET of the last of so many exact origins.
    GetAmong(usize),
    /// A GET of an origin that is none of so many.
    GetNotAmong(usize),
    /// A GET of an origin that the last of so many patterns covers.
    GetAmongPatterns(usize),
}

/// The rows of the table, in their order.
pub const ALL: &[Work] = &[
    Work::NoOrigin,
    Work::GetAdmitted,
    Work::GetRefused,
    Work::PreflightAdmitted,
    Work::PreflightWithCredentials,
    Work::PreflightRefused,
    Work::PreflightCommas,
    Work::GetEverybody,
    Work::GetAsked,
    Work::UnicodeAsked(64 << 10),
    Work::UnicodeAsked(400 << 10),
    Work::UnicodeExtracted(64 << 10),
    Work::UnicodeExtracted(400 << 10),
    Work::GetAmong(10),
    Work::GetAmong(1_000),
    Work::GetAmong(10_000),
    Work::GetAmong(100_000),
    Work::GetAmong(1_000_000),
    Work::GetNotAmong(10),
    Work::GetNotAmong(1_000),
    Work::GetNotAmong(10_000),
    Work::GetNotAmong(100_000),
    Work::GetNotAmong(1_000_000),
    Work::GetAmongPatterns(10),
    Work::GetAmongPatterns(1_000),
    Work::GetAmongPatterns(100_000),
];

impl Work {
    /// The name under which it is asked for and kept.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::NoOrigin => "no-origin".to_owned(),
            Self::GetAdmitted => "get-admitted".to_owned(),
            Self::GetRefused => "get-refused".to_owned(),
            Self::PreflightAdmitted => "preflight-admitted".to_owned(),
            Self::PreflightWithCredentials => "preflight-with-credentials".to_owned(),
            Self::PreflightRefused => "preflight-refused".to_owned(),
            Self::PreflightCommas => "preflight-commas".to_owned(),
            Self::GetEverybody => "get-everybody".to_owned(),
            Self::GetAsked => "get-asked".to_owned(),
            Self::UnicodeAsked(len) => format!("unicode-asked-{len}"),
            Self::UnicodeExtracted(len) => format!("unicode-extracted-{len}"),
            Self::GetAmong(count) => format!("get-among-{count}"),
            Self::GetNotAmong(count) => format!("get-not-among-{count}"),
            Self::GetAmongPatterns(count) => format!("get-among-patterns-{count}"),
        }
    }

    /// The work of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|work| work.name() == name)
    }

    /// What stands in the table.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Self::NoOrigin => "GET without `Origin`".to_owned(),
            Self::GetAdmitted => "GET, admitted, credentials, 1 exposed header".to_owned(),
            Self::GetRefused => "GET, not admitted".to_owned(),
            Self::PreflightAdmitted => "preflight, admitted, 2 headers, max-age".to_owned(),
            Self::PreflightWithCredentials => "the same with credentials".to_owned(),
            Self::PreflightRefused => "preflight, not admitted".to_owned(),
            Self::PreflightCommas => "preflight asking for 64 KiB of commas".to_owned(),
            Self::GetEverybody => "GET under `\"*\"`".to_owned(),
            Self::GetAsked => "GET, `origins_if` / predicate".to_owned(),
            Self::UnicodeAsked(len) => format!("the same, {} KiB of Unicode in `Origin`", len >> 10),
            Self::UnicodeExtracted(len) => format!("`Origin` extracted, {} KiB of Unicode in it", len >> 10),
            Self::GetAmong(count) => format!("GET, last of {} origins", grouped(count)),
            Self::GetNotAmong(count) => format!("GET, none of {} origins", grouped(count)),
            Self::GetAmongPatterns(count) => format!("GET, last of {} patterns", grouped(count)),
        }
    }

    /// How many origins or patterns the policy has, where they are many.
    #[must_use]
    pub fn size(self) -> usize {
        match self {
            Self::GetAmong(count) | Self::GetNotAmong(count) | Self::GetAmongPatterns(count) => count,
            _ => 0,
        }
    }

    /// The origins or patterns of the policy, where they are many.
    pub fn entries(self) -> impl Iterator<Item = String> {
        let pattern = if matches!(self, Self::GetAmongPatterns(_)) { "*." } else { "" };
        (0..self.size()).map(move |number| format!("https://{pattern}tenant-{number}.example.com"))
    }

    /// A request of this kind.
    ///
    /// # Panics
    /// Never: its parts are constants.
    #[must_use]
    pub fn request(self) -> Request {
        let last = |count: usize| format!("tenant-{}.example.com", count - 1);
        let origin = match self {
            Self::NoOrigin => None,
            Self::GetRefused | Self::PreflightRefused => Some(STRANGER.to_owned()),
            Self::GetAmong(count) => Some(format!("https://{}", last(count))),
            Self::GetNotAmong(_) => Some("https://tenant-x.example.com".to_owned()),
            Self::GetAmongPatterns(count) => Some(format!("https://www.{}", last(count))),
            Self::UnicodeAsked(len) | Self::UnicodeExtracted(len) => Some(unicode_origin(len)),
            _ => Some(APP.to_owned()),
        };
        let mut request = Request::builder().uri("/").header(HOST, "api.example.com");
        if let Some(origin) = origin {
            request = request.header(ORIGIN, received(&origin));
        }
        if self.is_preflight() {
            let names = match self {
                Self::PreflightCommas => ",".repeat(64 * 1024),
                _ => "content-type,x-request-id".to_owned(),
            };
            request = request
                .method(Method::OPTIONS)
                .header(ACCESS_CONTROL_REQUEST_METHOD, "PUT")
                .header(ACCESS_CONTROL_REQUEST_HEADERS, received(&names));
        }
        request.body(Body::empty()).expect("a request of constants")
    }

    /// Whether the policy takes credentials; where it does not, it is met by preflights only.
    #[must_use]
    pub fn takes_credentials(self) -> bool {
        !matches!(self, Self::PreflightAdmitted | Self::PreflightRefused | Self::PreflightCommas)
    }

    /// Whether the request is a preflight.
    #[must_use]
    pub fn is_preflight(self) -> bool {
        self == Self::PreflightWithCredentials || !self.takes_credentials()
    }

    /// Whether a contestant did the work. What tower-http adds to answers to others' requests is its own affair.
    #[must_use]
    pub fn is_done_by(self, response: &Response) -> bool {
        let admitted = response.headers().get(ACCESS_CONTROL_ALLOW_ORIGIN);
        match self {
            Self::NoOrigin
            | Self::GetRefused
            | Self::PreflightRefused
            | Self::GetNotAmong(_)
            | Self::UnicodeAsked(_)
            | Self::UnicodeExtracted(_) => admitted.is_none_or(|origin| origin == APP),
            Self::GetEverybody => admitted.is_some_and(|origin| origin == "*"),
            _ => admitted.is_some_and(|origin| origin == self.request().headers()[ORIGIN]),
        }
    }

    /// How many requests are counted: fewer where a contestant may look through a long list.
    #[must_use]
    pub fn rounds(self) -> usize {
        if self.size() < 100_000 { 100 } else { 10 }
    }
}

/// What looks like an origin of so many bytes, each of its characters another one outside of ASCII.
fn unicode_origin(len: usize) -> String {
    let mut origin = "https://".to_owned();
    for character in '\u{80}'..=char::MAX {
        if origin.len() + character.len_utf8() > len {
            break;
        }
        origin.push(character);
    }
    origin
}

/// A value as hyper makes it: a piece of the buffer that was read into, so that a copy of it counts and does not allocate.
fn received(value: &str) -> HeaderValue {
    let mut buffer = BytesMut::from(value);
    HeaderValue::from_maybe_shared(buffer.split().freeze()).expect("a text")
}

/// A number with its thousands set apart.
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
