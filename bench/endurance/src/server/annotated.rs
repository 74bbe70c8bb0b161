//! This library: annotated routes with each source of origins, inside a `CorsRouter` with a layer, and a `CorsLayer` beside.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use bytes::Bytes;
use cors_runtime::{CorsLayer, CorsRouter, Origin, OriginSet, Policy, SharedOrigins, cors, origin_check, routes};
use serde_json::Value;
use tokio::time::MissedTickBehavior;

use super::{alone, pieces, watched_panics};
use crate::exchange::{APP, DOWNLOAD, PARTNER, PIECES, SOMETIMES};

/// How often the shared origins were swapped.
static SWAPS: AtomicU64 = AtomicU64::new(0);

/// How many origin checks hang at the moment.
static HANGING: AtomicU64 = AtomicU64::new(0);

/// Swapped while requests are served.
static SHARED: LazyLock<SharedOrigins> = LazyLock::new(|| SharedOrigins::new(with_sometimes()));

/// Each of the two sets admits the page. What else is in them differs, and so do their sizes.
fn with_sometimes() -> OriginSet {
    let others = (0..60).map(|number| format!("https://shop-{number}.example.net"));
    OriginSet::parse(others.chain([SOMETIMES.to_owned(), APP.to_owned()])).expect("origins without a mistake")
}

fn without_sometimes() -> OriginSet {
    let others = (0..20).map(|number| format!("https://*.tenant-{number}.example.org"));
    OriginSet::parse([APP.to_owned()].into_iter().chain(others)).expect("origins without a mistake")
}

/// Swaps the shared origins a thousand times a second. A swap that comes late is made up for.
pub(crate) async fn swap() {
    let mut ticks = tokio::time::interval(Duration::from_millis(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    loop {
        ticks.tick().await;
        let number = SWAPS.fetch_add(1, Ordering::Relaxed);
        // Each set is made anew, as from a file that was read again.
        SHARED.store(if number % 2 == 0 { without_sometimes() } else { with_sometimes() });
    }
}

#[origin_check]
async fn is_partner(origin: Origin) -> bool {
    tokio::task::yield_now().await;
    origin.as_str() == PARTNER
}

#[origin_check]
async fn panics(_: Origin) -> bool {
    tokio::task::yield_now().await;
    std::panic::panic_any(watched_panics::ON_PURPOSE)
}

#[origin_check]
async fn hangs(_: Origin) -> bool {
    let _one = Hanging::begin();
    std::future::pending().await
}

/// Counts one check that hangs, until its request is given up: none may stay behind.
struct Hanging;

impl Hanging {
    fn begin() -> Self {
        HANGING.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Hanging {
    fn drop(&mut self) {
        HANGING.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cors(origins = "https://app.example.com", methods = GET, credentials, expose_headers = ["etag"], max_age = 600)]
async fn list_items() -> &'static str {
    alone::list_items().await
}

#[cors(
    origins = "https://app.example.com",
    methods = PUT,
    headers = ["content-type", "x-request-id"],
    credentials,
    expose_headers = ["etag"],
    max_age = 600
)]
async fn save_item(item: Json<Value>) -> Result<&'static str, StatusCode> {
    alone::save_item(item).await
}

#[cors(origins_from = SHARED, methods = [GET, PATCH], headers = "*", credentials)]
async fn shared() -> &'static str {
    "shared"
}

#[cors(origins = "https://app.example.com", origins_if = is_partner, methods = GET)]
async fn asked() -> &'static str {
    "asked"
}

#[cors(origins = "https://app.example.com", origins_if = panics, methods = GET)]
async fn behind_panics() -> &'static str {
    "behind a check that panics"
}

#[cors(origins = "https://app.example.com", origins_if = hangs, methods = GET)]
async fn behind_hangs() -> &'static str {
    "behind a check that hangs"
}

#[cors(origins = "https://app.example.com", methods = GET, enforce = true)]
async fn enforced() -> &'static str {
    "enforced"
}

/// A body in pieces with pauses, so that there is always an answer half way when the server is told to stop.
#[cors(origins = "https://app.example.com", methods = GET)]
async fn download() -> Body {
    let (pieces, body) = pieces::channel();
    tokio::spawn(async move {
        for _ in 0..PIECES {
            tokio::time::sleep(Duration::from_millis(1)).await;
            // An error says that the client is gone.
            if pieces.send(Bytes::from_static(&DOWNLOAD)).await.is_err() {
                return;
            }
        }
    });
    Body::new(body)
}

/// A layer that has an answer of its own, as one that asks for a login has.
async fn login(request: Request, next: Next) -> Response {
    if request.uri().query() == Some("login=none") {
        return (StatusCode::UNAUTHORIZED, "no login").into_response();
    }
    next.run(request).await
}

/// What the run wants to know of the inside of the server, one number a line.
async fn status() -> String {
    format!(
        "swaps {}\nhanging {}\npanics {}\nunexpected {}\n",
        SWAPS.load(Ordering::Relaxed),
        HANGING.load(Ordering::Relaxed),
        watched_panics::expected(),
        watched_panics::unexpected(),
    )
}

/// The two routes that the other servers have too, and nothing else.
pub(crate) fn measured() -> Router {
    Router::new().route("/items", routes!(list_items, save_item))
}

/// All routes.
pub(crate) fn app() -> Router {
    let layer = Policy::builder().origins([APP]).methods("GET").build().expect("a policy without a mistake");
    let layered = Router::new().route("/layered", get(|| async { "layered" })).layer(CorsLayer::new(layer));
    let annotated: Router = CorsRouter::new()
        .route("/items", routes!(list_items, save_item))
        .route("/shared", routes!(shared))
        .route("/asked", routes!(asked))
        .route("/panics", routes!(behind_panics))
        .route("/hangs", routes!(behind_hangs))
        .route("/enforced", routes!(enforced))
        .route("/download", routes!(download))
        .route_plain("/status", get(status))
        .route_layer(from_fn(login))
        .with_state(());
    annotated.merge(layered)
}
