//! Files, served by tower-http's `ServeDir`.

use std::fs;
use std::path::PathBuf;

use cors_runtime::{Cors, CorsLayer};
use support::{ask_with, each_async, preflight};
use tower::Layer as _;
use tower_http::services::ServeDir;

use super::{APP, LAYER, STRANGER, assert_approved, assert_readable, assert_refused, assert_unreadable};

/// Serves a folder with one file in it, in a folder of its own.
fn files(test: &str) -> Cors<ServeDir> {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(root.join("folder")).unwrap();
    fs::write(root.join("page.txt"), "text of a page").unwrap();
    CorsLayer::new(LAYER).layer(ServeDir::new(root))
}

#[tokio::test]
async fn every_answer_is_decorated() {
    let files = files("every_answer_is_decorated");
    let cases = [
        ("GET", "/page.txt", ("accept", "*/*"), 200),
        ("HEAD", "/page.txt", ("accept", "*/*"), 200),
        ("GET", "/page.txt", ("range", "bytes=0-3"), 206),
        ("GET", "/page.txt", ("if-modified-since", "Fri, 31 Dec 2100 00:00:00 GMT"), 304),
        ("GET", "/page.txt", ("range", "bytes=100-200"), 416),
        ("GET", "/folder", ("accept", "*/*"), 307),
        ("GET", "/missing.txt", ("accept", "*/*"), 404),
        ("POST", "/page.txt", ("accept", "*/*"), 405),
    ];
    each_async(cases, async |(method, uri, header, status)| {
        let answer = ask_with(method, uri, &[("origin", APP), header]).send(&files).await;
        assert_eq!(answer.status, status);
        assert_readable(&answer);
        let answer = ask_with(method, uri, &[("origin", STRANGER), header]).send(&files).await;
        assert_eq!(answer.status, status);
        assert_unreadable(&answer);
    })
    .await;
}

#[tokio::test]
async fn preflights_never_reach_the_folder() {
    let files = files("preflights_never_reach_the_folder");
    each_async(["/page.txt", "/missing.txt"], async |uri| {
        assert_approved(&preflight(uri, APP, "GET").send(&files).await);
        assert_refused(&preflight(uri, STRANGER, "GET").send(&files).await);
    })
    .await;
}
