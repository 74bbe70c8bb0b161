//! `PolicyConfig`: a policy as JSON, TOML and environment variables hold it.

use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;

use config::{Config, Environment};
use cors_runtime::{Key, MistakeKind, Policy, PolicyConfig, PolicyErrors};
use serde::{Deserialize, Serialize};
use support::each;

const JSON: &str = r#"{
    "origins": ["https://app.example.com", "https://*.preview.example.com"],
    "dev_origins": "http://localhost:*",
    "methods": ["GET", "POST"],
    "headers": "content-type, x-request-id",
    "expose_headers": ["etag"],
    "credentials": true,
    "max_age": 600,
    "timing_origins": "*",
    "enforce": false,
    "danger_accept_insecure_origins": false,
    "danger_accept_public_suffixes": false,
    "danger_accept_null_origin": false
}"#;

const TOML: &str = r#"
origins = ["https://app.example.com", "https://*.preview.example.com"]
dev_origins = ["http://localhost:*"]
methods = "GET, POST"
headers = ["content-type", "x-request-id"]
expose_headers = "etag"
credentials = true
max_age = 600
timing_origins = ["*"]
enforce = false
danger_accept_insecure_origins = false
danger_accept_public_suffixes = false
danger_accept_null_origin = false
"#;

const VARIABLES: [(&str, &str); 12] = [
    ("CORS_ORIGINS", "https://app.example.com, https://*.preview.example.com"),
    ("CORS_DEV_ORIGINS", "http://localhost:*"),
    ("CORS_METHODS", "GET,POST"),
    ("CORS_HEADERS", "content-type,x-request-id"),
    ("CORS_EXPOSE_HEADERS", "etag"),
    ("CORS_CREDENTIALS", "true"),
    ("CORS_MAX_AGE", "600"),
    ("CORS_TIMING_ORIGINS", "*"),
    ("CORS_ENFORCE", "false"),
    ("CORS_DANGER_ACCEPT_INSECURE_ORIGINS", "false"),
    ("CORS_DANGER_ACCEPT_PUBLIC_SUFFIXES", "false"),
    ("CORS_DANGER_ACCEPT_NULL_ORIGIN", "false"),
];

/// Reads variables as if they stood in the environment, which tests that run side by side cannot change.
fn read_variables(variables: &[(&str, &str)]) -> Result<PolicyConfig, config::ConfigError> {
    let variables: HashMap<String, String> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let source = Environment::with_prefix("CORS").prefix_separator("_").source(Some(variables));
    Config::builder().add_source(source).build()?.try_deserialize()
}

fn from_json(json: &str) -> Result<PolicyConfig, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

/// What a policy is, without the seed of its tables.
fn described(policy: &Policy) -> String {
    format!("{policy:?}")
}

#[test]
fn three_forms_say_the_same() {
    let json = from_json(JSON).unwrap();
    let toml: PolicyConfig = toml::from_str(TOML).unwrap();
    let variables = read_variables(&VARIABLES).unwrap();
    assert_eq!(json, toml);
    assert_eq!(json, variables);
    let by_hand = Policy::builder()
        .origins(["https://app.example.com", "https://*.preview.example.com"])
        .dev_origins("http://localhost:*")
        .methods("GET, POST")
        .headers(["content-type", "x-request-id"])
        .expose_headers("etag")
        .credentials(true)
        .max_age(600)
        .timing_origins("*")
        .enforce(false)
        .danger_accept_insecure_origins(false)
        .danger_accept_public_suffixes(false)
        .danger_accept_null_origin(false)
        .build()
        .unwrap();
    assert_eq!(described(&json.build().unwrap()), described(&by_hand));
}

#[test]
fn what_was_read_is_written_and_read_again() {
    let cases = [
        JSON,
        "{}",
        r#"{ "origins": "*", "methods": "*", "headers": ["*", "authorization"], "expose_headers": "*" }"#,
        r#"{ "headers": [], "max_age": 0, "credentials": false }"#,
        // Mistakes are kept as they are: a tool that rewrites a file must not lose them.
        r#"{ "origins": ["https://app.example.com/", " x", "a, b"], "methods": "get", "max_age": -5 }"#,
    ];
    each(cases, |json| {
        let config = from_json(json).unwrap();
        assert_eq!(from_json(&serde_json::to_string(&config).unwrap()).unwrap(), config);
        assert_eq!(toml::from_str::<PolicyConfig>(&toml::to_string(&config).unwrap()).unwrap(), config);
    });
    let written = serde_json::to_string(&from_json(r#"{ "methods": "GET", "origins": ["*"] }"#).unwrap()).unwrap();
    assert_eq!(written, r#"{"origins":"*","methods":["GET"]}"#);
}

#[test]
fn a_policy_is_a_part_of_an_applications_own_configuration() {
    #[derive(Debug, Deserialize, Serialize, PartialEq)]
    struct Settings {
        port: u16,
        cors: HashMap<String, PolicyConfig>,
    }

    let text = "port = 8080\n\n[cors.public]\norigins = \"*\"\nmethods = [\"GET\"]\n";
    let settings: Settings = toml::from_str(text).unwrap();
    assert!(settings.cors["public"].build().is_ok());
    assert_eq!(toml::to_string(&settings).unwrap(), text);
}

#[test]
fn code_adds_what_a_file_cannot_say() {
    let config = from_json(r#"{ "methods": "GET", "credentials": true }"#).unwrap();
    assert!(config.build().is_err());
    let policy = config.builder().origins_if(|_| async { true }).max_age(60).build().unwrap();
    assert!(described(&policy).contains("origins_if = …") && described(&policy).contains("max_age = 60"));
}

#[test]
fn lists_may_be_long_and_names_in_them_stand_once() {
    let names: Vec<String> = (0..50_000).map(|number| format!("X-{number}")).collect();
    let listed = serde_json::to_string(&names).unwrap();
    let json = format!(
        r#"{{ "origins": "*", "methods": {listed}, "headers": {listed}, "expose_headers": {listed}, "max_age": 60 }}"#
    );
    let policy = from_json(&json).unwrap().build().unwrap();
    assert_eq!(described(&policy).matches("49999").count(), 3);

    let errors = Policy::builder().origins("*").methods("GET, GET").headers(["x-a", "X-A"]).build().unwrap_err();
    assert_eq!(errors.iter().count(), 2, "{errors}");
}

#[test]
fn an_age_is_a_number_of_any_type_or_a_duration() {
    let aged = |policy: Result<Policy, _>| {
        policy.map(|policy| described(&policy)).map_err(|errors: PolicyErrors| errors.to_string())
    };
    let builder = || Policy::builder().origins("*").methods("GET");
    let cases = [
        builder().max_age(600).build(),
        builder().max_age(600_u64).build(),
        builder().max_age(600_usize).build(),
        builder().max_age(Duration::from_millis(600_999)).build(),
    ];
    each(cases, |policy| assert_eq!(aged(policy).unwrap(), r#"Policy(origins = "*", methods = "GET", max_age = 600)"#));
    let over = aged(builder().max_age(Duration::from_secs(86_401)).build()).unwrap_err();
    assert!(over.contains("`max_age` is over a day") && over.contains("write: max_age = 86400"), "{over}");
    assert!(aged(builder().max_age(u128::MAX).build()).unwrap_err().contains("over a day"));
}

#[test]
fn a_number_is_named_as_it_was_written() {
    each([("600.0", "600"), ("1.5", "1")], |(seconds, meant)| {
        let error = from_json(&format!(r#"{{ "origins": "*", "methods": "*", "max_age": {seconds} }}"#)).unwrap_err();
        assert!(error.contains(&format!("`max_age` cannot be `{seconds}`")), "{error}");
        assert!(error.contains(&format!("write: max_age = {meant}")), "{error}");
    });
}

#[test]
fn unknown_keys_are_refused_with_a_suggestion() {
    let cases = [
        (r#"{ "orgins": "*" }"#, "there is no key `orgins`", "write: `origins`"),
        (r#"{ "max-age": 60 }"#, "there is no key `max-age`", "write: `max_age`"),
        (r#"{ "allow_headers": [] }"#, "there is no key `allow_headers`", "write: `headers`"),
        (
            r#"{ "colour": { "red": [1, 2] } }"#,
            "there is no key `colour`",
            "write: one of `origins`, `dev_origins`, `methods`, `headers`",
        ),
        (r#"{ "predicate": "is_partner" }"#, "there is no key `predicate`", "in code, as `origins_if`"),
        (r#"{ "policy": "PARTNERS" }"#, "`policy` is a key of source code", "in code"),
        (r#"{ "origins_from": "ORIGINS" }"#, "`origins_from` is a key of source code", "under `origins`"),
        (r#"{ "origins_if": "is_partner" }"#, "`origins_if` is a key of source code", "under `origins`"),
        (r#"{ "origins": "*", "origins": "*" }"#, "`origins` is given twice", "write: one `origins`"),
    ];
    each(cases, |(json, what, write)| {
        let error = from_json(json).unwrap_err();
        assert!(error.contains(what) && error.contains(write), "{json}: {error}");
    });
    let error = toml::from_str::<PolicyConfig>("orgins = \"*\"\n").unwrap_err().to_string();
    assert!(error.contains("there is no key `orgins`") && error.contains("write: `origins`"), "{error}");
    let error = read_variables(&[("CORS_ORGINS", "*")]).unwrap_err().to_string();
    assert!(error.contains("there is no key `orgins`") && error.contains("write: `origins`"), "{error}");
}

/// Readers add where they are in the file; it stands on a line of its own.
#[test]
fn the_place_is_no_part_of_the_advice() {
    let error = from_json(r#"{ "origins": "*", "methods": "*", "max_age": "soon" }"#).unwrap_err();
    let lines: Vec<&str> = error.lines().collect();
    assert!(matches!(lines.as_slice(), [.., "write: max_age = 600", at] if at.starts_with(" at line 1")), "{error}");
}

#[test]
fn space_around_the_entries_of_a_text_is_nothing() {
    let toml = "origins = \"\"\"\n  https://a.example,\n  https://b.example,\n\"\"\"\nmethods = \"GET,\\tPOST \"\n\
                headers = \" x-a ,\"\n";
    let config: PolicyConfig = toml::from_str(toml).unwrap();
    let from_file = config.build().unwrap();
    let variables = [
        ("CORS_ORIGINS", " https://a.example,https://b.example\n"),
        ("CORS_METHODS", "GET, POST,"),
        ("CORS_HEADERS", "x-a\n"),
    ];
    let from_environment = read_variables(&variables).unwrap().build().unwrap();
    let by_hand = Policy::builder().origins("https://a.example,\nhttps://b.example ,").methods("GET,\r\nPOST,");
    let by_hand = by_hand.headers("\tx-a").build().unwrap();
    assert_eq!(described(&from_file), described(&by_hand));
    assert_eq!(described(&from_environment), described(&by_hand));

    let errors = Policy::builder().origins("https://a.example,,https://b.example").methods(" ,").build().unwrap_err();
    assert_eq!(
        errors.iter().map(|mistake| (mistake.key(), mistake.kind())).collect::<Vec<_>>(),
        [(Key::Origins, MistakeKind::Empty), (Key::Methods, MistakeKind::Empty)]
    );
    // What is taken element by element is taken as it stands.
    assert!(Policy::builder().origins(["https://a.example "]).methods("GET").build().is_err());
}

#[test]
fn all_mistakes_come_at_once_each_with_its_key() {
    let config = from_json(
        r#"{
            "origins": ["https://app.example.com/", "HTTPS://b.example.com"],
            "dev_origins": "*",
            "methods": "get, TRACE",
            "headers": ["cookie"],
            "expose_headers": ["set-cookie"],
            "max_age": 100000,
            "timing_origins": "https://*.example.com"
        }"#,
    )
    .unwrap();
    let errors = config.build().unwrap_err();
    let found: Vec<(Key, MistakeKind, &str)> =
        errors.iter().map(|mistake| (mistake.key(), mistake.kind(), mistake.text())).collect();
    assert_eq!(
        found,
        [
            (Key::Origins, MistakeKind::NotAnOrigin, "https://app.example.com/"),
            (Key::Origins, MistakeKind::NotAnOrigin, "HTTPS://b.example.com"),
            (Key::DevOrigins, MistakeKind::StarNotAlone, "*"),
            (Key::Methods, MistakeKind::Method, "get"),
            (Key::Methods, MistakeKind::Method, "TRACE"),
            (Key::Headers, MistakeKind::Header, "cookie"),
            (Key::ExposeHeaders, MistakeKind::Header, "set-cookie"),
            (Key::MaxAge, MistakeKind::MaxAge, "100000"),
            (Key::TimingOrigins, MistakeKind::Wildcard, "https://*.example.com"),
        ]
    );
    let shown = errors.to_string();
    each(&errors, |mistake| assert!(shown.contains(&format!("{}: {}", mistake.key(), mistake.message())), "{shown}"));
    assert!(errors.source().is_none());
}

/// Whoever mends a file wants to do it once: what is wrong in form does not hide what is wrong in meaning.
#[test]
fn mistakes_of_form_hide_no_others() {
    let error = from_json(
        r#"{
            "orgins": "*",
            "methods": ["get"],
            "max_age": "soon",
            "credentials": "yes",
            "headers": [1, "cookie"],
            "enforce": 1,
            "expose_headers": { "etag": true },
            "policy": "PARTNERS"
        }"#,
    )
    .unwrap_err();
    let cases = [
        "origins: there is no key `orgins`",
        "methods: `get` has lower-case letters",
        "max_age: `max_age` cannot be `\"soon\"`",
        "credentials: `credentials` cannot be `\"yes\"`",
        "headers: `headers` cannot be `1`",
        "headers: `cookie` cannot be set by scripts",
        "enforce: `enforce` cannot be `1`",
        "expose_headers: `expose_headers` cannot be `a table`",
        "policy: `policy` is a key of source code",
    ];
    each(cases, |line| assert!(error.contains(line), "{line} is missing in: {error}"));
    // The key that was misspelled, or could not be read, is not missing besides.
    assert!(!error.contains("no origins are given") && !error.contains("no methods are given"), "{error}");
}

#[test]
fn numbers_out_of_any_bounds_are_mistakes_and_no_panics() {
    each(["-1", "86401", "9223372036854775807", "18446744073709551615", "-9223372036854775808"], |seconds| {
        let config = from_json(&format!(r#"{{ "origins": "*", "methods": "*", "max_age": {seconds} }}"#)).unwrap();
        let errors = config.build().unwrap_err();
        assert_eq!(errors.iter().map(cors_runtime::Mistake::kind).collect::<Vec<_>>(), [MistakeKind::MaxAge]);
    });
    each(["1.5", "1e400", "null", "[]", "true"], |seconds| {
        assert!(from_json(&format!(r#"{{ "max_age": {seconds} }}"#)).is_err());
    });
}
