//! A slow answer makes its own request wait and no other.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use cors_runtime::{CorsLayer, Origin, Policy, cors, origin_check, routes};
use support::{ask, preflight};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::{PARTNER, STRANGER};

const LONG: Duration = Duration::from_secs(20);

/// Admits the partner once it is told to.
#[origin_check]
async fn when_told(origin: Origin, State(told): State<Arc<Notify>>) -> bool {
    if origin.as_str() == PARTNER {
        told.notified().await;
    }
    origin.as_str() == PARTNER
}

#[cors(origins_if = when_told, methods = "GET")]
async fn show() {}

/// On a single thread: a question that blocked it would leave nobody to tell.
async fn others_overtake(app: Router, told: Arc<Notify>) {
    let waiting = tokio::spawn({
        let app = app.clone();
        async move {
            let actual = ask("GET", "/").origin(PARTNER).send(&app).await;
            let asked = preflight("/", PARTNER, "GET").send(&app).await;
            (actual.allow_origin().map(str::to_owned), asked.allow_origin().map(str::to_owned))
        }
    });
    for _ in 0..100 {
        let (other, same_site) = (ask("GET", "/").origin(STRANGER).send(&app), ask("GET", "/").send(&app));
        assert_eq!(timeout(LONG, other).await.unwrap().allow_origin(), None);
        assert_eq!(timeout(LONG, same_site).await.unwrap().status, 200);
    }
    assert!(!waiting.is_finished());
    // One for each of the two requests; the second permit must not be given before the first was taken.
    told.notify_one();
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(!waiting.is_finished());
    told.notify_one();
    let partner = Some(PARTNER.to_owned());
    assert_eq!(timeout(LONG, waiting).await.unwrap().unwrap(), (partner.clone(), partner));
}

#[tokio::test]
async fn behind_an_attribute() {
    let told = Arc::new(Notify::new());
    let app = Router::new().route("/", routes!(show)).with_state(Arc::clone(&told));
    others_overtake(app, told).await;
}

#[tokio::test]
async fn behind_a_layer() {
    let told = Arc::new(Notify::new());
    let state = Arc::clone(&told);
    let policy = Policy::builder()
        .methods("GET")
        .origins_if(move |origin| when_told(origin, State(Arc::clone(&state))))
        .build()
        .unwrap();
    let app = Router::new().route("/", axum::routing::get(|| async {})).layer(CorsLayer::new(policy));
    others_overtake(app, told).await;
}
