//! A bare hyper server, over the wire.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::http::{Request, Response};
use bytes::Bytes;
use cors_runtime::{CorsLayer, Origin, Policy};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use support::{Answer, Asked, ask, ask_with, each_async, preflight};
use tokio::net::{TcpListener, TcpStream};
use tower::Layer as _;

use super::{APP, LAYER, STRANGER, assert_approved, assert_readable, assert_refused, assert_unreadable};

/// A connection to a server of its own, which counts its calls.
async fn connect(layer: CorsLayer, calls: &Arc<AtomicUsize>) -> SendRequest<Body> {
    let calls = Arc::clone(calls);
    let service = layer.layer(tower::service_fn(move |_: Request<Incoming>| {
        calls.fetch_add(1, Ordering::Relaxed);
        async { Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"served")))) }
    }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let connection = hyper::server::conn::http1::Builder::new();
        connection.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)).await
    });
    let stream = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    sender
}

async fn sent(server: &mut SendRequest<Body>, asked: Asked) -> Answer {
    Answer::whole(server.send_request(asked.request()).await.unwrap()).await
}

/// What one connection sees, one request after the other.
async fn converse(layer: CorsLayer) {
    let calls = Arc::default();
    let mut server = connect(layer, &calls).await;

    let answer = sent(&mut server, preflight("/", APP, "POST")).await;
    assert_approved(&answer);
    assert_eq!(answer.body, "");
    let answer = sent(&mut server, preflight("/", STRANGER, "POST")).await;
    assert_refused(&answer);
    assert_eq!(answer.body, "");
    assert_eq!(calls.load(Ordering::Relaxed), 0);

    let answer = sent(&mut server, ask("POST", "/").origin(APP)).await;
    assert_readable(&answer);
    assert_eq!(answer.body, "served");
    each_async([&[("origin", STRANGER)][..], &[]], async |headers| {
        let answer = sent(&mut server, ask_with("POST", "/", headers)).await;
        assert_unreadable(&answer);
        assert_eq!(answer.body, "served");
    })
    .await;
    // An OPTIONS that asks for no method is no preflight.
    let answer = sent(&mut server, ask("OPTIONS", "/").origin(APP)).await;
    assert_readable(&answer);
    assert_eq!(answer.body, "served");
    assert_eq!(calls.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn by_a_list() {
    converse(CorsLayer::new(LAYER)).await;
}

#[tokio::test]
async fn by_asking() {
    let asks = |origin: Origin| async move {
        tokio::task::yield_now().await;
        origin.as_str() == APP
    };
    let policy = Policy::builder()
        .origins_if(asks)
        .methods("GET, POST")
        .headers(["content-type"])
        .expose_headers(["etag"])
        .credentials(true)
        .max_age(60)
        .build()
        .unwrap();
    converse(CorsLayer::new(policy)).await;
}
