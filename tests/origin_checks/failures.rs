//! A question that fails admits nobody, says so in the log, and the server lives on.

use std::io;
use std::sync::{Arc, Mutex};

use axum::extract::Query;
use axum::{Extension, Router};
use cors_runtime::{CorsLayer, Origin, Policy, cors, origin_check, policy, routes};
use support::{ask, each_async, preflight};
use tracing_subscriber::fmt::MakeWriter;

use super::PARTNER;

/// What was logged, as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Takes down what this thread logs from here on.
    fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let subscriber =
            tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(log.clone());
        let guard = tracing::subscriber::set_default(subscriber.finish());
        (log, guard)
    }

    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[origin_check]
async fn panics_at_once(_: Origin) -> bool {
    panic!("the check is broken")
}

#[origin_check]
async fn panics_later(origin: Origin) -> bool {
    tokio::task::yield_now().await;
    panic!("no row for {origin}")
}

#[origin_check]
async fn fails(origin: Origin) -> Result<bool, String> {
    Err(format!("no database for {origin}"))
}

#[origin_check]
async fn lacks_its_extension(_: Origin, _: Extension<u32>) -> bool {
    true
}

#[origin_check]
async fn lacks_its_query(_: Origin, _: Query<Paging>) -> bool {
    true
}

#[derive(serde::Deserialize)]
struct Paging {
    #[allow(dead_code)]
    page: u32,
}

const SHARED: Policy = policy!(origins_if = panics_later);

#[cors(origins_if = panics_at_once, methods = "GET")]
async fn get() {}

#[cors(origins_if = panics_later, methods = "PUT")]
async fn put() {}

#[cors(origins_if = fails, methods = "POST")]
async fn post() {}

#[cors(origins_if = lacks_its_extension, methods = "PATCH")]
async fn patch() {}

#[cors(origins_if = lacks_its_query, methods = "DELETE")]
async fn delete() {}

#[cors(policy = SHARED, methods = "PURGE")]
async fn purge() {}

/// Sends an actual request and a preflight, to a server that must outlive both, and checks that neither admits anybody
/// and that the log tells the cause.
async fn refuses(app: &Router, method: &str, cause: &str) {
    let (log, _guard) = Log::listen();
    for _ in 0..2 {
        let answer = ask(method, "/").origin(PARTNER).send(app).await;
        assert_eq!((answer.status, answer.allow_origin()), (axum::http::StatusCode::OK, None), "{method}");
        let logged = log.take();
        assert!(logged.contains(cause) && logged.contains("not admitted"), "{method}: {logged:?}");

        let answer = preflight("/", PARTNER, method).send(app).await;
        assert_eq!((answer.status, answer.allow_origin()), (axum::http::StatusCode::FORBIDDEN, None), "{method}");
        let logged = log.take();
        assert!(logged.contains(cause) && logged.contains("not admitted"), "a preflight for {method}: {logged:?}");
    }
}

#[tokio::test]
async fn panics_errors_and_rejections() {
    let app: Router = Router::new().route("/", routes!(get, put, post, patch, delete, purge));
    let cases = [
        ("GET", "it panicked: the check is broken"),
        ("PUT", "it panicked: no row for https://partner.example"),
        ("POST", "no database for https://partner.example"),
        ("PATCH", "Extension<u32>"),
        ("DELETE", "Query<origin_checks::failures::Paging>"),
        ("PURGE", "it panicked: no row for https://partner.example"),
    ];
    each_async(cases, async |(method, cause)| refuses(&app, method, cause).await).await;
}

#[tokio::test]
async fn where_many_are_asked_one_failure_does_not_hide_the_next() {
    #[origin_check]
    async fn everybody(_: Origin) -> bool {
        true
    }

    #[cors(origins_if = everybody, methods = "QUERY")]
    async fn query() {}

    let app: Router = Router::new().route("/", routes!(get, put, post, query));
    let answer = preflight("/", PARTNER, "LOCK").send(&app).await;
    assert_eq!((answer.status.as_u16(), answer.value("access-control-allow-methods")), (204, Some("QUERY")));
    assert_eq!(ask("LOCK", "/").origin(PARTNER).send(&app).await.allow_origin(), Some(PARTNER));
}

#[tokio::test]
async fn closures_in_a_layer() {
    let at_once = |_: Origin| -> std::future::Ready<bool> { panic!("before any future") };
    let later = |_: Origin| async {
        tokio::task::yield_now().await;
        panic!("after an await")
    };
    let cases = [
        (Policy::builder().origins_if(at_once), "before any future"),
        (Policy::builder().origins_if(later), "after an await"),
    ];
    each_async(cases, async |(policy, cause)| {
        let around = CorsLayer::new(policy.methods("GET").build().unwrap());
        let app: Router = Router::new().route("/", axum::routing::get(|| async {})).layer(around);
        refuses(&app, "GET", cause).await;
    })
    .await;
}
