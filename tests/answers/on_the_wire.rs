//! What only a connection shows: where an answer ends.

use axum::Router;
use cors_runtime::{CorsLayer, CorsRouter, cors, policy, routes};
use support::each_async;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[cors(origins = "https://app.example", methods = PUT, credentials, headers = ["x-a"], max_age = 60)]
async fn save() -> &'static str {
    "saved"
}

/// The answers to these requests over one connection, which the last of them closes. The server ends with the task that
/// is dropped.
async fn answers(app: Router, requests: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("the listener has an address");
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    stream.write_all(requests.as_bytes()).await.expect("the server reads");
    let mut answers = String::new();
    stream.read_to_string(&mut answers).await.expect("the server answers in text");
    server.abort();
    answers.to_ascii_lowercase()
}

fn preflight(origin: &str) -> String {
    format!(
        "OPTIONS /item HTTP/1.1\r\nHost: api.example\r\nOrigin: {origin}\r\nAccess-Control-Request-Method: PUT\r\n\r\n"
    )
}

const PUT: &str = "PUT /item HTTP/1.1\r\nHost: api.example\r\nOrigin: https://app.example\r\nConnection: close\r\n\r\n";
const OPTIONS: &str = "OPTIONS /item HTTP/1.1\r\nHost: api.example\r\n\r\n";

fn routers() -> [Router; 3] {
    let layer = CorsLayer::new(policy!(origins = "https://app.example", methods = PUT));
    let pass = tower::layer::util::Identity::new();
    [
        Router::new().route("/item", routes!(save)),
        Router::new().route("/item", routes!(save)).layer(layer),
        CorsRouter::new().route("/item", routes!(save)).route_layer(pass).with_state(()),
    ]
}

/// RFC 9110 section 8.6: no `Content-Length` on a 204; other empty answers need one for the connection to go on.
#[tokio::test]
async fn each_answer_ends_where_the_next_begins() {
    each_async(routers(), async |app| {
        let requests = [&preflight("https://evil.example"), &preflight("https://app.example"), OPTIONS, PUT].concat();
        let said = answers(app, &requests).await;
        let heads: Vec<&str> = said.split("http/1.1 ").skip(1).collect();
        let statuses: Vec<&str> = heads.iter().map(|head| &head[..3]).collect();
        assert_eq!(statuses, ["403", "204", "204", "200"], "{said}");
        assert!(heads[0].contains("content-length: 0\r\n"), "{said}");
        assert!(heads[3].ends_with("\r\n\r\nsaved"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn a_204_has_no_length() {
    let [annotated, _, layered] = routers();
    each_async([annotated, layered], async |app| {
        let said = answers(app, &[&preflight("https://app.example"), OPTIONS, PUT].concat()).await;
        let of_204: Vec<&str> = said.split("http/1.1 ").filter(|head| head.starts_with("204")).collect();
        assert_eq!(of_204.len(), 2, "{said}");
        assert!(of_204.iter().all(|head| !head.contains("content-length")), "{said}");
    })
    .await;
}
