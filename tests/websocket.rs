//! Web sockets of annotated handlers, over HTTP/1.1 and over HTTP/2: a page opens the same `new WebSocket(…)` by GET or by
//! CONNECT, as the connection happens to be (RFC 8441).

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, HeaderName, ORIGIN};
use axum::http::{Request, Response, StatusCode};
use axum::response::{IntoResponse as _, Response as Answer};
use cors_runtime::{CorsRouter, cors, routes};
use hyper::body::Incoming;
use hyper::client::conn::http2;
use hyper::ext::Protocol;
use hyper_util::rt::{TokioExecutor, TokioIo};
use support::{each, each_async, from, preflight_from};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const PAGE: &str = "https://app.example.com";
const OTHER_PAGE: &str = "https://other.example.com";

#[cors(origins = "https://app.example.com", methods = "GET", enforce = true)]
async fn echo(upgrade: WebSocketUpgrade) -> Answer {
    upgrade.on_upgrade(|mut socket| async move {
        while let Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) = socket.recv().await {
            socket.send(message).await.unwrap();
        }
    })
}

#[cors(origins = "https://app.example.com", methods = "GET, PURGE")]
async fn perhaps(upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>) -> Answer {
    match upgrade {
        Ok(_) => StatusCode::OK.into_response(),
        Err(rejection) => rejection.into_response(),
    }
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn no_web_socket() {}

#[cors(origins = "https://app.example.com", methods = "POST")]
async fn no_get(_: Result<WebSocketUpgrade, WebSocketUpgradeRejection>) {}

fn app() -> Router {
    Router::new()
        .route("/echo", routes!(echo))
        .route("/perhaps", routes!(perhaps))
        .route("/no_web_socket", routes!(no_web_socket))
        .route("/no_get", routes!(no_get))
}

/// The same with a layer between the handlers and their policies.
fn layered() -> Router {
    CorsRouter::new()
        .route("/echo", routes!(echo))
        .route("/perhaps", routes!(perhaps))
        .route("/no_web_socket", routes!(no_web_socket))
        .route("/no_get", routes!(no_get))
        .layer(tower::layer::util::Identity::new())
        .with_state(())
}

async fn served(app: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// The answer to the CONNECT by which a page opens a WebSocket over HTTP/2.
async fn connect(app: Router, path: &str, origin: &str) -> Response<Incoming> {
    let stream = TcpStream::connect(served(app).await).await.unwrap();
    let (mut client, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    // The server's settings, which permit the extended CONNECT, must have come.
    let known = Request::get("http://api.example.com/nowhere").body(Body::empty()).unwrap();
    assert_eq!(client.send_request(known).await.unwrap().status(), StatusCode::NOT_FOUND);
    let mut request = Request::connect(format!("http://api.example.com{path}"))
        .header(ORIGIN, origin)
        .header("sec-websocket-version", "13")
        .body(Body::empty())
        .unwrap();
    request.extensions_mut().insert(Protocol::from_static("websocket"));
    client.send_request(request).await.unwrap()
}

/// What comes back for a text sent masked, as clients must.
async fn echoed<S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin>(socket: &mut S) -> String {
    socket.write_all(&[0x81, 0x84, 0, 0, 0, 0, b'e', b'c', b'h', b'o']).await.unwrap();
    let mut frame = [0; 6];
    socket.read_exact(&mut frame).await.unwrap();
    assert_eq!(frame[..2], [0x81, 4]);
    String::from_utf8(frame[2..].to_vec()).unwrap()
}

fn header<B>(answer: &Response<B>, name: HeaderName) -> Option<&str> {
    answer.headers().get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn over_http2() {
    each_async([app(), layered()], async |app| {
        let answer = connect(app, "/echo", PAGE).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(header(&answer, ACCESS_CONTROL_ALLOW_ORIGIN), Some(PAGE));
        let mut socket = TokioIo::new(hyper::upgrade::on(answer).await.unwrap());
        assert_eq!(echoed(&mut socket).await, "echo");
    })
    .await;
}

#[tokio::test]
async fn over_http1() {
    let mut socket = TcpStream::connect(served(app()).await).await.unwrap();
    let request = format!(
        "GET /echo HTTP/1.1\r\nhost: api.example.com\r\norigin: {PAGE}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    assert!(head.contains(&format!("access-control-allow-origin: {PAGE}\r\n")), "{head}");
    assert_eq!(echoed(&mut socket).await, "echo");
}

#[tokio::test]
async fn other_pages_open_none_where_the_policy_is_enforced() {
    each_async([app(), layered()], async |app| {
        let answer = connect(app, "/echo", OTHER_PAGE).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        assert_eq!(header(&answer, ACCESS_CONTROL_ALLOW_ORIGIN), None);
    })
    .await;
}

#[tokio::test]
async fn beside_methods_that_are_found_by_name_and_in_a_result() {
    each_async([app, layered], async |app| {
        assert_eq!(connect(app(), "/perhaps", PAGE).await.status(), StatusCode::OK);
        let answer = connect(app(), "/perhaps", OTHER_PAGE).await;
        assert_eq!(header(&answer, ACCESS_CONTROL_ALLOW_ORIGIN), None);
    })
    .await;
}

#[tokio::test]
async fn only_handlers_that_take_one_and_serve_get() {
    each_async(["/no_web_socket", "/no_get"], async |path| {
        each_async([app(), layered()], async |app| {
            assert_eq!(connect(app, path, PAGE).await.status(), StatusCode::METHOD_NOT_ALLOWED);
        })
        .await;
    })
    .await;
}

#[test]
fn no_list_names_connect() {
    each([app(), layered()], |app| {
        each(["OPTIONS", "PUT"], |method| {
            assert_eq!(from(&app, PAGE, method, "/perhaps").value(ALLOW), Some("GET, HEAD, PURGE, OPTIONS"));
        });
        each(["GET", "CONNECT"], |method| {
            assert_eq!(preflight_from(&app, "/perhaps", PAGE, method).admitted_methods(), ["GET", "HEAD", "PURGE"]);
        });
    });
}
