//! Requests of arbitrary bytes to policies of every kind.

use axum::Router;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, HOST, ORIGIN,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use cors_runtime::{cors, routes};
use proptest::prelude::*;
use proptest::sample::select;
use support::ask;

#[cors(origins = ["https://foo.com", "https://bar.com"], methods = GET, max_age = 5)]
async fn exact() {}

#[cors(origins = ["https://*.example.com", "http://localhost:*"], methods = "*", headers = "*", credentials)]
async fn patterns() {}

#[cors(origins = "https://pr-*.preview.example.com", methods = [GET, PURGE], enforce = true, expose_headers = "*")]
async fn in_label() {}

#[cors(origins = ["null", "https://[::1]:*"], danger_accept_null_origin = true, methods = PUT, headers = "*")]
async fn null() {}

#[cors(origins = "https://foo.com", methods = OPTIONS, timing_origins = "*")]
async fn own_options() {}

/// The paths, and the entries that admit an origin on each.
const PATHS: [(&str, &[&str]); 4] = [
    ("/exact", &["https://foo.com", "https://bar.com"]),
    ("/patterns", &["https://*.example.com", "http://localhost:*"]),
    ("/several", &["https://pr-*.preview.example.com", "null", "https://[::1]:*"]),
    ("/own", &["https://foo.com"]),
];

fn app() -> Router {
    Router::new()
        .route("/exact", routes!(exact))
        .route("/patterns", routes!(patterns))
        .route("/several", routes!(in_label, null))
        .route("/own", routes!(own_options))
        .with_state(())
}

fn value() -> impl Strategy<Value = HeaderValue> {
    let bytes = proptest::collection::vec(any::<u8>(), 0..64);
    bytes.prop_filter_map("bytes of a field value", |bytes| HeaderValue::from_bytes(&bytes).ok())
}

fn text(pattern: &'static str) -> impl Strategy<Value = HeaderValue> {
    pattern.prop_map(|text| HeaderValue::from_bytes(text.as_bytes()).expect("no control characters"))
}

fn origin() -> impl Strategy<Value = HeaderValue> {
    prop_oneof![
        1 => value(),
        2 => text("(https?|HTTPS)?(://|:/)?[a-z*.@:\\[\\]/-]{0,12}(foo|bar|example)?\\.?com?(:[0-9]{0,6})?"),
        2 => text("https://(pr-)?[a-zA-Z0-9_.*-]{0,8}\\.(preview\\.)?example\\.com\\.?"),
        1 => text("http://localhost(:[0-9*]{0,6})?"),
        1 => text("https://\\[::[0-9a-f]?\\](:[0-9*]{0,6})?"),
        2 => select(&["https://foo.com", "https://bar.com", "https://barfoo.com", "null", "*", ""][..])
            .prop_map(HeaderValue::from_static),
    ]
}

fn method() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just("OPTIONS".to_owned()),
        2 => select(&["GET", "HEAD", "PUT", "POST", "PURGE", "options"][..]).prop_map(str::to_owned),
        1 => "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}",
    ]
}

fn fields() -> impl Strategy<Value = Vec<(HeaderName, HeaderValue)>> {
    let asked_method = prop_oneof![value(), text("[A-Za-z]{1,6}"), text("GET|PUT|PURGE|OPTIONS")];
    let asked_headers = prop_oneof![value(), text("[a-zA-Z, -]{0,40}"), text(",{0,64}")];
    let host = prop_oneof![value(), text("foo\\.com(:[0-9]{0,5})?"), text("\\[::1\\]:?")];
    let field = prop_oneof![
        4 => origin().prop_map(|value| (ORIGIN, value)),
        3 => asked_method.prop_map(|value| (ACCESS_CONTROL_REQUEST_METHOD, value)),
        2 => asked_headers.prop_map(|value| (ACCESS_CONTROL_REQUEST_HEADERS, value)),
        1 => host.prop_map(|value| (HOST, value)),
    ];
    proptest::collection::vec(field, 0..6)
}

/// The origin of a request, if it has one that these entries admit.
fn admitted<'a>(entries: &[&str], fields: &'a [(HeaderName, HeaderValue)]) -> Option<&'a HeaderValue> {
    let mut origins = fields.iter().filter(|(name, _)| name == ORIGIN).map(|(_, value)| value);
    let (origin, None) = (origins.next()?, origins.next()) else { return None };
    let text = std::str::from_utf8(origin.as_bytes()).ok()?;
    entries.iter().any(|entry| naive::admits(entry, text)).then_some(origin)
}

fn cors_lines(headers: &HeaderMap) -> Vec<&HeaderName> {
    headers.iter().map(|(name, _)| name).filter(|name| name.as_str().starts_with("access-control-")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_told_to_those_who_are_not_admitted(
        method in method(),
        (path, entries) in select(&PATHS[..]),
        fields in fields(),
    ) {
        thread_local!(static APP: Router = app());
        let answer = APP.with(|app| ask(&method, path).headers(fields.iter().cloned()).of(app));
        let headers = &answer.headers;
        let lines = cors_lines(headers);
        match admitted(entries, &fields) {
            None => prop_assert!(lines.is_empty(), "{:?}", headers),
            Some(origin) => {
                // Which handler is meant may still decide; but nobody else is named, and nothing is doubled.
                let named = headers.get(ACCESS_CONTROL_ALLOW_ORIGIN);
                prop_assert!(named.is_none_or(|named| named == origin), "{:?}", headers);
                prop_assert!(named.is_some() || lines.is_empty(), "{:?}", headers);
                prop_assert!(lines.iter().all(|name| headers.get_all(*name).iter().count() == 1), "{:?}", headers);
            }
        }
        let asked = fields.iter().filter(|(name, _)| name == ACCESS_CONTROL_REQUEST_METHOD).count();
        if method == "OPTIONS" && asked > 0 && fields.iter().any(|(name, _)| name == ORIGIN) {
            let expected = if lines.is_empty() { StatusCode::FORBIDDEN } else { StatusCode::NO_CONTENT };
            prop_assert_eq!(answer.status, expected);
        }
        let vary = headers.get("vary").and_then(|vary| vary.to_str().ok()).unwrap_or_default();
        prop_assert!(vary.starts_with("Origin"), "every policy here depends on the origin: {:?}", headers);
    }

    #[test]
    fn names_are_sent_back_only_if_all_are_names(lines in proptest::collection::vec(
        prop_oneof![value(), text("[a-zA-Z0-9,_ -]{0,40}"), text("[a-z]{1,5}(, ?[a-z-]{1,9}){0,3}")],
        0..3,
    )) {
        thread_local!(static APP: Router = app());
        let mut fields = vec![
            (ORIGIN, HeaderValue::from_static("https://a.example.com")),
            (ACCESS_CONTROL_REQUEST_METHOD, HeaderValue::from_static("PUT")),
        ];
        fields.extend(lines.iter().map(|line| (ACCESS_CONTROL_REQUEST_HEADERS, line.clone())));
        let answer = APP.with(|app| ask("OPTIONS", "/patterns").headers(fields).of(app));
        let sent = answer.headers.get(ACCESS_CONTROL_ALLOW_HEADERS);

        let lines: Vec<&[u8]> = lines.iter().map(HeaderValue::as_bytes).collect();
        let asked = lines.join(&b","[..]);
        let is_name = |name: &[u8]| !name.is_empty()
            && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte));
        let names = |line: &[u8]| -> Vec<Vec<u8>> {
            let names = line.split(|&byte| byte == b',').map(|name| name.trim_ascii().to_vec());
            // Empty elements of a list are none (RFC 9110 section 5.6.1.2).
            names.filter(|name| !name.is_empty()).collect()
        };
        let asked = names(&asked);
        if !asked.is_empty() && asked.iter().all(|name| is_name(name)) {
            prop_assert_eq!(sent.map(|sent| names(sent.as_bytes())), Some(asked));
        } else {
            prop_assert_eq!(sent, None);
        }
    }
}
