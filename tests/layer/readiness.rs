//! Services that must be polled ready before each call, as tower's contract has it, and services that fail.

use std::future::{Ready, ready};
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{Request, Response};
use cors_runtime::{Cors, CorsLayer, Origin, Policy};
use support::{Answer, Asked, ask, preflight};
use tower::{Layer as _, Service, ServiceExt as _};

use super::{APP, LAYER, STRANGER, assert_approved, assert_readable, assert_refused, assert_unreadable};

/// Becomes ready when it is polled for the second time, serves one call then, and insists on both. A clone starts anew.
#[derive(Default)]
struct Strict {
    polls: u8,
}

impl Clone for Strict {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Service<Request<Body>> for Strict {
    type Response = Response<Body>;
    type Error = &'static str;
    type Future = Ready<Result<Response<Body>, &'static str>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
        self.polls = (self.polls + 1).min(2);
        if self.polls < 2 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        ready(if std::mem::take(&mut self.polls) < 2 {
            Err("called before it was ready")
        } else {
            Ok(Response::default())
        })
    }
}

/// The answer of a service that is not cloned for it.
async fn next(service: &mut Cors<Strict>, asked: Asked) -> Answer {
    Answer::whole(service.ready().await.unwrap().call(asked.request()).await.unwrap()).await
}

/// Request after request through the same service, as a connection sends them.
async fn serves_strictly(layer: CorsLayer) {
    let mut service = layer.layer(Strict::default());
    for _ in 0..3 {
        assert_readable(&next(&mut service, ask("POST", "/").origin(APP)).await);
        assert_unreadable(&next(&mut service, ask("POST", "/").origin(STRANGER)).await);
        assert_approved(&next(&mut service, preflight("/", APP, "POST")).await);
        assert_refused(&next(&mut service, preflight("/", STRANGER, "POST")).await);
    }
}

#[tokio::test]
async fn by_a_list() {
    serves_strictly(CorsLayer::new(LAYER)).await;
}

#[tokio::test]
async fn by_asking() {
    let policy = Policy::builder()
        .origins_if(|origin: Origin| async move { origin.as_str() == APP })
        .methods("GET, POST")
        .headers("content-type")
        .expose_headers("etag")
        .credentials(true)
        .max_age(60)
        .build()
        .unwrap();
    serves_strictly(CorsLayer::new(policy)).await;
}

/// Is never ready.
#[derive(Clone)]
struct Broken;

impl Service<Request<Body>> for Broken {
    type Response = Response<Body>;
    type Error = &'static str;
    type Future = Ready<Result<Response<Body>, &'static str>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
        Poll::Ready(Err("broken"))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        unreachable!("it was never ready")
    }
}

#[tokio::test]
async fn errors_come_through() {
    let service = CorsLayer::new(LAYER).layer(Broken);
    assert_eq!(service.oneshot(ask("GET", "/").origin(APP).request()).await.unwrap_err(), "broken");

    let fails = tower::service_fn(|_: Request<Body>| async { Err::<Response<Body>, _>("it failed") });
    let service = CorsLayer::new(LAYER).layer(fails);
    assert_eq!(service.clone().oneshot(ask("GET", "/").origin(APP).request()).await.unwrap_err(), "it failed");
    assert_approved(&preflight("/", APP, "GET").of(&service));
}
