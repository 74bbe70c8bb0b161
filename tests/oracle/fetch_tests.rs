//! The oracle against small servers written by hand, each made to pass or to fail one step.

use http::{HeaderMap, Method, Request, Response, StatusCode};

use crate::fetch::{
    Browser, CorsFailure, Credentials, Fetched, Outcome, PreflightRefusal, ScriptError,
    ScriptRequest,
};

const PAGE: &str = "https://app.example.com";
const API: &str = "https://api.example.com/items?page=2";

type Headers<'a> = &'a [(&'a str, &'a str)];

/// An answer with this status and these header field lines, in this order.
fn answer(status: u16, headers: Headers) -> Response<Vec<u8>> {
    let mut builder = Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(b"body".to_vec()).unwrap()
}

/// A fetch from `PAGE` to a server with one answer for preflights and one for everything else.
fn fetch(script: &ScriptRequest, preflight: Headers, actual: Headers) -> Fetched {
    Browser::at(PAGE).fetch(script, |request| {
        if request
            .headers()
            .contains_key("access-control-request-method")
        {
            answer(204, preflight)
        } else {
            answer(200, actual)
        }
    })
}

/// The preflight the browser sends for this script, if any.
fn preflight_for(script: &ScriptRequest) -> Option<Request<Vec<u8>>> {
    fetch(script, &[], &[]).preflight
}

/// The names a preflight would ask for; an empty text when it asks for none or is not needed.
fn asked_names(script: &ScriptRequest) -> String {
    let preflight = preflight_for(script);
    let headers = preflight.as_ref().map(Request::headers);
    let asked = headers.and_then(|headers| headers.get("access-control-request-headers"));
    asked.map_or(String::new(), |value| value.to_str().unwrap().to_owned())
}

/// The request that reached the server after a preflight that admits everything.
fn sent(script: &ScriptRequest) -> Request<Vec<u8>> {
    let preflight = [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "*"),
        ("access-control-allow-headers", "*, authorization"),
    ];
    fetch(script, &preflight, &[]).actual.expect("sent")
}

/// Why the preflight was refused; panics when it was not.
fn refusal(fetched: &Fetched) -> PreflightRefusal {
    assert!(fetched.actual.is_none(), "{fetched:?}");
    match &fetched.outcome {
        Outcome::PreflightRefused(refusal) => refusal.clone(),
        other => panic!("not refused: {other:?}"),
    }
}

/// The response the script sees; panics when it sees none.
fn allowed(fetched: &Fetched) -> &Response<Vec<u8>> {
    assert!(fetched.actual.is_some(), "{fetched:?}");
    match &fetched.outcome {
        Outcome::Allowed(response) => response,
        other => panic!("not allowed: {other:?}"),
    }
}

fn is_allowed(fetched: &Fetched) -> bool {
    matches!(fetched.outcome, Outcome::Allowed(_))
}

fn rejection(script: &ScriptRequest) -> ScriptError {
    let fetched = Browser::at(PAGE).fetch(script, |_| panic!("nothing may be sent"));
    match fetched.outcome {
        Outcome::Rejected(error) => error,
        other => panic!("not rejected: {other:?}"),
    }
}

fn names(headers: &HeaderMap) -> Vec<&str> {
    let mut names: Vec<&str> = headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    names
}

fn get() -> ScriptRequest {
    ScriptRequest::new("GET", API)
}

fn put() -> ScriptRequest {
    ScriptRequest::new("PUT", API)
}

// ----- what the script may ask for

#[test]
fn six_methods_are_normalised_and_no_others() {
    for (given, expected) in [
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
    ] {
        assert_eq!(
            sent(&ScriptRequest::new(given, API)).method().as_str(),
            expected
        );
    }
}

#[test]
fn forbidden_methods_and_non_tokens_are_rejected() {
    for method in [
        "CONNECT", "connect", "Trace", "TRACK", "", "A B", "GÉT", "GET\n",
    ] {
        assert_eq!(
            rejection(&ScriptRequest::new(method, API)),
            ScriptError::Method,
            "{method}"
        );
    }
}

#[test]
fn urls_that_fetch_does_not_take_are_rejected() {
    for url in [
        "/items",
        "ftp://example.com/",
        "https://user@example.com/",
        "https://u:p@example.com/",
    ] {
        assert_eq!(
            rejection(&ScriptRequest::new("GET", url)),
            ScriptError::Url,
            "{url}"
        );
    }
}

#[test]
fn malformed_headers_are_rejected_and_white_space_around_values_is_not() {
    for (name, value) in [
        ("a b", "x"),
        ("", "x"),
        ("x-a", "a\nb"),
        ("x-a", "a\0b"),
        ("x-a", "a\rb"),
    ] {
        assert_eq!(
            rejection(&get().header(name, value)),
            ScriptError::Header,
            "{name}: {value:?}"
        );
    }
    assert_eq!(
        sent(&get().header("X-A", "\t\r\n a b \n")).headers()["x-a"],
        "a b"
    );
}

#[test]
fn get_and_head_take_no_body() {
    for method in ["get", "HEAD"] {
        let script = ScriptRequest::new(method, API).body("");
        assert_eq!(rejection(&script), ScriptError::Body);
    }
    assert_eq!(
        sent(&ScriptRequest::new("DELETE", API).body("x")).body(),
        b"x"
    );
}

#[test]
fn forbidden_request_headers_are_dropped_silently() {
    for name in [
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
    ] {
        let script = get().header(name, "x");
        assert!(preflight_for(&script).is_none(), "{name}");
        assert!(!sent(&script).headers().contains_key(name), "{name}");
    }
    for name in ["host", "origin", "content-length", "sec-fetch-site"] {
        let sent = sent(&put().header(name, "forged"));
        assert!(
            !sent
                .headers()
                .get_all(name)
                .iter()
                .any(|value| value == "forged"),
            "{name}"
        );
    }
    for name in [
        "user-agent",
        "security",
        "proxy",
        "access-control-allow-origin",
    ] {
        assert_eq!(asked_names(&get().header(name, "x")), name);
    }
}

#[test]
fn method_override_headers_are_forbidden_only_for_forbidden_methods() {
    for name in [
        "X-HTTP-Method",
        "x-http-method-override",
        "X-Method-Override",
    ] {
        for value in [
            "TRACE",
            "trace",
            "PUT, connect",
            " GET ,\tTrack\t",
            "\"a,b\",TRACK",
        ] {
            assert_eq!(asked_names(&get().header(name, value)), "", "{value}");
        }
        for value in [
            "PUT",
            "",
            "TRACER",
            "\"GET,TRACE,PUT\"",
            "\"\\\",TRACE,\"",
            "TRACE;x",
        ] {
            let lowercase = name.to_ascii_lowercase();
            assert_eq!(
                asked_names(&get().header(name, value)),
                lowercase,
                "{value}"
            );
        }
    }
}

// ----- whether a preflight is needed

#[test]
fn only_get_head_and_post_need_no_preflight() {
    for method in ["GET", "head", "POST"] {
        assert!(preflight_for(&ScriptRequest::new(method, API)).is_none());
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "patch", "PURGE"] {
        assert!(preflight_for(&ScriptRequest::new(method, API)).is_some());
    }
}

#[test]
fn safelisted_values_need_no_preflight() {
    for (name, value) in [
        ("Accept", "text/html, application/xml;q=0.9, */*\t;q=0.8"),
        ("accept", "caf\u{e9}"),
        ("Accept-Language", "en-GB, de;q=0.5, *"),
        ("content-language", "de-AT,*.;="),
        ("Content-Type", "text/plain"),
        ("content-type", "TEXT/Plain \t;charset=utf-8"),
        (
            "content-type",
            "application/x-www-form-urlencoded; charset=UTF-8",
        ),
        ("content-type", "multipart/form-data; boundary=x"),
        // No list is looked for in the value, so what follows the semicolon is all parameter.
        ("content-type", "text/plain; a=b, application/json"),
        ("range", "bytes=0-"),
        ("range", "bytes=5-5"),
        ("range", "bytes=0099-100"),
        (
            "range",
            "bytes=99999999999999999999999999999999999999999-100000000000000000000000000000000000000000",
        ),
    ] {
        assert!(
            preflight_for(&get().header(name, value)).is_none(),
            "{name}: {value}"
        );
    }
}

#[test]
fn values_off_the_safelist_need_a_preflight() {
    for (name, value) in [
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
        (
            "range",
            "bytes=100000000000000000000000000000000000000000-99999999999999999999999999999999999999999",
        ),
        ("x-anything", ""),
        ("authorization", "Bearer x"),
    ] {
        assert_eq!(
            asked_names(&get().header(name, value)),
            name,
            "{name}: {value}"
        );
    }
}

#[test]
fn each_of_two_values_is_judged_alone() {
    let both = get()
        .header("content-type", "application/json")
        .header("content-type", "text/plain");
    assert_eq!(asked_names(&both), "content-type");
}

#[test]
fn a_value_may_have_128_bytes() {
    assert_eq!(asked_names(&get().header("accept", "a".repeat(128))), "");
    assert_eq!(
        asked_names(&get().header("accept", "a".repeat(129))),
        "accept"
    );
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
    assert_eq!(
        asked_names(&over),
        "accept,accept-language,content-language,x-a"
    );
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
        (
            "access-control-request-headers",
            "content-type,x-alpha,x-zeta",
        ),
        ("access-control-request-method", "patch"),
        ("host", "api.example.com"),
        ("origin", PAGE),
        ("sec-fetch-dest", "empty"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-site", "cross-site"),
    ];
    assert_eq!(preflight.headers().len(), expected.len());
    for (name, value) in expected {
        assert_eq!(preflight.headers()[name], value);
    }
}

#[test]
fn a_preflight_without_unsafe_names_asks_for_none() {
    let preflight = preflight_for(&put()).unwrap();
    assert_eq!(preflight.headers()["access-control-request-method"], "PUT");
    assert!(
        !preflight
            .headers()
            .contains_key("access-control-request-headers")
    );
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
    for (name, value) in [
        ("accept", "*/*"),
        ("content-length", "3"),
        ("host", "api.example.com"),
        ("origin", PAGE),
        ("sec-fetch-dest", "empty"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-site", "cross-site"),
    ] {
        assert_eq!(sent.headers()[name], value);
    }
    assert_eq!(sent.headers().len(), 9);
}

#[test]
fn a_missing_body_has_a_length_only_with_post_and_put() {
    for method in ["POST", "PUT"] {
        assert_eq!(
            sent(&ScriptRequest::new(method, API)).headers()["content-length"],
            "0"
        );
    }
    for method in ["GET", "DELETE", "PATCH"] {
        assert!(
            !sent(&ScriptRequest::new(method, API))
                .headers()
                .contains_key("content-length")
        );
    }
}

#[test]
fn host_leaves_out_the_default_port_and_the_path_is_never_empty() {
    for (url, host) in [
        ("https://API.example.com", "api.example.com"),
        ("https://api.example.com:443/", "api.example.com"),
        ("https://api.example.com:80/", "api.example.com:80"),
        ("http://localhost:80/", "localhost"),
        ("http://localhost:3000/", "localhost:3000"),
        ("http://[::1]:3000/", "[::1]:3000"),
    ] {
        let sent = sent(&ScriptRequest::new("GET", url));
        assert_eq!(sent.headers()["host"], host);
        assert_eq!(sent.uri(), "/");
    }
}

#[test]
fn fetch_metadata_goes_to_trustworthy_urls_only() {
    for (url, is_trustworthy) in [
        ("https://api.example.com/", true),
        ("http://localhost:3000/", true),
        ("http://api.localhost/", true),
        ("http://127.1.2.3/", true),
        ("http://[::1]/", true),
        ("http://api.example.com/", false),
        ("http://128.0.0.1/", false),
        ("http://notlocalhost/", false),
    ] {
        let sent = sent(&ScriptRequest::new("GET", url));
        assert_eq!(
            sent.headers().contains_key("sec-fetch-mode"),
            is_trustworthy,
            "{url}"
        );
    }
}

// ----- same-origin requests

#[test]
fn same_origin_requests_skip_the_protocol() {
    let page = Browser::at("https://api.example.com");
    for method in ["GET", "HEAD", "POST", "PUT", "patch"] {
        let script = ScriptRequest::new(method, "https://API.example.com:443/items")
            .header("authorization", "x")
            .credentials(Credentials::Include);
        let fetched = page.fetch(&script, |_| {
            answer(
                200,
                &[("x-a", "1"), ("set-cookie", "a=b"), ("set-cookie2", "c=d")],
            )
        });
        assert!(fetched.preflight.is_none());
        assert_eq!(names(allowed(&fetched).headers()), ["x-a"]);
        let sent = fetched.actual.unwrap();
        assert_eq!(sent.headers()["sec-fetch-site"], "same-origin");
        let has_origin = sent.headers().contains_key("origin");
        assert_eq!(has_origin, !matches!(method, "GET" | "HEAD"), "{method}");
    }
}

#[test]
fn scheme_host_and_port_make_the_origin() {
    let page = Browser::at("http://localhost:3000");
    for (url, is_same) in [
        ("http://localhost:3000/", true),
        ("http://localhost:3001/", false),
        ("http://localhost/", false),
        ("https://localhost:3000/", false),
        ("http://127.0.0.1:3000/", false),
    ] {
        let fetched = page.fetch(&ScriptRequest::new("PUT", url), |_| answer(200, &[]));
        assert_eq!(fetched.preflight.is_none(), is_same, "{url}");
    }
}

// ----- the CORS check

/// The CORS check's verdict on a simple answer with these `Access-Control-Allow-Origin` and
/// `Access-Control-Allow-Credentials` field lines. The request reaches the server in any case.
fn verdict(
    credentials: Credentials,
    origins: &[&str],
    allow_credentials: &[&str],
) -> Option<CorsFailure> {
    let origins = origins
        .iter()
        .map(|value| ("access-control-allow-origin", *value));
    let allow_credentials = allow_credentials
        .iter()
        .map(|value| ("access-control-allow-credentials", *value));
    let headers: Vec<_> = origins.chain(allow_credentials).collect();
    let fetched = fetch(&get().credentials(credentials), &[], &headers);
    assert!(fetched.actual.is_some());
    match fetched.outcome {
        Outcome::Allowed(_) => None,
        Outcome::ResponseBlocked(failure) => Some(failure),
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_credentials_the_origin_or_the_wildcard_is_needed_exactly_once() {
    for mode in [Credentials::Omit, Credentials::SameOrigin] {
        assert_eq!(
            verdict(mode, &[], &["true"]),
            Some(CorsFailure::NoAllowOrigin)
        );
        for origin in [PAGE, "*", " * ", "\thttps://app.example.com "] {
            for allow_credentials in [&[][..], &["true"], &["nonsense"]] {
                assert_eq!(
                    verdict(mode, &[origin], allow_credentials),
                    None,
                    "{origin}"
                );
            }
        }
        for origins in [
            &[""][..],
            &["null"],
            &["https://app.example.com/"],
            &["https://APP.example.com"],
            &["https://app.example.com:443"],
            &["http://app.example.com"],
            &["https://app.example.com, https://other.example.com"],
            &[PAGE, PAGE],
            &["*", "*"],
            &["*", ""],
        ] {
            let expected = CorsFailure::AllowOriginDiffers(origins.join(", "));
            assert_eq!(verdict(mode, origins, &[]), Some(expected));
        }
    }
}

#[test]
fn with_credentials_the_origin_itself_and_true_are_needed() {
    let mode = Credentials::Include;
    assert_eq!(verdict(mode, &[PAGE], &["true"]), None);
    assert_eq!(
        verdict(mode, &[], &["true"]),
        Some(CorsFailure::NoAllowOrigin)
    );
    let wildcard = CorsFailure::AllowOriginDiffers("*".to_owned());
    assert_eq!(verdict(mode, &["*"], &["true"]), Some(wildcard));
    for allow_credentials in [&[][..], &[""], &["True"], &["false"], &["true", "true"]] {
        assert_eq!(
            verdict(mode, &[PAGE], allow_credentials),
            Some(CorsFailure::CredentialsNotAllowed)
        );
    }
}

#[test]
fn an_opaque_origin_is_null_and_matches_only_itself() {
    let page = Browser::at("null");
    for (value, is_shared) in [("null", true), ("*", true), ("NULL", false), (PAGE, false)] {
        let headers = [("access-control-allow-origin", value)];
        let fetched = page.fetch(&get(), |_| answer(200, &headers));
        assert_eq!(is_allowed(&fetched), is_shared);
        assert_eq!(fetched.actual.unwrap().headers()["origin"], "null");
    }
}

#[test]
fn the_actual_answer_needs_its_own_permission() {
    let preflight = [
        ("access-control-allow-origin", PAGE),
        ("access-control-allow-methods", "PUT"),
    ];
    let fetched = fetch(&put(), &preflight, &[]);
    assert!(fetched.preflight.is_some() && fetched.actual.is_some());
    assert!(matches!(
        fetched.outcome,
        Outcome::ResponseBlocked(CorsFailure::NoAllowOrigin)
    ));
}

#[test]
fn any_status_of_the_actual_answer_is_shared() {
    for status in [200, 204, 304, 400, 401, 403, 404, 405, 500] {
        let fetched = Browser::at(PAGE).fetch(&get(), |_| {
            answer(status, &[("access-control-allow-origin", "*")])
        });
        assert_eq!(allowed(&fetched).status(), status);
    }
}

// ----- the judgement of a preflight's answer

/// A preflight's answer that admits `PAGE` with credentials, and these methods and names.
fn judged(script: &ScriptRequest, methods: &[&str], names: &[&str]) -> Fetched {
    let mut headers = vec![
        ("access-control-allow-origin", PAGE),
        ("access-control-allow-credentials", "true"),
    ];
    headers.extend(
        methods
            .iter()
            .map(|value| ("access-control-allow-methods", *value)),
    );
    headers.extend(
        names
            .iter()
            .map(|value| ("access-control-allow-headers", *value)),
    );
    fetch(script, &headers, &headers[..2])
}

#[test]
fn a_preflight_must_pass_the_cors_check_with_the_credentials_of_the_request() {
    let any_origin = [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "PUT"),
    ];
    assert!(
        fetch(&put(), &any_origin, &any_origin[..1])
            .actual
            .is_some()
    );
    assert_eq!(
        refusal(&fetch(
            &put().credentials(Credentials::Include),
            &any_origin,
            &[]
        )),
        PreflightRefusal::CorsCheck(CorsFailure::AllowOriginDiffers("*".to_owned()))
    );
    assert_eq!(
        refusal(&fetch(&put(), &[], &[])),
        PreflightRefusal::CorsCheck(CorsFailure::NoAllowOrigin)
    );
    let one_origin = [
        ("access-control-allow-origin", PAGE),
        ("access-control-allow-methods", "PUT"),
    ];
    assert_eq!(
        refusal(&fetch(
            &put().credentials(Credentials::Include),
            &one_origin,
            &[]
        )),
        PreflightRefusal::CorsCheck(CorsFailure::CredentialsNotAllowed)
    );
}

#[test]
fn a_preflight_must_be_answered_with_an_ok_status() {
    let headers = [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "*"),
    ];
    for status in [200, 204, 299] {
        let fetched = Browser::at(PAGE).fetch(&put(), |_| answer(status, &headers));
        assert!(fetched.actual.is_some());
    }
    for status in [302, 304, 400, 401, 403, 404, 405, 500] {
        let fetched = Browser::at(PAGE).fetch(&put(), |_| answer(status, &headers));
        let expected = StatusCode::from_u16(status).unwrap();
        assert_eq!(refusal(&fetched), PreflightRefusal::NotOk(expected));
    }
}

#[test]
fn the_method_must_be_listed_in_its_own_case() {
    for methods in [
        &["PUT"][..],
        &["GET, PUT"],
        &["GET", "PUT"],
        &[" ,PUT\t,,"],
        &["DELETE,PUT"],
    ] {
        assert!(is_allowed(&judged(&put(), methods, &[])), "{methods:?}");
    }
    for methods in [&[][..], &[""], &["put"], &["GET, POST"], &["PUTS"]] {
        let expected = PreflightRefusal::MethodNotAllowed(Method::PUT);
        assert_eq!(
            refusal(&judged(&put(), methods, &[])),
            expected,
            "{methods:?}"
        );
    }
    let patch = ScriptRequest::new("patch", API);
    assert!(matches!(
        refusal(&judged(&patch, &["PATCH"], &[])),
        PreflightRefusal::MethodNotAllowed(_)
    ));
}

#[test]
fn safelisted_methods_need_no_listing() {
    for method in ["GET", "HEAD", "POST"] {
        let script = ScriptRequest::new(method, API).header("x-a", "1");
        assert!(is_allowed(&judged(&script, &["PUT"], &["x-a"])));
        assert!(is_allowed(&judged(&script, &[], &["x-a"])));
    }
}

#[test]
fn the_wildcard_for_methods_holds_without_credentials() {
    for methods in [&["*"][..], &["GET, *"], &["GET", "*"]] {
        assert!(is_allowed(&judged(&put(), methods, &[])));
        let with_credentials = put().credentials(Credentials::Include);
        assert_eq!(
            refusal(&judged(&with_credentials, methods, &[])),
            PreflightRefusal::MethodNotAllowed(Method::PUT)
        );
    }
    // A method that is called `*` is not covered by any wildcard then, but named by it.
    let star = ScriptRequest::new("*", API).credentials(Credentials::Include);
    assert!(is_allowed(&judged(&star, &["*"], &[])));
}

#[test]
fn every_unsafe_name_must_be_listed_in_any_case() {
    let script = get().header("x-a", "1").header("X-B", "2");
    for names in [
        &["x-a, x-b"][..],
        &["X-A,X-b"],
        &["x-b", "x-a"],
        &["x-a,,x-b,x-c"],
    ] {
        assert!(is_allowed(&judged(&script, &[], names)), "{names:?}");
    }
    for names in [&["x-a"][..], &["x-a, x-bb"], &["x-a x"]] {
        let refusal = refusal(&judged(&script, &[], names));
        let is_expected = match refusal {
            PreflightRefusal::HeaderNotAllowed(name) => name == "x-b",
            PreflightRefusal::AllowHeadersMalformed => names == ["x-a x"],
            _ => false,
        };
        assert!(is_expected, "{names:?}");
    }
    assert_eq!(
        refusal(&judged(&script, &[], &[])),
        PreflightRefusal::HeaderNotAllowed("x-a".to_owned())
    );
}

#[test]
fn the_wildcard_for_names_holds_without_credentials() {
    let script = get().header("x-a", "1");
    assert!(is_allowed(&judged(&script, &[], &["*"])));
    assert!(is_allowed(&judged(&script, &[], &["x-b, *"])));
    let expected = PreflightRefusal::HeaderNotAllowed("x-a".to_owned());
    let with_credentials = script.credentials(Credentials::Include);
    assert_eq!(refusal(&judged(&with_credentials, &[], &["*"])), expected);
}

#[test]
fn authorization_is_never_covered_by_the_wildcard() {
    let script = get().header("Authorization", "Bearer x").header("x-a", "1");
    let expected = PreflightRefusal::HeaderNotAllowed("authorization".to_owned());
    assert_eq!(refusal(&judged(&script, &[], &["*"])), expected);
    assert_eq!(refusal(&judged(&script, &[], &["x-a"])), expected);
    assert_eq!(refusal(&judged(&script, &[], &[])), expected);
    assert!(is_allowed(&judged(&script, &[], &["*, authorization"])));
    assert!(is_allowed(&judged(&script, &[], &["AUTHORIZATION", "*"])));
}

#[test]
fn a_malformed_list_fails_even_where_nothing_is_needed_from_it() {
    for list in ["PUT; DELETE", "PUT DELETE", "\"PUT\"", "PUT,(x)", "PUT/1"] {
        let fetched = judged(&put(), &["PUT", list], &[]);
        assert_eq!(
            refusal(&fetched),
            PreflightRefusal::AllowMethodsMalformed,
            "{list}"
        );
        let fetched = judged(&put(), &["PUT"], &[list]);
        assert_eq!(
            refusal(&fetched),
            PreflightRefusal::AllowHeadersMalformed,
            "{list}"
        );
    }
}

// ----- what the script sees

/// The names a script sees of an answer with these `Access-Control-Expose-Headers` field lines.
fn seen(credentials: Credentials, exposed: &[&str]) -> Vec<String> {
    let mut headers = vec![
        ("access-control-allow-origin", PAGE),
        ("access-control-allow-credentials", "true"),
        ("etag", "\"1\""),
        ("x-a", "1"),
        ("set-cookie", "a=b"),
        ("content-type", "text/plain"),
    ];
    headers.extend(
        exposed
            .iter()
            .map(|value| ("access-control-expose-headers", *value)),
    );
    let fetched = fetch(&get().credentials(credentials), &[], &headers);
    names(allowed(&fetched).headers())
        .into_iter()
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_safelisted_response_headers_are_always_seen() {
    let headers = [
        ("access-control-allow-origin", "*"),
        ("cache-control", "no-store"),
        ("content-language", "en"),
        ("content-length", "4"),
        ("content-type", "text/plain"),
        ("expires", "0"),
        ("last-modified", "0"),
        ("pragma", "no-cache"),
        ("date", "0"),
        ("location", "/"),
        ("vary", "origin"),
        ("set-cookie", "a=b"),
    ];
    let fetched = fetch(&get(), &[], &headers);
    let expected = [
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    ];
    assert_eq!(names(allowed(&fetched).headers()), expected);
    assert_eq!(allowed(&fetched).body(), b"body");
}

#[test]
fn exposed_headers_are_seen_and_cookies_never() {
    assert_eq!(seen(Credentials::Omit, &[]), ["content-type"]);
    assert_eq!(seen(Credentials::Omit, &["ETag"]), ["content-type", "etag"]);
    assert_eq!(
        seen(Credentials::Include, &["etag", "X-A, set-cookie"]),
        ["content-type", "etag", "x-a"]
    );
    assert_eq!(
        seen(Credentials::Include, &[", etag,,"]),
        ["content-type", "etag"]
    );
}

#[test]
fn a_malformed_list_exposes_nothing() {
    for list in ["etag; x-a", "\"etag\"", "etag x-a"] {
        assert_eq!(seen(Credentials::Omit, &["x-a", list]), ["content-type"]);
    }
}

#[test]
fn the_wildcard_exposes_everything_but_cookies_and_only_without_credentials() {
    let everything = [
        "access-control-allow-credentials",
        "access-control-allow-origin",
        "access-control-expose-headers",
        "content-type",
        "etag",
        "x-a",
    ];
    for exposed in [&["*"][..], &["x-b, *"], &["x-b", "*"]] {
        assert_eq!(seen(Credentials::SameOrigin, exposed), everything);
    }
    assert_eq!(seen(Credentials::Include, &["*"]), ["content-type"]);
    assert_eq!(
        seen(Credentials::Include, &["*, x-a"]),
        ["content-type", "x-a"]
    );
}

#[test]
fn all_lines_of_a_visible_header_are_seen() {
    let headers = [
        ("access-control-allow-origin", "*"),
        ("cache-control", "private"),
        ("cache-control", "no-store"),
    ];
    let fetched = fetch(&get(), &[], &headers);
    let lines: Vec<_> = allowed(&fetched)
        .headers()
        .get_all("cache-control")
        .iter()
        .collect();
    assert_eq!(lines, ["private", "no-store"]);
}

#[test]
fn head_and_null_body_statuses_have_no_body() {
    let headers = [("access-control-allow-origin", "*")];
    let head = fetch(&ScriptRequest::new("HEAD", API), &[], &headers);
    assert!(allowed(&head).body().is_empty());
    let no_content = Browser::at(PAGE).fetch(&get(), |_| answer(204, &headers));
    assert!(allowed(&no_content).body().is_empty());
}

#[test]
fn redirects_are_followed_unseen_once_they_pass_the_cors_check() {
    let headers = [
        ("location", "/elsewhere"),
        ("access-control-allow-origin", "*"),
    ];
    for status in [301, 302, 303, 307, 308] {
        let fetched = Browser::at(PAGE).fetch(&get(), |_| answer(status, &headers));
        assert!(
            matches!(fetched.outcome, Outcome::Redirected(location) if location == "/elsewhere")
        );
        let fetched = Browser::at(PAGE).fetch(&get(), |_| answer(status, &headers[..1]));
        assert!(matches!(fetched.outcome, Outcome::ResponseBlocked(_)));
        let fetched = Browser::at(PAGE).fetch(&get(), |_| answer(status, &headers[1..]));
        assert_eq!(allowed(&fetched).status(), status);
    }
    let created = Browser::at(PAGE).fetch(&get(), |_| answer(201, &headers));
    assert_eq!(allowed(&created).status(), 201);
}
