//! `OPTIONS *`, which only a real connection can send.

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use cors_runtime::{CorsRouter, cors, policy, routes};
use http::StatusCode;
use support::each_async;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[cors(origins = "https://app.example.com", methods = "GET, PURGE")]
async fn items() {}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn item() {}

/// The head of the answer to `OPTIONS *` over HTTP/1.1. The server ends with the task that is dropped.
async fn options_star(app: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("the listener has an address");
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    let request = b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("the server answers in text");
    server.abort();
    answer.to_ascii_lowercase()
}

fn router() -> CorsRouter {
    CorsRouter::new().route("/items", routes!(items)).nest("/api", CorsRouter::new().route("/item", routes!(item)))
}

#[tokio::test]
async fn it_says_which_methods_there_are() {
    let pass = || from_fn(|request: Request, next: Next| next.run(request));
    let custom = || router().fallback(|| async { "custom" });
    let cases = [
        router().with_state(()),
        router().layer(pass()).with_state(()),
        custom().with_state(()),
        custom().layer(pass()).with_state(()),
    ];
    each_async(cases, async |app| {
        let answer = options_star(app).await;
        assert!(answer.starts_with("http/1.1 204"), "{answer}");
        assert!(answer.contains("allow: get, head, purge, put, options\r\n"), "{answer}");
    })
    .await;
}

#[tokio::test]
async fn no_layer_stands_before_it() {
    let deny = || from_fn(|_: Request, _: Next| async { StatusCode::UNAUTHORIZED });
    let custom = || router().fallback(|| async { "custom" });
    let cases = [
        router().layer(deny()).with_state(()),
        custom().layer(deny()).with_state(()),
        router().reset_fallback().layer(deny()).with_state(()),
        CorsRouter::new().merge(custom()).layer(deny()).with_state(()),
        router().layer(deny()).default_policy(policy!(origins = "*", methods = "GET")).with_state(()),
    ];
    each_async(cases, async |app| {
        let answer = options_star(app).await;
        assert!(answer.starts_with("http/1.1 204"), "{answer}");
        assert!(answer.contains("allow: get, head, purge, put, options\r\n"), "{answer}");
    })
    .await;
}
