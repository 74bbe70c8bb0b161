//! The policy table, as a reviewer sees it in a snapshot.

use axum::Router;
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

#[cors(
    origins = ["http://intranet.example", "https://*.github.io", "null"],
    dev_origins = "http://localhost:*",
    methods = "GET",
    headers = ["*", "authorization"],
    expose_headers = "etag, x-total",
    timing_origins = "*",
    danger_accept_insecure_origins = true,
    danger_accept_public_suffixes = true,
    danger_accept_null_origin = true,
)]
async fn opens_much() {}

fn everything_opened() -> CorsRouter {
    CorsRouter::new().route("/much", routes!(opens_much)).route("/items", routes!(list_items)).default_policy(policy!(
        origins = "*",
        methods = "GET",
        timing_origins = "https://app.example.com"
    ))
}

/// Whatever is opened is in the table, and what nobody opens takes no room.
#[test]
fn all_that_is_opened() {
    insta::assert_snapshot!(everything_opened().policies());
    insta::assert_snapshot!(serde_json::to_string_pretty(&everything_opened().policies()).expect("a table serialises"));
}

#[test]
fn dangers_are_told_row_by_row() {
    let table = everything_opened().policies();
    let row = |handler| table.iter().find(|row| row.handler() == handler).expect("the handler has a row");
    assert_eq!(row("opens_much").timing_origins(), "*");
    let dangers: Vec<&str> = row("opens_much").dangers().iter().map(|key| key.as_str()).collect();
    let all = ["danger_accept_insecure_origins", "danger_accept_public_suffixes", "danger_accept_null_origin"];
    assert_eq!(dangers, all);
    assert_eq!((row("list_items").timing_origins(), row("list_items").dangers().len()), ("none", 0));
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

#[test]
fn as_a_collection() {
    let table = router().policies();
    assert_eq!((table.len(), table.is_empty()), (4, false));
    let mut paths = Vec::new();
    for row in table {
        paths.push(row.path().to_owned());
    }
    assert_eq!(paths, ["/api", "/api/items", "/api/items", "/health"]);
    assert!(CorsRouter::<()>::new().policies().is_empty());
}

/// A service may be a router with annotated routes, so it is never said to open nothing.
#[test]
fn a_service_may_open_more_than_the_table_knows() {
    let opaque = || Router::<()>::new().route("/annotated", routes!(list_items));
    let router = CorsRouter::<()>::new()
        .route_service("/one", tower::service_fn(|_| async { Ok::<_, std::convert::Infallible>("one") }))
        .nest_service("/files", opaque())
        .nest("/api", CorsRouter::new().fallback_service(opaque()))
        .fallback_service(opaque());
    let rows: Vec<String> =
        router.policies().iter().map(|row| format!("{} {} {}", row.path(), row.handler(), row.origins())).collect();
    let expected = [
        "/* (fallback) (as mounted)",
        "/api/* (fallback) (as mounted)",
        "/files (plain) (as mounted)",
        "/one (plain) (as mounted)",
    ];
    assert_eq!(rows, expected);
    let json = serde_json::to_value(router.policies()).expect("a table serialises");
    assert!(json.as_array().expect("a list").iter().all(|row| row["as_mounted"] == true), "{json}");
}

#[test]
fn an_axum_router_has_a_row_since_its_routes_are_not_known() {
    let opaque = || Router::new().route("/annotated", routes!(list_items));
    let table = CorsRouter::<()>::new().merge(opaque()).nest("/api", opaque()).merge(Router::new()).policies();
    let rows: Vec<String> =
        table.iter().map(|row| format!("{} {} {}", row.path(), row.handler(), row.origins())).collect();
    assert_eq!(rows, ["/* (axum router) (as mounted)", "/api/* (axum router) (as mounted)"]);
    let table =
        CorsRouter::<()>::new().merge(opaque()).default_policy(policy!(origins = "*", methods = "GET")).policies();
    let origins: Vec<&str> = table.iter().map(cors_runtime::PolicyRow::origins).collect();
    assert_eq!(origins, ["*", "*, (as mounted)"], "its plain routes have the default policy");
}
