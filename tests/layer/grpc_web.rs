//! A tonic service that pages call through gRPC-Web. It is written by hand, so that no protobuf compiler is needed.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::{Request, Response};
use bytes::{Buf as _, BufMut as _, Bytes};
use cors_runtime::{CorsLayer, Policy, policy};
use http_body_util::{BodyExt as _, Full};
use tonic::Status;
use tonic::body::Body;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::server::{Grpc, UnaryService};
use tonic_web::GrpcWebLayer;
use tower::{Layer as _, Service, ServiceExt as _};

use super::{APP, STRANGER, assert_refused, assert_unreadable, preflight, values};

const GRPC_WEB: Policy = policy!(
    origins = "https://app.example",
    methods = "POST",
    headers = ["content-type", "x-grpc-web", "grpc-timeout"],
    expose_headers = ["grpc-status", "grpc-message"],
);

/// Messages as they are, without an encoding.
#[derive(Default)]
struct Plain;

impl Codec for Plain {
    type Encode = Vec<u8>;
    type Decode = Vec<u8>;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Plain {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, message: Vec<u8>, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_slice(&message);
        Ok(())
    }
}

impl Decoder for Plain {
    type Item = Vec<u8>;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Vec<u8>>, Status> {
        Ok(Some(buffer.copy_to_bytes(buffer.remaining()).to_vec()))
    }
}

/// Sends back what it is sent; an empty message is an error.
#[derive(Clone)]
struct Echo(Arc<AtomicUsize>);

impl UnaryService<Vec<u8>> for Echo {
    type Response = Vec<u8>;
    type Future = Ready<Result<tonic::Response<Vec<u8>>, Status>>;

    fn call(&mut self, message: tonic::Request<Vec<u8>>) -> Self::Future {
        self.0.fetch_add(1, Ordering::Relaxed);
        let message = message.into_inner();
        ready(if message.is_empty() {
            Err(Status::invalid_argument("nothing to say"))
        } else {
            Ok(tonic::Response::new(message))
        })
    }
}

/// The service as tonic's generated code would make it, with gRPC-Web and CORS around it.
fn service(
    calls: &Arc<AtomicUsize>,
) -> impl Service<Request<Body>, Response = Response<Body>, Error: std::fmt::Debug> + Clone {
    let echo = Echo(Arc::clone(calls));
    let grpc = tower::service_fn(move |request: Request<Body>| {
        let echo = echo.clone();
        async move { Ok::<_, std::convert::Infallible>(Grpc::new(Plain).unary(echo, request).await) }
    });
    CorsLayer::new(GRPC_WEB).layer(GrpcWebLayer::new().layer(grpc))
}

/// A call as gRPC-Web frames it: a flag byte and the message's length before the message.
fn call(origin: &str, message: &[u8]) -> Request<Body> {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    let frame = [&[0], &length[..], message].concat();
    Request::post("/echo.Echo/Say")
        .header("origin", origin)
        .header("content-type", "application/grpc-web+proto")
        .header("x-grpc-web", "1")
        .body(Body::new(Full::new(Bytes::from(frame))))
        .unwrap()
}

#[tokio::test]
async fn messages_and_errors_can_be_read() {
    let calls = Arc::default();
    let service = service(&calls);
    for (message, words) in [(&b"hello"[..], "hello"), (b"", "nothing to say")] {
        let response = service.clone().oneshot(call(APP, message)).await.unwrap();
        assert_eq!(response.status(), 200);
        let headers = response.headers();
        assert_eq!(values(headers, "access-control-allow-origin"), [APP]);
        assert_eq!(values(headers, "access-control-expose-headers"), ["grpc-status, grpc-message"]);
        assert_eq!(values(headers, "vary"), ["Origin"]);
        let in_headers = values(headers, "grpc-message").join("").replace("%20", " ");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert!(in_headers == words || String::from_utf8_lossy(&body).contains(words), "{in_headers} {body:?}");

        assert_unreadable(&service.clone().oneshot(call(STRANGER, message)).await.unwrap());
    }
    assert_eq!(calls.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn preflights_stop_before_grpc() {
    let calls = Arc::default();
    let service = service(&calls);
    let response = service.clone().oneshot(preflight("/echo.Echo/Say", APP, "POST")).await.unwrap();
    assert_eq!(response.status(), 204);
    assert_eq!(values(response.headers(), "access-control-allow-methods"), ["POST"]);
    assert_eq!(values(response.headers(), "access-control-allow-headers"), ["content-type, x-grpc-web, grpc-timeout"]);
    assert!(response.into_body().collect().await.unwrap().to_bytes().is_empty());
    assert_refused(&service.oneshot(preflight("/echo.Echo/Say", STRANGER, "POST")).await.unwrap());
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}
