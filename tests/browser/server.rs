//! The API that the scenarios fetch from: each policy written as a user of this library writes it.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use axum::routing::get;
use axum::{Json, Router, middleware};
use cors_runtime::{cors, routes};
use futures_util::stream;
use serde::{Deserialize, Serialize};

use crate::log::{Log, write_down};
use crate::pages;

pub(crate) fn router(log: Log) -> Router {
    Router::new()
        // A page of the API's own origin.
        .route("/", get(pages::show))
        .route("/items", routes!(list_items, save_item, patch_item, delete_item))
        .route("/items/{id}", routes!(show_item))
        .route("/feedback", routes!(send_feedback))
        .route("/cache", routes!(purge_cache))
        .route("/broken", routes!(fail))
        .route("/old", routes!(redirect))
        .route("/stream", routes!(stream_parts))
        .route("/public", routes!(show_public))
        .route("/team", routes!(show_team))
        .route("/preview", routes!(show_preview))
        .route("/dev", routes!(show_dev))
        .route("/shared", routes!(show_shared))
        .route("/widget", routes!(show_widget))
        .route("/session", routes!(sign_in))
        .route("/account", routes!(show_account, update_account))
        .route("/kept", routes!(save_kept))
        .route("/unkept", routes!(save_unkept))
        .route("/search", routes!(search))
        .route("/signed-search", routes!(search_signed))
        .route("/transfer", routes!(transfer))
        .route("/timed", routes!(show_timed))
        .layer(middleware::from_fn_with_state(log.clone(), write_down))
        .with_state(log)
}

#[derive(Deserialize, Serialize)]
struct Item {
    name: String,
}

#[cors(
    origins = "http://app.shop.localhost",
    methods = GET,
    expose_headers = ["x-total"],
)]
async fn list_items(State(log): State<Log>) -> impl IntoResponse {
    log.handler_ran("list_items");
    (AppendHeaders([("x-total", "2"), ("x-internal", "7")]), "two items")
}

/// No key `headers`: the extractor alone says that a preflight admits `content-type`.
#[cors(origins = "http://app.shop.localhost", methods = PUT)]
async fn save_item(State(log): State<Log>, Json(item): Json<Item>) -> Json<Item> {
    log.handler_ran("save_item");
    Json(item)
}

#[cors(origins = "http://app.shop.localhost", methods = PATCH)]
async fn patch_item(State(log): State<Log>) -> &'static str {
    log.handler_ran("patch_item");
    "patched"
}

#[cors(origins = "http://admin.shop.localhost", methods = DELETE)]
async fn delete_item(State(log): State<Log>) -> StatusCode {
    log.handler_ran("delete_item");
    StatusCode::NO_CONTENT
}

#[cors(origins = "http://app.shop.localhost", methods = GET)]
async fn show_item(State(log): State<Log>, Path(id): Path<u32>) -> impl IntoResponse {
    log.handler_ran("show_item");
    (StatusCode::NOT_FOUND, format!("no item {id}"))
}

#[derive(Deserialize)]
struct Feedback {
    text: String,
}

#[cors(origins = "http://app.shop.localhost", methods = POST)]
async fn send_feedback(State(log): State<Log>, Form(feedback): Form<Feedback>) -> String {
    log.handler_ran("send_feedback");
    feedback.text
}

#[cors(origins = "http://app.shop.localhost", methods = "PURGE")]
async fn purge_cache(State(log): State<Log>) -> &'static str {
    log.handler_ran("purge_cache");
    "purged"
}

#[cors(origins = "http://app.shop.localhost", methods = GET)]
async fn fail() -> impl IntoResponse {
    (StatusCode::INTERNAL_SERVER_ERROR, "the database is away")
}

#[cors(origins = "http://app.shop.localhost", methods = GET)]
async fn redirect() -> Redirect {
    Redirect::temporary("/items")
}

#[cors(origins = "http://app.shop.localhost", methods = GET)]
async fn stream_parts() -> Body {
    let parts = ["one ", "two ", "three"].map(Ok::<_, Infallible>);
    Body::from_stream(stream::iter(parts))
}

#[cors(origins = "*", methods = GET, expose_headers = "*")]
async fn show_public(State(log): State<Log>) -> impl IntoResponse {
    log.handler_ran("show_public");
    (AppendHeaders([("x-anything", "goes")]), "public")
}

#[cors(origins = "http://*.example.com", methods = GET)]
async fn show_team() -> &'static str {
    "team"
}

#[cors(origins = "http://pr-*.preview.example.com", methods = GET)]
async fn show_preview() -> &'static str {
    "preview"
}

#[cors(origins = "http://localhost:*", methods = GET)]
async fn show_dev() -> &'static str {
    "dev"
}

#[cors(origins = "http://*.shop.localhost", methods = GET)]
async fn show_shared(State(log): State<Log>) -> impl IntoResponse {
    log.handler_ran("show_shared");
    ([(header::CACHE_CONTROL, "max-age=600")], "shared")
}

#[cors(origins = "null", danger_accept_null_origin = true, methods = GET)]
async fn show_widget() -> &'static str {
    "widget"
}

#[cors(origins = "http://app.shop.localhost", methods = POST, credentials = true)]
async fn sign_in() -> impl IntoResponse {
    let cookie = "session=alice; Path=/; SameSite=Lax";
    ([(header::SET_COOKIE, cookie)], "signed in")
}

#[cors(origins = "http://app.shop.localhost", methods = GET, credentials = true)]
async fn show_account(headers: HeaderMap) -> String {
    match headers.get(header::COOKIE) {
        Some(cookie) => format!("account of {}", cookie.to_str().unwrap_or_default()),
        None => "nobody's account".to_owned(),
    }
}

#[cors(
    origins = "http://app.shop.localhost",
    methods = PUT,
    headers = "*",
    credentials = true,
)]
async fn update_account(State(log): State<Log>) -> &'static str {
    log.handler_ran("update_account");
    "updated"
}

#[cors(origins = "http://app.shop.localhost", methods = PUT, max_age = 600)]
async fn save_kept() -> &'static str {
    "saved"
}

#[cors(origins = "http://app.shop.localhost", methods = PUT, max_age = 0)]
async fn save_unkept() -> &'static str {
    "saved"
}

#[cors(origins = "http://app.shop.localhost", methods = POST, headers = "*")]
async fn search(State(log): State<Log>) -> &'static str {
    log.handler_ran("search");
    "found"
}

#[cors(
    origins = "http://app.shop.localhost",
    methods = POST,
    headers = ["*", "authorization"],
)]
async fn search_signed(State(log): State<Log>) -> &'static str {
    log.handler_ran("search_signed");
    "found"
}

#[cors(origins = "http://app.shop.localhost", methods = POST, enforce = true)]
async fn transfer(State(log): State<Log>) -> &'static str {
    log.handler_ran("transfer");
    "transferred"
}

#[cors(
    origins = "http://app.shop.localhost",
    methods = GET,
    timing_origins = "http://app.shop.localhost",
)]
async fn show_timed() -> &'static str {
    "timed"
}
