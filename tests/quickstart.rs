//! The quickstart as a newcomer meets it: the program is started, and asked over a socket what it said to try.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A running quickstart; dropping it stops the program.
struct Quickstart {
    process: Child,
    api: u16,
    page: u16,
}

impl Quickstart {
    fn start() -> Self {
        let mut process =
            Command::new(program()).env("PORT", "0").stdout(Stdio::piped()).spawn().expect(
                "cargo builds the examples with the tests; for this test alone: cargo build --example quickstart",
            );
        let mut printed = BufReader::new(process.stdout.take().expect("standard output is a pipe")).lines();
        let mut port_after = |said: &str| {
            let line = printed.by_ref().map_while(Result::ok).find(|line| line.starts_with(said));
            let line = line.unwrap_or_else(|| panic!("the quickstart prints no line `{said}…`"));
            let port = line.split("http://localhost:").nth(1).and_then(|rest| rest.split(' ').next());
            port.and_then(|port| port.parse().ok()).unwrap_or_else(|| panic!("no port in: {line}"))
        };
        let (api, page) = (port_after("The API is at"), port_after("Open the page"));
        // The rest is of no interest, but a pipe that closes early would make the program's printing fail.
        printed.by_ref().map_while(Result::ok).find(|line| line.contains("-X OPTIONS"));
        Self { process, api, page }
    }

    /// The origin of the page, which `dev_origins` admits.
    fn page_origin(&self) -> String {
        format!("http://localhost:{}", self.page)
    }

    fn ask(&self, request: &str, headers: &[(&str, &str)]) -> Answer {
        Answer::to(self.api, request, headers)
    }
}

impl Drop for Quickstart {
    fn drop(&mut self) {
        // A program that is gone already is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The example stands in a folder beside that of the test programs.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let built = test.ancestors().nth(2).expect("a test stands in the build folder");
    built.join("examples").join("quickstart").with_extension(std::env::consts::EXE_EXTENSION)
}

/// An HTTP answer, as it came over the wire.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    /// Asks a server on this machine. `request` is a method, a space and a path.
    fn to(port: u16, request: &str, headers: &[(&str, &str)]) -> Self {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("the quickstart listens");
        write!(stream, "{request} HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n").unwrap();
        for (name, value) in headers {
            write!(stream, "{name}: {value}\r\n").unwrap();
        }
        stream.write_all(b"\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("an answer has a status");
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn header(&self, wanted: &str) -> Option<&str> {
        let mut headers = self.head.lines().filter_map(|line| line.split_once(": "));
        headers.find_map(|(name, value)| name.eq_ignore_ascii_case(wanted).then_some(value))
    }

    fn says_nothing_of_cors(&self) -> bool {
        !self.head.contains("access-control-")
    }
}

#[test]
fn dev_origins_are_admitted_by_a_debug_build_alone() {
    let quickstart = Quickstart::start();
    let origin = quickstart.page_origin();
    let answer = quickstart.ask("GET /notes/1", &[("origin", &origin)]);
    assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"text":"Buy tea"}"#));
    let admitted = cfg!(debug_assertions).then_some(origin.as_str());
    assert_eq!(answer.header("access-control-allow-origin"), admitted);
    assert_eq!(answer.header("vary"), Some("Origin"));
}

#[test]
fn the_apps_own_origin_is_admitted() {
    let quickstart = Quickstart::start();
    let asked = [("origin", "https://app.example.com"), ("access-control-request-method", "PUT")];
    let preflight = quickstart.ask("OPTIONS /notes/1", &asked);
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.header("access-control-allow-origin"), Some("https://app.example.com"));
    assert_eq!(preflight.header("access-control-allow-methods"), Some("PUT"));
    assert_eq!(preflight.header("access-control-allow-headers"), Some("content-type"));
    assert_eq!(preflight.header("access-control-max-age"), Some("600"));
}

#[test]
fn another_origin_is_not_admitted() {
    let quickstart = Quickstart::start();
    let evil = ("origin", "https://evil.example");
    let simple = quickstart.ask("GET /notes/1", &[evil]);
    assert_eq!(simple.status, 200, "CORS keeps the answer from the page, not the handler from running");
    assert!(simple.says_nothing_of_cors(), "{}", simple.head);

    let preflight = quickstart.ask("OPTIONS /notes/1", &[evil, ("access-control-request-method", "PUT")]);
    assert_eq!(preflight.status, 403);
    assert!(preflight.says_nothing_of_cors(), "{}", preflight.head);
}

#[test]
fn enforce_stops_another_origin_before_the_handler() {
    let quickstart = Quickstart::start();
    let stopped = quickstart.ask("POST /clear", &[("origin", "https://evil.example"), ("content-length", "0")]);
    assert_eq!(stopped.status, 403);
    assert_eq!(quickstart.ask("GET /report", &[]).body, "1 notes", "the handler did not run");
}

#[test]
fn everybody_is_admitted_where_the_origin_is_a_star() {
    let quickstart = Quickstart::start();
    let answer = quickstart.ask("GET /health", &[("origin", "https://evil.example")]);
    assert_eq!((answer.status, answer.body.as_str()), (200, "well"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
}

#[test]
fn the_page_knows_its_api_and_quotes_its_source() {
    let quickstart = Quickstart::start();
    let page = Answer::to(quickstart.page, "GET /", &[]);
    assert_eq!(page.status, 200);
    assert!(page.body.contains(&format!("http://localhost:{}", quickstart.api)));
    assert!(!page.body.contains("{{"), "every placeholder is filled in");
    let source = Answer::to(quickstart.page, "GET /main.rs", &[]);
    assert!(source.body.contains("#[cors("));
}

#[test]
fn a_port_that_is_none_is_reported() {
    let output = Command::new(program()).env("PORT", "http").output().expect("the quickstart is built");
    assert!(!output.status.success());
    assert_eq!(
        String::from_utf8_lossy(&output.stderr).trim(),
        r#"quickstart: PORT is "http", not a port (0 to 65535)"#
    );
}
