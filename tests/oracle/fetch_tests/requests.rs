//! What a script may ask for, and what the browser then sends.

use http::Method;
use support::each;

use super::{API, PAGE, allowed, answer, asked_names, get, names, preflight_for, put, rejection, sent};
use crate::fetch::{Browser, Credentials, ScriptError, ScriptRequest};

// ----- what the script may ask for

#[test]
fn six_methods_are_normalised_and_no_others() {
    let cases = [
        ("get", "GET"),
        ("Head", "HEAD"),
        ("pOST", "POST"),
        ("put", "PUT"),
        ("delete", "DELETE"),
        ("options", "OPTIONS"),
        ("patch", "patch"),
        ("PATCH", "PATCH"),
        ("query", "query"),
        ("eGg", "eGg"),
    ];
    each(cases, |(given, expected)| assert_eq!(sent(&ScriptRequest::new(given, API)).method().as_str(), expected));
}

#[test]
fn forbidden_methods_and_non_tokens_are_rejected() {
    each(["CONNECT", "connect", "Trace", "TRACK", "", "A B", "GÉT", "GET\n"], |method| {
        assert_eq!(rejection(&ScriptRequest::new(method, API)), ScriptError::Method);
    });
}

#[test]
fn urls_that_fetch_does_not_take_are_rejected() {
    each(["/items", "ftp://example.com/", "https://user@example.com/", "https://u:p@example.com/"], |url| {
        assert_eq!(rejection(&ScriptRequest::new("GET", url)), ScriptError::Url);
    });
}

#[test]
fn malformed_headers_are_rejected_and_white_space_around_values_is_not() {
    each([("a b", "x"), ("", "x"), ("x-a", "a\nb"), ("x-a", "a\0b"), ("x-a", "a\rb")], |(name, value)| {
        assert_eq!(rejection(&get().header(name, value)), ScriptError::Header);
    });
    assert_eq!(sent(&get().header("X-A", "\t\r\n a b \n")).headers()["x-a"], "a b");
}

#[test]
fn get_and_head_take_no_body() {
    each(["get", "HEAD"], |method| {
        let script = ScriptRequest::new(method, API).body("");
        assert_eq!(rejection(&script), ScriptError::Body);
    });
    assert_eq!(sent(&ScriptRequest::new("DELETE", API).body("x")).body(), b"x");
}

#[test]
fn forbidden_request_headers_are_dropped_silently() {
    let cases = [
        "Accept-Charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "connection",
        "cookie",
        "Cookie2",
        "date",
        "dnt",
        "expect",
        "keep-alive",
        "Referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
        "Sec-Anything",
        "proxy-authorization",
    ];
    each(cases, |name| {
        let script = get().header(name, "x");
        assert!(preflight_for(&script).is_none());
        assert!(!sent(&script).headers().contains_key(name));
    });
    each(["host", "origin", "content-length", "sec-fetch-site"], |name| {
        let sent = sent(&put().header(name, "forged"));
        assert!(!sent.headers().get_all(name).iter().any(|value| value == "forged"));
    });
    each(["user-agent", "security", "proxy", "access-control-allow-origin"], |name| {
        assert_eq!(asked_names(&get().header(name, "x")), name);
    });
}

#[test]
fn method_override_headers_are_forbidden_only_for_forbidden_methods() {
    each(["X-HTTP-Method", "x-http-method-override", "X-Method-Override"], |name| {
        each(["TRACE", "trace", "PUT, connect", " GET ,\tTrack\t", "\"a,b\",TRACK"], |value| {
            assert_eq!(asked_names(&get().header(name, value)), "");
        });
        each(["PUT", "", "TRACER", "\"GET,TRACE,PUT\"", "\"\\\",TRACE,\"", "TRACE;x"], |value| {
            let lowercase = name.to_ascii_lowercase();
            assert_eq!(asked_names(&get().header(name, value)), lowercase);
        });
    });
}

// ----- whether a preflight is needed

#[test]
fn only_get_head_and_post_need_no_preflight() {
    each(["GET", "head", "POST"], |method| assert!(preflight_for(&ScriptRequest::new(method, API)).is_none()));
    each(["PUT", "DELETE", "PATCH", "OPTIONS", "patch", "PURGE"], |method| {
        assert!(preflight_for(&ScriptRequest::new(method, API)).is_some());
    });
}

#[test]
fn safelisted_values_need_no_preflight() {
    let cases = [
        ("Accept", "text/html, application/xml;q=0.9, */*\t;q=0.8"),
        ("accept", "caf\u{e9}"),
        ("Accept-Language", "en-GB, de;q=0.5, *"),
        ("content-language", "de-AT,*.;="),
        ("Content-Type", "text/plain"),
        ("content-type", "TEXT/Plain \t;charset=utf-8"),
        ("content-type", "application/x-www-form-urlencoded; charset=UTF-8"),
        ("content-type", "multipart/form-data; boundary=x"),
        // No list is looked for in the value, so what follows the semicolon is all parameter.
        ("content-type", "text/plain; a=b, application/json"),
        ("range", "bytes=0-"),
        ("range", "bytes=5-5"),
        ("range", "bytes=0099-100"),
        ("range", "bytes=99999999999999999999999999999999999999999-100000000000000000000000000000000000000000"),
    ];
    each(cases, |(name, value)| assert!(preflight_for(&get().header(name, value)).is_none()));
}

#[test]
fn values_off_the_safelist_need_a_preflight() {
    let cases = [
        ("accept", "text/html:x"),
        ("accept", "\"x\""),
        ("accept", "a@b"),
        ("accept-language", "en_GB"),
        ("accept-language", "en\tde"),
        ("content-language", "caf\u{e9}"),
        ("content-type", "application/json"),
        ("content-type", "text/plain, application/json"),
        ("content-type", "text/plain; charset=\"utf-8\""),
        ("content-type", "text /plain"),
        ("content-type", "text"),
        ("content-type", ""),
        ("content-type", "text/plainer"),
        ("range", "bytes=-500"),
        ("range", "bytes=-"),
        ("range", "bytes=5-4"),
        ("range", "bytes=0-1,3-4"),
        ("range", "bytes= 0-"),
        ("range", "Bytes=0-"),
        ("range", "bytes=+1-"),
        ("range", "bytes=100000000000000000000000000000000000000000-99999999999999999999999999999999999999999"),
        ("x-anything", ""),
        ("authorization", "Bearer x"),
    ];
    each(cases, |(name, value)| assert_eq!(asked_names(&get().header(name, value)), name));
}

#[test]
fn each_of_two_values_is_judged_alone() {
    let both = get().header("content-type", "application/json").header("content-type", "text/plain");
    assert_eq!(asked_names(&both), "content-type");
}

#[test]
fn a_value_may_have_128_bytes() {
    assert_eq!(asked_names(&get().header("accept", "a".repeat(128))), "");
    assert_eq!(asked_names(&get().header("accept", "a".repeat(129))), "accept");
}

#[test]
fn all_safelisted_values_together_may_have_1024_bytes() {
    let mut script = get().header("accept", "a".repeat(128));
    for _ in 0..7 {
        script = script.header("accept-language", "a".repeat(128));
    }
    assert_eq!(asked_names(&script), "");
    // One byte more makes every safelisted name unsafe, not just the last.
    let over = script.header("content-language", "a").header("x-a", "1");
    assert_eq!(asked_names(&over), "accept,accept-language,content-language,x-a");
}

#[test]
fn the_default_accept_counts_towards_the_1024_bytes() {
    let mut script = get();
    for _ in 0..8 {
        script = script.header("accept-language", "a".repeat(128));
    }
    assert_eq!(asked_names(&script), "accept,accept-language");
}

// ----- what is sent

#[test]
fn the_preflight_is_exactly_this() {
    let script = ScriptRequest::new("patch", API)
        .header("X-Zeta", "1")
        .header("Content-Type", "application/json")
        .header("x-alpha", "2")
        .header("X-ZETA", "3")
        .header("accept", "text/plain")
        .body("{}")
        .credentials(Credentials::Include);
    let preflight = preflight_for(&script).unwrap();

    assert_eq!(preflight.method(), Method::OPTIONS);
    assert_eq!(preflight.uri(), "/items?page=2");
    assert!(preflight.body().is_empty());
    let expected = [
        ("accept", "*/*"),
        ("access-control-request-headers", "content-type,x-alpha,x-zeta"),
        ("access-control-request-method", "patch"),
        ("host", "api.example.com"),
        ("origin", PAGE),
        ("sec-fetch-dest", "empty"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-site", "cross-site"),
    ];
    assert_eq!(preflight.headers().len(), expected.len());
    each(expected, |(name, value)| assert_eq!(preflight.headers()[name], value));
}

#[test]
fn a_preflight_without_unsafe_names_asks_for_none() {
    let preflight = preflight_for(&put()).unwrap();
    assert_eq!(preflight.headers()["access-control-request-method"], "PUT");
    assert!(!preflight.headers().contains_key("access-control-request-headers"));
}

#[test]
fn a_preflight_for_a_simple_method_names_it() {
    let preflight = preflight_for(&get().header("x-a", "1")).unwrap();
    assert_eq!(preflight.headers()["access-control-request-method"], "GET");
}

#[test]
fn the_actual_request_is_exactly_this() {
    let script = put().header("x-a", "1").header("X-A", "2").body("abc");
    let sent = sent(&script);

    assert_eq!(sent.method(), Method::PUT);
    assert_eq!(sent.uri(), "/items?page=2");
    assert_eq!(sent.body(), b"abc");
    let values: Vec<_> = sent.headers().get_all("x-a").iter().collect();
    assert_eq!(values, ["1", "2"]);
    let cases = [
        ("accept", "*/*"),
        ("content-length", "3"),
        ("host", "api.example.com"),
        ("origin", PAGE),
        ("sec-fetch-dest", "empty"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-site", "cross-site"),
    ];
    each(cases, |(name, value)| assert_eq!(sent.headers()[name], value));
    assert_eq!(sent.headers().len(), 9);
}

#[test]
fn a_missing_body_has_a_length_only_with_post_and_put() {
    each(["POST", "PUT"], |method| assert_eq!(sent(&ScriptRequest::new(method, API)).headers()["content-length"], "0"));
    each(["GET", "DELETE", "PATCH"], |method| {
        assert!(!sent(&ScriptRequest::new(method, API)).headers().contains_key("content-length"));
    });
}

#[test]
fn host_leaves_out_the_default_port_and_the_path_is_never_empty() {
    let cases = [
        ("https://API.example.com", "api.example.com"),
        ("https://api.example.com:443/", "api.example.com"),
        ("https://api.example.com:80/", "api.example.com:80"),
        ("http://localhost:80/", "localhost"),
        ("http://localhost:3000/", "localhost:3000"),
        ("http://[::1]:3000/", "[::1]:3000"),
    ];
    each(cases, |(url, host)| {
        let sent = sent(&ScriptRequest::new("GET", url));
        assert_eq!(sent.headers()["host"], host);
        assert_eq!(sent.uri(), "/");
    });
}

#[test]
fn fetch_metadata_goes_to_trustworthy_urls_only() {
    let cases = [
        ("https://api.example.com/", true),
        ("http://localhost:3000/", true),
        ("http://api.localhost/", true),
        ("http://127.1.2.3/", true),
        ("http://[::1]/", true),
        ("http://api.example.com/", false),
        ("http://128.0.0.1/", false),
        ("http://notlocalhost/", false),
    ];
    each(cases, |(url, is_trustworthy)| {
        let sent = sent(&ScriptRequest::new("GET", url));
        assert_eq!(sent.headers().contains_key("sec-fetch-mode"), is_trustworthy);
    });
}

// ----- same-origin requests

#[test]
fn same_origin_requests_skip_the_protocol() {
    let page = Browser::at("https://api.example.com");
    each(["GET", "HEAD", "POST", "PUT", "patch"], |method| {
        let script = ScriptRequest::new(method, "https://API.example.com:443/items")
            .header("authorization", "x")
            .credentials(Credentials::Include);
        let fetched =
            page.fetch(&script, |_| answer(200, &[("x-a", "1"), ("set-cookie", "a=b"), ("set-cookie2", "c=d")]));
        assert!(fetched.preflight.is_none());
        assert_eq!(names(allowed(&fetched).headers()), ["x-a"]);
        let sent = fetched.actual.unwrap();
        assert_eq!(sent.headers()["sec-fetch-site"], "same-origin");
        let has_origin = sent.headers().contains_key("origin");
        assert_eq!(has_origin, !matches!(method, "GET" | "HEAD"));
    });
}

#[test]
fn scheme_host_and_port_make_the_origin() {
    let page = Browser::at("http://localhost:3000");
    let cases = [
        ("http://localhost:3000/", true),
        ("http://localhost:3001/", false),
        ("http://localhost/", false),
        ("https://localhost:3000/", false),
        ("http://127.0.0.1:3000/", false),
    ];
    each(cases, |(url, is_same)| {
        let fetched = page.fetch(&ScriptRequest::new("PUT", url), |_| answer(200, &[]));
        assert_eq!(fetched.preflight.is_none(), is_same);
    });
}
