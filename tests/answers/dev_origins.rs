//! `dev_origins`: admitted where debug assertions are on, and not even a string in other binaries.

use std::path::PathBuf;
use std::process::Command;

use axum::Router;
use cors_runtime::{cors, routes};

use support::{ask, each, preflight};

#[cors(
    origins = "https://app.example.com",
    dev_origins = ["http://localhost:*", "http://127.0.0.1:5173", "https://*.dev.example.com"],
    methods = PUT,
    credentials,
)]
async fn save() -> &'static str {
    "saved"
}

#[cors(dev_origins = "http://localhost:3000", methods = GET)]
async fn only_in_development() -> &'static str {
    "developing"
}

fn app() -> Router {
    Router::new().route("/save", routes!(save)).route("/only", routes!(only_in_development))
}

#[test]
fn development_origins_are_admitted_while_developing() {
    let app = app();
    let cases = [
        ("PUT", "/save", "http://localhost:3000"),
        ("PUT", "/save", "http://127.0.0.1:5173"),
        ("PUT", "/save", "https://a.b.dev.example.com"),
        ("GET", "/only", "http://localhost:3000"),
    ];
    each(cases, |(method, path, origin)| {
        let expected = cfg!(debug_assertions).then_some(origin);
        let preflight = preflight(path, origin, method).of(&app);
        assert_eq!(preflight.value("access-control-allow-origin"), expected);
        assert_eq!(preflight.status.is_success(), cfg!(debug_assertions));
        let actual = ask(method, path).origin(origin).of(&app);
        assert_eq!(actual.value("access-control-allow-origin"), expected);
        actual.varies_by(&["origin"]);
    });
}

#[test]
fn other_origins_are_what_they_were() {
    let app = app();
    let answer = ask("PUT", "/save").origin("https://app.example.com").of(&app);
    assert_eq!(
        answer.cors(),
        [("access-control-allow-credentials", "true"), ("access-control-allow-origin", "https://app.example.com")]
    );
    each(["http://localhost:80", "https://localhost:3000", "http://127.0.0.1:5174", "http://localhost:*"], |origin| {
        preflight("/save", origin, "PUT").of(&app).is_refused();
        assert_eq!(ask("PUT", "/save").origin(origin).of(&app).cors(), []);
    });
}

/// Builds the fixture with or without debug assertions, and gives its bytes and what it prints. Only the fixture itself
/// is built anew, and without optimisation: what is absent then is absent by the attribute's own doing.
fn fixture(debug_assertions: bool) -> (Vec<u8>, String) {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline", "--example", "dev_origins", "--message-format", "json", "--config"])
        .arg(format!("profile.dev.package.cors-workspace.debug-assertions={debug_assertions}"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    let messages = String::from_utf8(built.stdout).expect("JSON");
    assert!(built.status.success(), "{messages}{}", String::from_utf8_lossy(&built.stderr));
    let executable = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .expect("an executable");
    let printed = Command::new(&executable).output().expect("the fixture runs").stdout;
    (std::fs::read(executable).expect("a binary"), String::from_utf8(printed).expect("text"))
}

#[test]
fn binary_without_debug_assertions_has_none_of_the_strings() {
    let holds = |binary: &[u8], text: &str| binary.windows(text.len()).any(|window| window == text.as_bytes());
    let (developing, printed) = fixture(true);
    assert_eq!(printed, "true true\n", "what the policy says to a usual and to a development origin");
    assert!(holds(&developing, "always.fixture.example") && holds(&developing, "secret.fixture.example"));

    let (released, printed) = fixture(false);
    assert_eq!(printed, "true false\n");
    assert!(holds(&released, "always.fixture.example"));
    assert!(!holds(&released, "secret.fixture.example"), "a development origin is in a release binary");
}
