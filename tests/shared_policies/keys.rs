//! Key by key: what a handler inherits from a shared policy, and what it overrides.

use axum::{Json, Router};
use cors_runtime::{Policy, cors, policy, routes};
use support::{each, from, preflight_from, send};

use super::{BASE_ORIGIN, OWN_ORIGIN};

/// Every key that a policy can hold; the tests below override one each.
const BASE: Policy = policy!(
    origins = "https://base.example",
    dev_origins = "http://localhost:*",
    methods = "GET, PUT",
    headers = ["x-base", "content-type"],
    expose_headers = ["x-shown"],
    credentials = true,
    max_age = 600,
    timing_origins = "https://base.example",
    enforce = true,
);

#[cors(policy = BASE)]
async fn inherits() {}

#[cors(policy = BASE, origins = "https://own.example")]
async fn origins() {}

#[cors(policy = BASE, dev_origins = "http://127.0.0.1:*")]
async fn dev_origins() {}

#[cors(policy = BASE, methods = [GET, PURGE])]
async fn methods() {}

#[cors(policy = BASE, headers = ["x-own"])]
async fn headers() {}

#[cors(policy = BASE, headers = [])]
async fn no_headers() {}

#[cors(policy = BASE, expose_headers = ["x-own"])]
async fn expose_headers() {}

#[cors(policy = BASE, credentials = false)]
async fn credentials() {}

#[cors(policy = BASE, max_age = 0)]
async fn max_age() {}

#[cors(policy = BASE, timing_origins = "*")]
async fn timing_origins() {}

#[cors(policy = BASE, enforce = false)]
async fn enforce() {}

/// All that a policy says, in the order of its keys: whom it admits, what a preflight is told, what an answer carries, and
/// how a stranger's request ends.
fn said_by(app: &Router) -> Vec<String> {
    let mut said = Vec::new();
    for origin in [BASE_ORIGIN, OWN_ORIGIN, "http://localhost:3000", "http://127.0.0.1:3000"] {
        if from(app, origin, "GET", "/").allow_origin().is_some() {
            said.push(format!("admits {origin}"));
        }
    }
    let origin = if said[0].contains(OWN_ORIGIN) { OWN_ORIGIN } else { BASE_ORIGIN };
    let (asked, answered) = (preflight_from(app, "/", origin, "GET"), from(app, origin, "GET", "/"));
    for name in ["methods", "headers", "credentials"] {
        said.push(format!("{name}: {}", asked.value(format!("access-control-allow-{name}")).unwrap_or("-")));
    }
    said.push(format!("age: {}", asked.value("access-control-max-age").unwrap_or("-")));
    said.push(format!("exposed: {}", answered.value("access-control-expose-headers").unwrap_or("-")));
    said.push(format!("timing: {}", answered.value("timing-allow-origin").unwrap_or("-")));
    said.push(format!("strangers: {}", from(app, "https://stranger.example", "GET", "/").status.as_u16()));
    said
}

const INHERITED: [&str; 9] = [
    "admits https://base.example",
    "admits http://localhost:3000",
    "methods: GET, HEAD, PUT",
    "headers: x-base, content-type",
    "credentials: true",
    "age: 600",
    "exposed: x-shown",
    "timing: https://base.example",
    "strangers: 403",
];

#[test]
fn each_key_is_overridden_by_itself() {
    let app = |routes| Router::new().route("/", routes);
    assert_eq!(said_by(&app(routes!(inherits))), INHERITED);
    let cases = [
        (app(routes!(origins)), 0, "admits https://own.example"),
        (app(routes!(dev_origins)), 1, "admits http://127.0.0.1:3000"),
        (app(routes!(methods)), 2, "methods: GET, HEAD, PURGE"),
        (app(routes!(headers)), 3, "headers: x-own"),
        (app(routes!(no_headers)), 3, "headers: -"),
        (app(routes!(credentials)), 4, "credentials: -"),
        (app(routes!(max_age)), 5, "age: 0"),
        (app(routes!(expose_headers)), 6, "exposed: x-own"),
        (app(routes!(timing_origins)), 7, "timing: *"),
        (app(routes!(enforce)), 8, "strangers: 200"),
    ];
    each(cases, |(app, line, instead)| {
        let mut expected = INHERITED;
        expected[line] = instead;
        assert_eq!(said_by(&app), expected);
    });
}

#[test]
fn a_handler_is_mounted_on_the_methods_it_inherits() {
    let app: Router = Router::new().route("/", routes!(inherits));
    each([("GET", 200), ("HEAD", 200), ("PUT", 200), ("POST", 405)], |(method, status)| {
        assert_eq!(send(&app, method, "/", &[]).status, status);
    });
    let app: Router = Router::new().route("/", routes!(methods));
    each([("GET", 200), ("PURGE", 200), ("PUT", 405)], |(method, status)| {
        assert_eq!(send(&app, method, "/", &[]).status, status);
    });
}

/// A `static` serves as well as a `const`, and each part of a policy may stand somewhere else.
static PARTIAL: Policy = policy!(origins = "https://base.example", credentials);
const EXTENDED: Policy = policy!(policy = PARTIAL, methods = "GET", max_age = 60);
static TWICE_EXTENDED: Policy = policy!(policy = EXTENDED, max_age = 120, expose_headers = "*", credentials = false);

#[test]
fn policies_build_on_policies() {
    #[cors(policy = self::PARTIAL, methods = "PUT")]
    async fn partial() {}

    #[cors(policy = EXTENDED)]
    async fn extended() {}

    #[cors(policy = crate::keys::TWICE_EXTENDED, methods = "POST")]
    async fn twice_extended() {}

    let app: Router = Router::new().route("/", routes!(partial, extended, twice_extended));
    let cases = [("PUT", None, Some("true")), ("GET", Some("60"), Some("true")), ("POST", Some("120"), None)];
    each(cases, |(method, age, credentials)| {
        let answer = preflight_from(&app, "/", BASE_ORIGIN, method);
        assert_eq!(answer.allow_origin(), Some(BASE_ORIGIN));
        assert_eq!(answer.value("access-control-max-age"), age);
        assert_eq!(answer.value("access-control-allow-credentials"), credentials);
    });
    let answer = from(&app, BASE_ORIGIN, "POST", "/");
    assert_eq!(answer.value("access-control-expose-headers"), Some("*"));
}

#[test]
fn extractors_speak_where_no_policy_names_headers() {
    const WITHOUT: Policy = policy!(origins = "https://base.example", methods = "PUT");
    const WITH: Policy = policy!(policy = WITHOUT, headers = ["content-type", "x-base"], methods = "POST");

    #[cors(policy = WITHOUT)]
    async fn derived(_: Json<u32>) {}

    #[cors(policy = WITH)]
    async fn named(_: Json<u32>) {}

    let app: Router = Router::new().route("/", routes!(derived, named));
    each([("PUT", "content-type"), ("POST", "content-type, x-base")], |(method, expected)| {
        let answer = preflight_from(&app, "/", BASE_ORIGIN, method);
        assert_eq!(answer.value("access-control-allow-headers"), Some(expected));
    });
}

#[test]
fn doors_open_on_either_side() {
    const DANGEROUS: Policy = policy!(
        origins = ["http://base.example", "https://*.com", "null"],
        methods = "GET",
        danger_accept_null_origin = true,
    );
    const OPEN: Policy =
        policy!(credentials, danger_accept_insecure_origins = true, danger_accept_public_suffixes = true);

    #[cors(
        policy = DANGEROUS,
        credentials,
        danger_accept_insecure_origins = true,
        danger_accept_public_suffixes = true
    )]
    async fn opens() {}

    #[cors(policy = OPEN, origins = ["http://own.example", "https://*.com"], methods = "PUT")]
    async fn opened() {}

    let app: Router = Router::new().route("/", routes!(opens, opened));
    let cases = [
        ("http://base.example", "GET"),
        ("https://any.com", "GET"),
        ("null", "GET"),
        ("http://own.example", "PUT"),
        ("https://any.com", "PUT"),
    ];
    each(cases, |(origin, method)| {
        let answer = preflight_from(&app, "/", origin, method);
        assert_eq!(answer.allow_origin(), Some(origin));
        assert_eq!(answer.value("access-control-allow-credentials"), Some("true"));
    });
    assert_eq!(preflight_from(&app, "/", "null", "PUT").allow_origin(), None);
}
