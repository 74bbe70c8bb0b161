//! A tonic service that pages call through gRPC-Web. It is written by hand, so that no protobuf compiler is needed.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::{Request, Response};
use bytes::{Buf as _, BufMut as _};
use cors_runtime::{CorsLayer, Policy, policy};
use support::{Asked, ask, each_async, preflight};
use tonic::Status;
use tonic::body::Body;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::server::{Grpc, UnaryService};
use tonic_web::GrpcWebLayer;
use tower::{Layer as _, Service};

use super::{APP, STRANGER, assert_refused, assert_unreadable};

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
) -> impl Service<Request<axum::body::Body>, Response = Response<Body>, Error: std::fmt::Debug> + Clone {
    let echo = Echo(Arc::clone(calls));
    let grpc = tower::service_fn(move |request: Request<Body>| {
        let echo = echo.clone();
        async move { Ok::<_, std::convert::Infallible>(Grpc::new(Plain).unary(echo, request).await) }
    });
    CorsLayer::new(GRPC_WEB).layer(GrpcWebLayer::new().layer(grpc))
}

/// A call as gRPC-Web frames it: a flag byte and the message's length before the message.
fn call(origin: &str, message: &[u8]) -> Asked {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    let frame = [&[0], &length[..], message].concat();
    let asked = ask("POST", "/echo.Echo/Say").origin(origin).header("content-type", "application/grpc-web+proto");
    asked.header("x-grpc-web", "1").body(frame)
}

#[tokio::test]
async fn messages_and_errors_can_be_read() {
    let calls = Arc::default();
    let service = service(&calls);
    each_async([(&b"hello"[..], "hello"), (b"", "nothing to say")], async |(message, words)| {
        let answer = call(APP, message).send(&service).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.allow_origin(), Some(APP));
        assert_eq!(answer.value("access-control-expose-headers"), Some("grpc-status, grpc-message"));
        assert_eq!(answer.value("vary"), Some("Origin"));
        let in_headers = answer.value("grpc-message").unwrap_or_default().replace("%20", " ");
        let is_told = in_headers == words || String::from_utf8_lossy(&answer.body).contains(words);
        assert!(is_told, "{in_headers} {:?}", answer.body);

        assert_unreadable(&call(STRANGER, message).send(&service).await);
    })
    .await;
    assert_eq!(calls.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn preflights_stop_before_grpc() {
    let calls = Arc::default();
    let service = service(&calls);
    let answer = preflight("/echo.Echo/Say", APP, "POST").send(&service).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.value("access-control-allow-methods"), Some("POST"));
    assert_eq!(answer.value("access-control-allow-headers"), Some("content-type, x-grpc-web, grpc-timeout"));
    assert!(answer.body.is_empty());
    assert_refused(&preflight("/echo.Echo/Say", STRANGER, "POST").send(&service).await);
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}
