//! Servers on real sockets, and HTTP/1.1 as bytes.

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use support::Answer;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::exchange::Sent;
use super::judge::{Failures, good, judge, wrong_with_good};
use super::known::Case;
use super::policies::Shape;

/// A server that stops with the test.
pub(crate) struct Server {
    port: u16,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(app: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let task = tokio::spawn(async move { axum::serve(listener, app).await.expect("a server") });
        Self { port, task }
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).await.expect("the server listens")
    }

    /// What comes back for these bytes. Requests that end are answered and the connection closed, as they ask for it;
    /// after others only the client can close.
    pub(crate) async fn exchange(&self, bytes: &[u8], is_whole: bool) -> Vec<u8> {
        let mut stream = self.connect().await;
        // The server may have answered and closed before all is written.
        let _ = stream.write_all(bytes).await;
        if !is_whole {
            let _ = stream.shutdown().await;
        }
        let mut received = Vec::new();
        let _ = stream.read_to_end(&mut received).await;
        received
    }

    pub(crate) async fn still_answers(&self, failures: &mut Failures, shape: &Shape, case: &str) {
        let received = self.exchange(&written(&good(shape)), true).await;
        match &answers(&received)[..] {
            [answer] => {
                if let Some(wrong) = wrong_with_good(shape, answer) {
                    failures.add(format!("{}: after {case}: {wrong}", shape.name));
                }
            }
            _ => failures.add(format!("{}: after {case}: {}", shape.name, received.escape_ascii())),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A request in HTTP/1.1, the last of its connection.
pub(crate) fn written(sent: &Sent) -> Vec<u8> {
    let mut bytes = format!("{} {} HTTP/1.1\r\nhost: api.example.com\r\n", sent.method, sent.path).into_bytes();
    for (name, value) in &sent.headers {
        // A second `connection` would contradict the one below.
        if *name != "connection" {
            bytes.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
    }
    bytes.extend(b"connection: close\r\n\r\n");
    bytes
}

/// The answers of a connection, none of which was to HEAD.
pub(crate) fn answers(mut received: &[u8]) -> Vec<Answer> {
    let mut answers = Vec::new();
    while let Some(end) = received.windows(4).position(|four| four == b"\r\n\r\n") {
        let mut lines = received[..end].split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
        let status = lines.next().and_then(|line| StatusCode::from_bytes(line.get(9..12)?).ok());
        let mut headers = HeaderMap::new();
        for line in lines {
            let colon = line.iter().position(|&byte| byte == b':').expect("a header line");
            let name = HeaderName::from_bytes(&line[..colon]).expect("a header's name");
            headers.append(name, HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).expect("a header's value"));
        }
        let length = headers.get("content-length").and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0);
        let (body, rest) = received[end + 4..].split_at(length);
        answers.push(Answer { status: status.expect("a status"), headers, body: body.to_vec().into() });
        received = rest;
    }
    answers
}

/// Panics in the server's tasks, which close a connection and tell nobody else.
pub(crate) fn panics() -> usize {
    static COUNTED: AtomicUsize = AtomicUsize::new(0);
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let tell = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            COUNTED.fetch_add(1, Ordering::SeqCst);
            tell(panic);
        }));
    });
    COUNTED.load(Ordering::SeqCst)
}

/// Of a case's ways the two that a policy judges each in its own way: a page reads, and a page asks whether it may write. The
/// others are sent in process.
pub(crate) fn two_ways(case: &Case, shape: &Shape) -> impl Iterator<Item = Sent> + use<> {
    let asks = |sent: &Sent| sent.values("access-control-request-method").first() == Some(&b"PUT".as_slice());
    case.sent(shape).into_iter().filter(move |sent| sent.method == "GET" || asks(sent))
}

/// Where hyper itself refuses a head, no policy was asked.
pub(crate) fn judge_on_the_wire(failures: &mut Failures, shape: &Shape, case: &str, sent: &Sent, answer: &Answer) {
    let is_hypers = matches!(answer.status.as_u16(), 400 | 414 | 431) && answer.body.is_empty();
    if is_hypers {
        if answer.headers.keys().any(|name| name.as_str().starts_with("access-control-")) {
            failures.add(format!("{}: {case}: {answer:?}", shape.name));
        }
        return;
    }
    // A value's white space at its ends is not part of it (RFC 9110 section 5.5).
    let mut sent = sent.clone();
    for (_, value) in &mut sent.headers {
        *value = value.trim_ascii().to_vec();
    }
    judge(failures, shape, case, &sent, answer);
}
