//! A `CorsRouter` without state goes into `axum::serve` as it is.

use axum::routing::get;
use cors_runtime::{CorsRouter, cors, routes};
use support::each_async;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn show() -> &'static str {
    "shown"
}

#[tokio::test]
async fn by_axum_serve() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("the listener has an address");
    let router = CorsRouter::new().route("/", routes!(show)).route_plain("/health", get(|| async { "well" }));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    // Each connection is served by the same routes.
    let cases = [("/", "access-control-allow-origin: https://app.example.com"), ("/health", "well"), ("/", "shown")];
    each_async(cases, async |(path, expected)| {
        let mut stream = TcpStream::connect(address).await.expect("the server listens");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example.com\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.expect("the server reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("the server answers in text");
        assert!(answer.contains(expected), "{answer}");
    })
    .await;
    server.abort();
}
