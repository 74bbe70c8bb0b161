//! What the API was asked and what it answered, for the page to show: a script cannot see a preflight, nor an answer
//! that the browser withholds from it.

use std::{collections::VecDeque, sync::Arc};

use axum::{
    Json, Router,
    extract::{Query, Request, State, rejection::QueryRejection},
    http::HeaderMap,
    middleware::{self, Next},
    response::Response,
};
use cors_runtime::{cors, routes};
use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;

/// Older exchanges are forgotten, however long the example runs.
const REMEMBERED: usize = 500;

type Journal = Arc<RwLock<VecDeque<Exchange>>>;

#[derive(Clone, Serialize)]
struct Exchange {
    #[serde(skip)]
    call: String,
    method: String,
    asked: Vec<(String, String)>,
    status: u16,
    answered: Vec<(String, String)>,
}

/// The name that the page gives a call, in its address: `?call=…`.
#[derive(Deserialize)]
struct Tag {
    call: String,
}

/// Adds a layer that writes every tagged call down, and `/observed?call=…` to read them.
///
/// The layer goes around the API's OPTIONS routes too: here preflights are to be seen.
pub fn watch(api: Router) -> Router {
    let journal = Journal::default();
    let observed = Router::new().route("/observed", routes!(observed)).with_state(journal.clone());
    api.layer(middleware::from_fn_with_state(journal, record)).merge(observed)
}

#[cors(origins = "*", methods = GET)]
async fn observed(State(journal): State<Journal>, Query(tag): Query<Tag>) -> Json<Vec<Exchange>> {
    let journal = journal.read().await;
    Json(journal.iter().filter(|exchange| exchange.call == tag.call).cloned().collect())
}

async fn record(
    State(journal): State<Journal>,
    tag: Result<Query<Tag>, QueryRejection>,
    request: Request,
    next: Next,
) -> Response {
    let Ok(Query(Tag { call })) = tag else {
        return next.run(request).await;
    };
    let method = request.method().to_string();
    let asked = cors_lines(request.headers());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let answered = cors_lines(response.headers());

    let mut journal = journal.write().await;
    if journal.len() == REMEMBERED {
        journal.pop_front();
    }
    journal.push_back(Exchange { call, method, asked, status, answered });
    response
}

/// Only the headers of CORS itself: any site may read the journal, so no cookie belongs in it.
fn cors_lines(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| *name == "origin" || name.as_str().starts_with("access-control-"))
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()))
        .collect()
}
