//! Which bytes in `Origin` are admitted: exactly those that a browser writes for an origin of the policy. Origins are
//! compared here, and whatever is none is thrown at patterns too; `patterns.rs` has what is admitted by patterns.

use std::fmt::Debug;

use axum::Router;
use axum::http::StatusCode;
use cors_runtime::{cors, routes};

use crate::patterns;
use support::{ask, each, preflight};

#[cors(origins = ["https://foo.com", "https://bar.com"], methods = GET)]
async fn exact() {}

#[cors(origins = "https://app.example.com:8443, http://localhost:3000 ,http://[::1]:3000", methods = GET)]
async fn ported() {}

#[cors(
    origins = ["chrome-extension://abcdefghijklmnop", "https://a_b.example.com", "https://xn--bcher-kva.example"],
    methods = GET,
)]
async fn unusual() {}

#[cors(origins = "null", danger_accept_null_origin = true, methods = GET)]
async fn sandboxed() {}

fn app() -> Router {
    Router::new()
        .route("/exact", routes!(exact))
        .route("/ported", routes!(ported))
        .route("/unusual", routes!(unusual))
        .route("/sandboxed", routes!(sandboxed))
        .merge(patterns::router())
}

const EXACT: [&str; 4] = ["/exact", "/ported", "/unusual", "/sandboxed"];

/// Asserts that pages of these origins read the path's answers.
pub(crate) fn admits(path: &str, origins: &[&str]) {
    let app = app();
    each(origins, |origin| {
        let answer = ask("GET", path).origin(origin).of(&app);
        assert_eq!(answer.value("access-control-allow-origin"), Some(*origin), "{path}");
        let answer = preflight(path, origin, "GET").of(&app);
        assert_eq!(answer.value("access-control-allow-origin"), Some(*origin), "{path}");
    });
}

/// Asserts that the path tells these origins nothing of CORS.
pub(crate) fn refuses(path: &str, origins: &[impl AsRef<[u8]> + Debug]) {
    let app = app();
    each(origins, |origin| {
        let origin = origin.as_ref();
        let shown = String::from_utf8_lossy(&origin[..origin.len().min(80)]);
        let answer = ask("GET", path).origin(origin).of(&app);
        assert_eq!((answer.status, answer.cors()), (StatusCode::OK, vec![]), "{path} {shown}");
        let asked = ask("OPTIONS", path).origin(origin).header("access-control-request-method", "GET");
        let answer = asked.of(&app);
        assert_eq!((answer.status, answer.cors()), (StatusCode::FORBIDDEN, vec![]), "{path} {shown}");
    });
}

#[test]
fn exact_origins() {
    admits("/exact", &["https://foo.com", "https://bar.com"]);
    refuses(
        "/exact",
        &[
            "https://barfoo.com",
            "https://foobar.com",
            "https://foo.combar.com",
            "https://foo.com.bar.com",
            "https://foo.com,https://bar.com",
            "https://foo.com https://bar.com",
            "https://foo.com, https://bar.com",
            "https://foo.com.evil.com",
            "https://evilfoo.com",
            "https://evil.foo.com",
            "https://foo.com@evil",
            "https://user@foo.com",
            "https://foo.com.",
            "https://foo.com..",
            "https://.foo.com",
            "https://foo.com:443",
            "https://foo.com:0443",
            "https://foo.com:80",
            "https://foo.com:",
            "https://foo.com:*",
            "https://foo.com/",
            "https://foo.com?",
            "https://foo.com#",
            "https://foo.com/https://foo.com",
            "https:///foo.com",
            "https:/foo.com",
            "https:foo.com",
            "https//foo.com",
            "//foo.com",
            "foo.com",
            "http://foo.com",
            "httpss://foo.com",
            "wss://foo.com",
            "view-source:https://foo.com",
            "HTTPS://foo.com",
            "Https://foo.com",
            "https://FOO.com",
            "https://foo.Com",
            "https://foo.co",
            "https://foo.comm",
            "https://fo.com",
            "ttps://foo.com",
            "https://f%6fo.com",
            "https://foo。com",
            "https://foo\u{200b}.com",
            "null",
            "*",
            "",
            "https://",
            "https",
        ],
    );
}

#[test]
fn ports_are_part_of_the_origin() {
    admits("/ported", &["https://app.example.com:8443", "http://localhost:3000", "http://[::1]:3000"]);
    refuses(
        "/ported",
        &[
            "https://app.example.com",
            "https://app.example.com:844",
            "https://app.example.com:84433",
            "https://app.example.com:08443",
            "https://app.example.com:8443:8443",
            "https://app.example.com:8444",
            "http://app.example.com:8443",
            "http://localhost",
            "https://localhost:3000",
            "http://[::1]",
            "http://[0:0:0:0:0:0:0:1]:3000",
            "http://::1:3000",
            "http://[::1:3000",
            "http://127.0.0.1:3000",
        ],
    );
}

#[test]
fn unusual_origins() {
    admits(
        "/unusual",
        &["chrome-extension://abcdefghijklmnop", "https://a_b.example.com", "https://xn--bcher-kva.example"],
    );
    refuses(
        "/unusual",
        &[
            "chrome-extension://abcdefghijklmno",
            "chrome-extension:abcdefghijklmnop",
            "https://bücher.example",
            "https://a-b.example.com",
        ],
    );
    admits("/sandboxed", &["null"]);
    refuses("/sandboxed", &["Null", "null.", "nullx", "https://null", "null,null"]);
}

#[test]
fn sixty_four_kibibytes_of_anything() {
    const LEN: usize = 64 * 1024;
    let around = |before: &str, filling: &str, after: &str| format!("{before}{}{after}", filling.repeat(LEN));
    let floods = [
        around("", "a", ""),
        around("", ".", ""),
        around("", ":", ""),
        around("", "[", ""),
        around("", "*", ""),
        around("", "/", ""),
        around("https://", "a", ".example.com"),
        around("https://", "a.", "example.com"),
        around("https://", ".", "example.com"),
        around("https://pr-", "7", ".preview.example.com"),
        around("https://foo.com", ".", ""),
        around("https://foo.com:", "4", ""),
        around("http://localhost:", "0", "1"),
        around("http://[", ":", "]"),
        around("https://foo.com", " ", "x"),
        around("", "https://foo.com,", "x"),
        around("", "null", ""),
    ];
    each(EXACT.into_iter().chain(patterns::PATHS), |path| {
        refuses(path, &floods);
        refuses(path, &[vec![0xff_u8; LEN], vec![0x80; LEN]]);
    });
}

#[test]
fn bytes_that_are_no_text() {
    let bytes: [&[u8]; 8] = [
        b"\xff",
        b"https://foo.com\xff",
        b"\xffhttps://foo.com",
        b"https://\xff.example.com",
        b"https://a\x80.example.com",
        b"https://pr-\xc3\xa9.preview.example.com",
        b"http://localhost:\xb2",
        b"https://[::1\xff]:1",
    ];
    each(EXACT.into_iter().chain(patterns::PATHS), |path| {
        refuses(path, &bytes);
    });
}

#[test]
fn lengths_that_no_name_has() {
    let label = format!("https://{}.example.com", "a".repeat(64));
    // 253 bytes are a name's most (RFC 1035 section 2.3.4); these are 254.
    let host = format!("https://{}aa.example.com", "a.".repeat(120));
    assert_eq!(host.len() - "https://".len(), 254);
    refuses("/subdomains", &[label, host]);
}
