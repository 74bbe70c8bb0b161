//! The policy table, as a reviewer sees it in a snapshot.

use axum::routing::get;
use cors_runtime::{CorsRouter, Origin, cors, origin_check, policy, routes};

#[cors(origins = "https://app.example.com", methods = "GET", max_age = 86400)]
async fn list_items() {}

#[cors(
    origins = ["https://admin.example.com", "https://*.preview.example.com"],
    methods = [POST, PUT],
    headers = ["content-type", "x-request-id"],
    credentials,
)]
async fn save_item() {}

#[origin_check]
async fn is_partner(origin: Origin) -> bool {
    origin.host() == "partner.example.com"
}

#[cors(origins_if = is_partner, methods = "*", headers = "*")]
async fn partners() {}

fn router() -> CorsRouter {
    let api = CorsRouter::new().route("/", routes!(partners)).route("/items", routes!(list_items, save_item));
    CorsRouter::new().route_plain("/health", get(|| async {})).nest("/api", api)
}

#[test]
fn as_a_table() {
    insta::assert_snapshot!(router().policies());
}

#[test]
fn with_a_default_policy() {
    insta::assert_snapshot!(router().default_policy(policy!(origins = "*", methods = "GET")).policies());
}

#[test]
fn as_json() {
    let json = serde_json::to_string_pretty(&router().policies()).expect("a table serialises");
    insta::assert_snapshot!(json);
}

#[test]
fn row_by_row() {
    let table = router().policies();
    let paths: Vec<&str> = table.iter().map(cors_runtime::PolicyRow::path).collect();
    assert_eq!(paths, ["/api", "/api/items", "/api/items", "/health"]);
    let save = table.iter().find(|row| row.handler() == "save_item").expect("the handler has a row");
    assert!(save.credentials());
    assert_eq!((save.methods(), save.headers(), save.max_age()), ("POST, PUT", "content-type, x-request-id", None));
}
