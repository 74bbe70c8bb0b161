//! The handler's documentation shows its policy.

use std::fs;
use std::path::PathBuf;

use support::each;

use crate::cargo;

#[test]
fn a_handler_has_a_section_on_its_policy() {
    let documented = cargo::run("doc", &["--no-deps"]);
    assert!(documented.succeeded, "{}", documented.errors);

    let page = fs::read_to_string(pages().join("fn.public_by_routes.html")).unwrap();
    // What stands before it is the sidebar, which has a line for each section.
    let (_, words) = page.split_once("docblock").unwrap();
    let text = without_tags(words);
    let own = text.find("Shows what there is to buy.").unwrap();
    let section = text.find("CORS").unwrap();
    assert!(own < section, "the section stands before the handler's own words");
    let cases = [
        "origins: https://app.example.com, https://*.preview.example.com",
        "methods: GET, HEAD",
        "request headers: x-request-id, and what its extractors need",
        "exposed response headers: etag",
        "credentials: yes",
        "preflights are kept for: 600 s",
    ];
    each(cases, |line| assert!(text[section..].contains(line), "`{line}` is missing in:\n{text}"));
    assert!(
        !pages().join("enum.public_by_routes.html").exists(),
        "the type beside the handler is the library's own affair"
    );
}

fn pages() -> PathBuf {
    cargo::target_dir().join("doc/shop")
}

fn without_tags(html: &str) -> String {
    html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
}
