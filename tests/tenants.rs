//! The example `tenants`, from outside: an operator adds domains, and pages of those domains read.

// An example is a program, which no test can name as a dependency; its own `main` stays unused here.
#[allow(dead_code)]
#[path = "../examples/tenants/main.rs"]
mod tenants;

use axum::{
    Router,
    http::{StatusCode, header},
};
use serde_json::{Value, json};
use support::{ask, each_async, preflight};
use tempfile::TempDir;

const ACME: &str = "https://app.acme.example";
const GLOBEX: &str = "https://globex.example";

/// The two ways, each with a route that the tenant acme's pages may read.
const WAYS: [&str; 2] = ["/tenants/acme/notes", "/catalogue"];

#[tokio::test]
async fn a_domain_that_is_added_is_admitted_from_the_next_request_on() {
    let (app, _directory) = fresh().await;
    each_async(WAYS, async |path| {
        assert_eq!(admitted(&app, path, ACME).await, None);
        assert_eq!(preflight(path, ACME, "GET").send(&app).await.status, StatusCode::FORBIDDEN);
    })
    .await;

    assert_eq!(add(&app, "acme", "https://*.acme.example").await.0, StatusCode::NO_CONTENT);

    each_async(WAYS, async |path| {
        assert_eq!(admitted(&app, path, ACME).await.as_deref(), Some(ACME));
        let answer = preflight(path, ACME, "GET").send(&app).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.value(header::ACCESS_CONTROL_ALLOW_METHODS), Some("GET, HEAD"));
        assert_eq!(admitted(&app, path, "https://acme.example.evil.example").await, None);
    })
    .await;
}

#[tokio::test]
async fn a_tenants_notes_are_its_own_and_the_catalogue_is_everybodys() {
    let (app, _directory) = fresh().await;
    add(&app, "acme", ACME).await;
    add(&app, "globex", GLOBEX).await;

    assert_eq!(admitted(&app, "/tenants/acme/notes", GLOBEX).await, None);
    assert_eq!(admitted(&app, "/tenants/globex/notes", GLOBEX).await.as_deref(), Some(GLOBEX));
    assert_eq!(admitted(&app, "/tenants/nobody/notes", GLOBEX).await, None);
    each_async([ACME, GLOBEX], async |origin| {
        assert_eq!(admitted(&app, "/catalogue", origin).await.as_deref(), Some(origin));
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_comes_back_for_a_form_and_changes_nothing() {
    let (app, _directory) = fresh().await;
    add(&app, "acme", ACME).await;
    let cases = [
        ("https://evil.example/", "NotAnOrigin"),
        ("http://evil.example", "Insecure"),
        ("https://*.com", "PublicSuffix"),
        ("*", "StarNotAlone"),
        ("null", "NullOrigin"),
        ("", "Empty"),
    ];
    each_async(cases, async |(domain, kind)| {
        let (status, answer) = add(&app, "evil", domain).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let mistakes = answer["mistakes"].as_array().unwrap();
        assert_eq!(mistakes.len(), 1, "{answer}");
        assert_eq!(mistakes[0]["kind"], kind, "{answer}");
        assert_eq!(mistakes[0]["key"], "origins_from", "{answer}");
        assert_eq!(mistakes[0]["text"], domain, "{answer}");
        assert!(mistakes[0]["message"].as_str().unwrap().contains("write: "), "{answer}");
    })
    .await;

    each_async(["https://evil.example", "http://evil.example", ACME, "null"], async |origin| {
        assert_eq!(admitted(&app, "/tenants/evil/notes", origin).await, None);
    })
    .await;
    each_async(WAYS, async |path| {
        assert_eq!(admitted(&app, path, ACME).await.as_deref(), Some(ACME));
        assert_eq!(admitted(&app, path, "https://evil.example").await, None);
    })
    .await;
}

#[tokio::test]
async fn the_database_is_asked_once_for_each_tenant_and_again_after_a_change() {
    let (app, _directory) = fresh().await;
    add(&app, "acme", ACME).await;
    add(&app, "globex", GLOBEX).await;
    for origin in [ACME, GLOBEX, "https://evil.example", ACME] {
        admitted(&app, "/tenants/acme/notes", origin).await;
        preflight("/tenants/acme/notes", origin, "GET").send(&app).await;
    }
    assert_eq!(lookups(&app).await, "1");

    admitted(&app, "/tenants/globex/notes", GLOBEX).await;
    assert_eq!(lookups(&app).await, "2");

    add(&app, "acme", "https://acme.example").await;
    assert!(admitted(&app, "/tenants/acme/notes", "https://acme.example").await.is_some());
    assert!(admitted(&app, "/tenants/globex/notes", GLOBEX).await.is_some());
    assert_eq!(lookups(&app).await, "3");

    // Neither a request without an origin nor the catalogue asks.
    ask("GET", "/tenants/nobody/notes").send(&app).await;
    admitted(&app, "/catalogue", ACME).await;
    assert_eq!(lookups(&app).await, "3");
}

#[tokio::test]
async fn a_restart_keeps_the_tenants() {
    let (app, directory) = fresh().await;
    add(&app, "acme", ACME).await;
    drop(app);

    let app = start(&directory).await;
    each_async(WAYS, async |path| {
        assert_eq!(admitted(&app, path, ACME).await.as_deref(), Some(ACME));
    })
    .await;
}

#[tokio::test]
async fn the_admin_routes_admit_nobody() {
    let (app, _directory) = fresh().await;
    add(&app, "acme", ACME).await;
    let answer = preflight("/admin/tenants/acme", ACME, "GET").send(&app).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.allow_origin(), None);
    assert_eq!(admitted(&app, "/admin/lookups", ACME).await, None);
}

/// A server over a database that was not there before; it goes with the directory.
async fn fresh() -> (Router, TempDir) {
    let directory = tempfile::tempdir().unwrap();
    (start(&directory).await, directory)
}

async fn start(directory: &TempDir) -> Router {
    tenants::router(&directory.path().join("tenants.sqlite")).await.unwrap()
}

async fn add(app: &Router, tenant: &str, domain: &str) -> (StatusCode, Value) {
    let asked = ask("POST", &format!("/admin/tenants/{tenant}")).header(header::CONTENT_TYPE, "application/json");
    let answer = asked.body(json!({ "domain": domain }).to_string()).send(app).await;
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}

/// Whom the answer to a page's GET admits. Other pages are answered too, but cannot read it.
async fn admitted(app: &Router, path: &str, origin: &str) -> Option<String> {
    let answer = ask("GET", path).origin(origin).send(app).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.allow_origin().map(str::to_owned)
}

async fn lookups(app: &Router) -> String {
    ask("GET", "/admin/lookups").send(app).await.text().to_owned()
}
