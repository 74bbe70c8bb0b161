//! A bare hyper server, over the wire.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::{Request, Response};
use bytes::Bytes;
use cors_runtime::{CorsLayer, Origin, Policy};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tower::Layer as _;

use super::{
    APP, LAYER, STRANGER, assert_approved, assert_readable, assert_refused, assert_unreadable, preflight, request,
};

/// A connection to a server of its own, which counts its calls.
async fn connect(layer: CorsLayer, calls: &Arc<AtomicUsize>) -> SendRequest<Full<Bytes>> {
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

async fn body(response: Response<Incoming>) -> Bytes {
    response.into_body().collect().await.unwrap().to_bytes()
}

/// What one connection sees, one request after the other.
async fn converse(layer: CorsLayer) {
    let calls = Arc::default();
    let mut server = connect(layer, &calls).await;

    let response = server.send_request(preflight("/", APP, "POST")).await.unwrap();
    assert_approved(&response);
    assert_eq!(body(response).await, "");
    let response = server.send_request(preflight("/", STRANGER, "POST")).await.unwrap();
    assert_refused(&response);
    assert_eq!(body(response).await, "");
    assert_eq!(calls.load(Ordering::Relaxed), 0);

    let response = server.send_request(request("POST", "/", &[("origin", APP)])).await.unwrap();
    assert_readable(&response);
    assert_eq!(body(response).await, "served");
    for headers in [&[("origin", STRANGER)][..], &[]] {
        let response = server.send_request(request("POST", "/", headers)).await.unwrap();
        assert_unreadable(&response);
        assert_eq!(body(response).await, "served");
    }
    // An OPTIONS that asks for no method is no preflight.
    let response = server.send_request(request("OPTIONS", "/", &[("origin", APP)])).await.unwrap();
    assert_readable(&response);
    assert_eq!(body(response).await, "served");
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
