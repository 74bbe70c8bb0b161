//! The same over HTTP/1.1, byte by byte: what the types of `http` cannot hold too.

use support::Answer;

use super::exchange::{Sent, values};
use super::judge::{Failures, judge};
use super::known::CASES;
use super::policies::{self, Shape};
use super::wire::{Server, answers, judge_on_the_wire, panics, two_ways, written};

#[tokio::test]
async fn nothing_published_is_admitted_over_http1() {
    let mut failures = Failures::default();
    for shape in &policies::all() {
        let server = Server::start(shape.app.clone()).await;
        for case in CASES {
            for sent in two_ways(case, shape) {
                failures.judged();
                let received = server.exchange(&written(&sent), true).await;
                match &answers(&received)[..] {
                    [answer] => judge_on_the_wire(&mut failures, shape, &case.title(), &sent, answer),
                    _ => failures.add(format!("{}: {}: {}", shape.name, case.title(), received.escape_ascii())),
                }
            }
            server.still_answers(&mut failures, shape, &case.title()).await;
        }
    }
    failures.report();
}

/// Bytes in place of a head, or of the lines after a good first one.
enum Bytes {
    /// After `GET /item HTTP/1.1` and a host; the request ends and closes its connection.
    Lines(&'static [u8]),
    /// All that is sent; the client closes.
    All(&'static [u8]),
}

use Bytes::{All, Lines};

/// `{origin}` is one that the policy admits. Where it is sent alone, it is behind a line that makes the head none.
const BYTES: [(&str, Bytes); 36] = [
    ("control bytes: NUL", Lines(b"origin: {origin}\0.evil.net\r\n")),
    ("control bytes: a bell", Lines(b"origin: {origin}\x07.evil.net\r\n")),
    ("control bytes: DEL", Lines(b"origin: {origin}\x7f\r\n")),
    ("control bytes: a bare CR", Lines(b"origin: https://evil.net\rorigin: {origin}\r\n")),
    ("control bytes: a bare LF", Lines(b"origin: https://evil.net\norigin: {origin}\r\n")),
    ("response splitting", Lines(b"origin: https://evil.net\r\n\r\nHTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\n")),
    ("a folded line (RFC 9112 section 5.2)", Lines(b"origin: {origin}\r\n .evil.net\r\n")),
    ("a line folded by a tab", Lines(b"origin: https://evil.net\r\n\t{origin}\r\n")),
    ("white space before the colon (RFC 9112 section 5.1)", Lines(b"origin : {origin}\r\n")),
    ("a tab before the colon", Lines(b"origin\t: {origin}\r\n")),
    ("a name with a NUL", Lines(b"ori\0gin: {origin}\r\n")),
    ("a name of no bytes", Lines(b": {origin}\r\n")),
    ("a line without a colon", Lines(b"origin {origin}\r\n")),
    ("the name in mixed case, twice", Lines(b"OrIgIn: {origin}\r\nORIGIN: https://evil.net\r\n")),
    ("two origins, one of no bytes", Lines(b"origin:\r\norigin: {origin}\r\n")),
    ("bytes that are no UTF-8", Lines(b"origin: https://\xff\xfe{host}\r\n")),
    ("an overlong slash", Lines(b"origin: {origin}\xc0\xaf\r\n")),
    ("a byte order mark", Lines(b"origin: \xef\xbb\xbf{origin}\r\n")),
    ("a host twice", Lines(b"host: evil.net\r\norigin: https://evil.net\r\n")),
    ("a method that is none", Lines(b"origin: https://evil.net\r\naccess-control-request-method: G\xc0T\r\n")),
    ("CVE-2021-32715: a length with a plus (hyper)", All(b"POST /item HTTP/1.1\r\nhost: a\r\norigin: https://evil.net\r\ncontent-length: +3\r\n\r\nabc")),
    ("CVE-2021-32714: a chunk beyond all lengths (hyper)", All(b"POST /item HTTP/1.1\r\nhost: a\r\norigin: https://evil.net\r\ntransfer-encoding: chunked\r\n\r\nf0000000000000003\r\nabc\r\n0\r\n\r\n")),
    ("CVE-2021-21299: a length beside chunks (hyper)", All(b"POST /item HTTP/1.1\r\nhost: a\r\norigin: https://evil.net\r\ncontent-length: 4\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n")),
    ("request smuggling: CL.CL", All(b"POST /item HTTP/1.1\r\nhost: a\r\norigin: https://evil.net\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd")),
    ("request smuggling: TE.TE", All(b"POST /item HTTP/1.1\r\nhost: a\r\norigin: https://evil.net\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n")),
    ("a head that never ends", All(b"GET /item HTTP/1.1\r\nhost: a\r\norigin: https://evil.net\r\n")),
    ("half a first line", All(b"GET /it")),
    ("nothing", All(b"")),
    ("HTTP/0.9", All(b"GET /item\r\n\r\n")),
    ("another protocol", All(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")),
    ("a version that is none", All(b"GET /item HTTP/9.9\r\norigin: https://evil.net\r\n\r\n")),
    ("HTTP/1.0 without a host", All(b"GET /item HTTP/1.0\r\norigin: https://evil.net\r\n\r\n")),
    ("a space in the target", All(b"GET /item HTTP/1.1\r\norigin: https://evil.net HTTP/1.1\r\nhost: a\r\n\r\n")),
    ("CONNECT with an authority", All(b"CONNECT evil.net:443 HTTP/1.1\r\nhost: evil.net\r\norigin: https://evil.net\r\n\r\n")),
    ("HTTP/2's preface and no frame", All(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")),
    ("a frame beyond all lengths", All(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\x01\x05\x00\x00\x00\x01")),
];

fn replaced(bytes: &[u8], shape: &Shape) -> Vec<u8> {
    let mut made = Vec::new();
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(b"{origin}") {
            made.extend(shape.genuine[0].as_bytes());
            rest = after;
        } else if let Some(after) = rest.strip_prefix(b"{host}") {
            made.extend(shape.host.as_bytes());
            rest = after;
        } else {
            made.push(byte);
            rest = after;
        }
    }
    made
}

#[tokio::test]
async fn no_bytes_are_admitted() {
    let mut failures = Failures::default();
    for shape in &policies::all() {
        let server = Server::start(shape.app.clone()).await;
        let huge = [b"x-filler: ".as_slice(), &vec![b'x'; 600_000], b"\r\norigin: https://evil.net\r\n"].concat();
        let many = b"origin: https://evil.net\r\n".repeat(200);
        let own = [("a huge head", huge, true), ("two hundred origins", many, true)];
        let listed = BYTES.iter().map(|(name, bytes)| match bytes {
            Lines(lines) => (*name, replaced(lines, shape), true),
            All(all) => (*name, all.to_vec(), false),
        });
        for (name, bytes, is_whole) in listed.chain(own) {
            for (method, asked) in [("GET", ""), ("OPTIONS", "access-control-request-method: PUT\r\n")] {
                let head = format!("{method} /item HTTP/1.1\r\nconnection: close\r\n{asked}host: api.example.com\r\n");
                let whole = if is_whole { [head.as_bytes(), &bytes, b"\r\n"].concat() } else { bytes.clone() };
                failures.judged();
                let before = panics();
                let received = server.exchange(&whole, is_whole).await;
                for answer in answers_of_http1(&received) {
                    refuses(&mut failures, shape, name, &answer);
                }
                server.still_answers(&mut failures, shape, name).await;
                if panics() > before {
                    failures.add(format!("{}: {name}: the server panics", shape.name));
                }
            }
        }
    }
    failures.report();
}

/// The answers, unless they are HTTP/2's frames.
fn answers_of_http1(received: &[u8]) -> Vec<Answer> {
    if received.starts_with(b"HTTP/1.") { answers(received) } else { Vec::new() }
}

fn refuses(failures: &mut Failures, shape: &Shape, case: &str, answer: &Answer) {
    let allowed = values(answer, "access-control-allow-origin");
    let is_refused = allowed.is_empty() || (shape.is_for_everybody() && allowed == [b"*"]);
    if !is_refused || answer.status.is_server_error() {
        failures.add(format!("{}: {case}: {answer:?}", shape.name));
    }
}

/// A good request on the same connection lends nothing to its neighbours.
#[tokio::test]
async fn pipelined_requests_keep_their_own_answers() {
    let mut failures = Failures::default();
    for shape in &policies::all() {
        let server = Server::start(shape.app.clone()).await;
        let origins = [shape.genuine[0], "https://evil.net", "null", shape.genuine[0], "https://evil.net"];
        let mut bytes = Vec::new();
        let mut all = Vec::new();
        for (number, origin) in origins.into_iter().enumerate() {
            let sent = Sent::new("GET", "/item").header("origin", origin).header("cookie", "id=1");
            let one = String::from_utf8(written(&sent)).expect("text");
            let is_last = number + 1 == origins.len();
            bytes.extend(if is_last { one } else { one.replace("connection: close\r\n", "") }.into_bytes());
            all.push(sent);
        }
        let received = answers(&server.exchange(&bytes, true).await);
        if received.len() != all.len() {
            failures.add(format!("{}: {} answers", shape.name, received.len()));
        }
        for (sent, answer) in all.iter().zip(&received) {
            failures.judged();
            judge(&mut failures, shape, "pipelined", sent, answer);
            let is_meant = sent.values("origin") == [shape.genuine[0].as_bytes()];
            if is_meant && values(answer, "access-control-allow-origin").is_empty() {
                failures.add(format!("{}: pipelined: {sent:?} got {answer:?}", shape.name));
            }
        }
        server.still_answers(&mut failures, shape, "pipelined").await;
    }
    failures.report();
}
