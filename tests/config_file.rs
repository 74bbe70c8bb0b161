//! The example `config-file`, from outside: the file is written, broken and mended while the server answers.

// An example is a program, which no test can name as a dependency; its own `main` stays unused here.
#[allow(dead_code)]
#[path = "../examples/config-file/main.rs"]
mod config_file;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex},
    time::Duration,
};

use axum::{Router, http::header};
use config::Environment;
use support::{each, from, preflight_from};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use config_file::router;

const A: &str = "https://a.example";
const B: &str = "https://b.example";
const GOOD: &str = "origins = 'https://a.example'\nmethods = 'GET'\nmax_age = 600\n";
const OTHER: &str = "origins = 'https://b.example'\nmethods = 'GET, PUT'\nmax_age = 60\n";

/// Longer than any machine needs; reached only when a test fails.
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn the_whole_policy_follows_the_file() {
    let (directory, file) = written(GOOD);
    let (app, _watch) = router(&file, environment(&[])).unwrap();
    let answer = preflight_from(&app, "/note", A, "GET");
    assert_eq!(answer.value(header::ACCESS_CONTROL_ALLOW_METHODS), Some("GET, HEAD"));
    assert_eq!(answer.value(header::ACCESS_CONTROL_MAX_AGE), Some("600"));

    fs::write(&file, OTHER).unwrap();
    until_admitted(&app, B).await;
    assert!(!admits(&app, A));
    let answer = preflight_from(&app, "/note", B, "GET");
    assert_eq!(answer.value(header::ACCESS_CONTROL_ALLOW_METHODS), Some("GET, HEAD, PUT"));
    assert_eq!(answer.value(header::ACCESS_CONTROL_MAX_AGE), Some("60"));

    // As editors do it: a new file takes the old one's place.
    let beside = directory.path().join("beside.toml");
    fs::write(&beside, GOOD).unwrap();
    fs::rename(&beside, &file).unwrap();
    until_admitted(&app, A).await;
}

#[tokio::test]
async fn a_broken_file_leaves_the_policy_in_force_and_every_mistake_in_the_log() {
    let (_directory, file) = written(GOOD);
    let (app, _watch) = router(&file, environment(&[])).unwrap();

    fs::write(&file, "origins = 'https://broken.example/'\nmethods = 'get'\nmax_age = 100000\n").unwrap();
    let text = until_logged("key=max_age").await;
    each([("origins", "https://broken.example/"), ("methods", "get"), ("max_age", "100000")], |(key, wrong)| {
        assert!(text.contains(&format!("key={key} text=\"{wrong}\"")), "{key} in:\n{text}");
    });
    assert!(admits(&app, A));

    fs::write(&file, "orgins = 'https://misspelt.example'").unwrap();
    let text = until_logged("`orgins`").await;
    assert!(text.contains("write: `origins`"), "{text}");
    assert!(admits(&app, A));

    fs::remove_file(&file).unwrap();
    until_logged("not found").await;
    assert!(admits(&app, A));

    fs::write(&file, OTHER).unwrap();
    until_admitted(&app, B).await;
    assert!(!admits(&app, A));
}

#[tokio::test]
async fn the_environment_stands_above_the_file() {
    let (_directory, file) = written(GOOD);
    let variables = [("CORS_ORIGINS", "https://b.example, https://*.b.example"), ("CORS_CREDENTIALS", "true")];
    let (app, _watch) = router(&file, environment(&variables)).unwrap();
    assert!(!admits(&app, A));
    assert!(admits(&app, "https://x.b.example"));
    let answer = preflight_from(&app, "/note", B, "GET");
    assert_eq!(answer.value(header::ACCESS_CONTROL_ALLOW_CREDENTIALS), Some("true"));
    assert_eq!(answer.value(header::ACCESS_CONTROL_MAX_AGE), Some("600"));
}

#[test]
fn a_broken_start_is_no_start() {
    let (_directory, file) = written("origins = '*'\nmethods = 'GET'\n");
    let broken = environment(&[("CORS_CREDENTIALS", "true"), ("CORS_MAX_AGE", "-1")]);
    let error = router(&file, broken).err().unwrap().to_string();
    assert!(error.contains("origins: ") && error.contains("max_age: "), "{error}");

    let misspelt = environment(&[("CORS_CREDENTAILS", "true")]);
    let error = router(&file, misspelt).err().unwrap().to_string();
    assert!(error.contains("write: `credentials`"), "{error}");
}

#[test]
fn the_file_beside_the_example_is_good() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/config-file/cors.toml");
    assert!(router(Path::new(file), environment(&[])).is_ok());
}

/// A policy file in a directory of its own.
fn written(text: &str) -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("cors.toml");
    fs::write(&file, text).unwrap();
    LazyLock::force(&LOG);
    (directory, file)
}

/// An environment of these variables, whatever the test's own holds.
fn environment(variables: &[(&str, &str)]) -> Environment {
    let variables = variables.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    Environment::with_prefix("CORS").source(Some(variables))
}

fn admits(app: &Router, origin: &str) -> bool {
    from(app, origin, "GET", "/note").allow_origin().is_some()
}

async fn until_admitted(app: &Router, origin: &str) {
    let end = Instant::now() + PATIENCE;
    while !admits(app, origin) {
        assert!(Instant::now() < end, "{origin} is still not admitted; the log:\n{}", logged());
        sleep(Duration::from_millis(10)).await;
    }
}

/// Everything that was traced by now.
fn logged() -> String {
    String::from_utf8(LOG.lock().unwrap().clone()).unwrap()
}

/// The log once it holds this.
async fn until_logged(wanted: &str) -> String {
    let end = Instant::now() + PATIENCE;
    loop {
        let text = logged();
        if text.contains(wanted) {
            return text;
        }
        assert!(Instant::now() < end, "{wanted} is not logged:\n{text}");
        sleep(Duration::from_millis(10)).await;
    }
}

/// One log for all tests, since the watching threads have no other.
static LOG: LazyLock<Mutex<Vec<u8>>> = LazyLock::new(|| {
    tracing_subscriber::fmt().with_writer(|| Log).init();
    Mutex::default()
});

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
