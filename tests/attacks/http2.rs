//! The same over HTTP/2, by prior knowledge.

use axum::body::Body;
use axum::http::{Request, Uri};
use http_body_util::BodyExt as _;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use support::Answer;

use super::exchange::Sent;
use super::judge::{Failures, good, wrong_with_good};
use super::known::CASES;
use super::policies;
use super::wire::{Server, judge_on_the_wire, panics, two_ways};

#[tokio::test]
async fn nothing_published_is_admitted_over_http2() {
    let mut failures = Failures::default();
    for shape in &policies::all() {
        let server = Server::start(shape.app.clone()).await;
        let mut client = http2_client(&server).await;
        for case in CASES {
            for sent in two_ways(case, shape) {
                failures.judged();
                match answered(&mut client, over_http2(&sent)).await {
                    Ok(answer) => judge_on_the_wire(&mut failures, shape, &case.title(), &sent, &answer),
                    // More than a server takes ends the connection with the server's GOAWAY.
                    Err(_) if is_too_large(&sent) => client = http2_client(&server).await,
                    Err(error) => {
                        failures.add(format!("{}: {}: {sent:?}: {error:?}", shape.name, case.title()));
                        client = http2_client(&server).await;
                    }
                }
            }
            match answered(&mut client, over_http2(&good(shape))).await {
                Ok(answer) => {
                    if let Some(wrong) = wrong_with_good(shape, &answer) {
                        failures.add(format!("{}: after {}: {wrong}", shape.name, case.title()));
                    }
                }
                Err(error) => failures.add(format!("{}: after {}: {error}", shape.name, case.title())),
            }
        }
        server.still_answers(&mut failures, shape, "HTTP/2").await;
    }
    failures.report();
}

async fn http2_client(server: &Server) -> http2::SendRequest<Body> {
    let io = TokioIo::new(server.connect().await);
    let (client, connection) = http2::handshake(TokioExecutor::new(), io).await.expect("HTTP/2");
    tokio::spawn(connection);
    client
}

fn is_too_large(sent: &Sent) -> bool {
    sent.headers.iter().map(|(_, value)| value.len()).sum::<usize>() > 32 * 1024
}

/// The request with an authority, and without the lines of a connection, which HTTP/2 has not.
fn over_http2(sent: &Sent) -> Request<Body> {
    let mut request = sent.request().expect("a request");
    if request.uri().authority().is_none() {
        let uri: Uri = format!("http://api.example.com{}", sent.path).parse().expect("a URI");
        *request.uri_mut() = uri;
    }
    for name in ["connection", "upgrade"] {
        request.headers_mut().remove(name);
    }
    request
}

async fn answered(client: &mut http2::SendRequest<Body>, request: Request<Body>) -> Result<Answer, hyper::Error> {
    client.ready().await?;
    let (parts, body) = client.send_request(request).await?.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok(Answer { status: parts.status, headers: parts.headers, body })
}

/// A frame of HTTP/2 (RFC 9113 section 4.1).
fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short payload").to_be_bytes();
    [&length[1..], &[kind, flags, 0, 0, 0, stream], payload].concat()
}

/// Header lines, each a literal without an index (RFC 7541 section 6.2.2).
fn literals(lines: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in lines {
        let length = |text: &[u8]| u8::try_from(text.len()).expect("a short text");
        block.extend([&[0, length(name)], *name, &[length(value)], value].concat());
    }
    block
}

/// Frames that no client of ours can be made to write. What comes back is compressed, so that here only the server is judged.
#[tokio::test]
async fn no_frames_stop_the_server() {
    const END: u8 = 0x1 | 0x4;
    let asked = |more: &[(&[u8], &[u8])]| {
        let pseudo: [(&[u8], &[u8]); 4] =
            [(b":method", b"GET"), (b":scheme", b"http"), (b":path", b"/item"), (b":authority", b"api.example.com")];
        literals(&[&pseudo, more].concat())
    };
    let headers = |more: &[(&[u8], &[u8])]| frame(1, END, 1, &asked(more));
    let attacks = [
        ("a line end in the origin", headers(&[(b"origin", b"https://evil.net\r\nx: y")])),
        ("a NUL in the origin", headers(&[(b"origin", b"https://app.example.com\0")])),
        ("a name in upper case", headers(&[(b"Origin", b"https://evil.net")])),
        ("a line end in a name", headers(&[(b"origin: x\r\ny", b"https://evil.net")])),
        ("a pseudo-header behind", headers(&[(b"origin", b"https://evil.net"), (b":path", b"/public")])),
        ("a connection's line", headers(&[(b"transfer-encoding", b"chunked"), (b"origin", b"https://evil.net")])),
        ("an index beyond the table", frame(1, END, 1, &[0xff, 0xff, 0xff, 0xff, 0x0f])),
        (
            "CVE-2024-27316: frames that go on and on",
            [frame(1, 1, 1, &asked(&[])), frame(9, 0, 1, &literals(&[(b"origin", b"https://evil.net")])).repeat(5000)]
                .concat(),
        ),
        (
            "CVE-2023-44487: streams that are reset at once",
            (0..60)
                .flat_map(|n| [frame(1, END, 2 * n + 1, &asked(&[])), frame(3, 0, 2 * n + 1, &[0, 0, 0, 8])].concat())
                .collect(),
        ),
    ];
    let mut failures = Failures::default();
    for shape in &policies::all() {
        let server = Server::start(shape.app.clone()).await;
        for (name, frames) in &attacks {
            failures.judged();
            let before = panics();
            let bytes = [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".as_slice(), &frame(4, 0, 0, &[]), frames].concat();
            let received = server.exchange(&bytes, false).await;
            if received.windows(16).any(|part| part == b"https://evil.net") {
                failures.add(format!("{}: {name}: {}", shape.name, received.escape_ascii()));
            }
            server.still_answers(&mut failures, shape, name).await;
            if panics() > before {
                failures.add(format!("{}: {name}: the server panics", shape.name));
            }
        }
    }
    failures.report();
}
