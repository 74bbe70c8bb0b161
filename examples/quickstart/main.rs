//! A small annotated API, and a page on another origin that shows what a browser makes of it.
//!
//! `cargo run --example quickstart`, then open the page it prints. Change an attribute, run it again, and watch the
//! page's table change with it.

mod observed;
mod page;
mod ports;
mod servers;
mod what_to_try;

use std::{collections::HashMap, process::ExitCode, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use cors_runtime::{cors, routes};
use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;

type Notes = Arc<RwLock<HashMap<u32, Note>>>;

#[derive(Clone, Serialize, Deserialize)]
struct Note {
    text: String,
}

/// Scripts may read `x-note-count`, which is exposed, but not `x-served-by`, which is not.
#[cors(
    origins = "https://app.example.com",
    dev_origins = "http://localhost:*",
    methods = GET,
    expose_headers = "x-note-count",
)]
async fn read_note(State(notes): State<Notes>, Path(id): Path<u32>) -> Result<impl IntoResponse, StatusCode> {
    let notes = notes.read().await;
    let note = notes.get(&id).cloned().ok_or(StatusCode::NOT_FOUND)?;
    let count = [("x-note-count", notes.len().to_string())];
    Ok((count, [("x-served-by", "quickstart")], Json(note)))
}

/// `Json` needs the request header `content-type`, so a preflight admits it without a word here.
#[cors(
    origins = "https://app.example.com",
    dev_origins = "http://localhost:*",
    methods = PUT,
    max_age = 600,
)]
async fn save_note(State(notes): State<Notes>, Path(id): Path<u32>, Json(note): Json<Note>) -> StatusCode {
    notes.write().await.insert(id, note);
    StatusCode::NO_CONTENT
}

/// The one route that takes cookies.
#[cors(
    origins = "https://app.example.com",
    dev_origins = "http://localhost:*",
    methods = GET,
    credentials = true,
)]
async fn greet(headers: HeaderMap) -> impl IntoResponse {
    let cookies = headers.get(header::COOKIE).map_or("", |line| line.to_str().unwrap_or(""));
    let greeting = if cookies.contains("met=quickstart") { "welcome back" } else { "nice to meet you" };
    ([(header::SET_COOKIE, "met=quickstart; HttpOnly; SameSite=Lax")], greeting)
}

/// Other pages cannot read the report. CORS alone does not keep them from asking for it.
#[cors(origins = "https://admin.example.com", methods = GET)]
async fn read_report(State(notes): State<Notes>) -> String {
    format!("{} notes", notes.read().await.len())
}

/// `enforce` does: a call from another origin is answered 403 and never runs this.
#[cors(origins = "https://admin.example.com", methods = POST, enforce = true)]
async fn clear_notes(State(notes): State<Notes>) -> StatusCode {
    notes.write().await.clear();
    StatusCode::NO_CONTENT
}

#[cors(origins = "*", methods = GET)]
async fn health() -> &'static str {
    "well"
}

fn api() -> Router {
    let text = "Buy tea".into();
    let notes = Notes::new(RwLock::new(HashMap::from([(1, Note { text })])));
    Router::new()
        .route("/notes/{id}", routes!(read_note, save_note))
        .route("/greeting", routes!(greet))
        .route("/report", routes!(read_report))
        .route("/clear", routes!(clear_notes))
        .route("/health", routes!(health))
        .with_state(notes)
}

#[tokio::main]
async fn main() -> ExitCode {
    servers::run(|ports| {
        what_to_try::print(ports);
        [observed::watch(api()), page::router(ports.api)]
    })
    .await
}
