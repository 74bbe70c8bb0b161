//! A program whose bytes are searched for its development origin; `dev_origins.rs` builds and runs it.
//!
//! It prints whether a usual origin and a development origin are admitted.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN};
use cors_runtime::{cors, routes};
use futures_util::FutureExt as _;
use tower::ServiceExt as _;

#[cors(
    origins = "https://always.fixture.example",
    dev_origins = ["https://secret.fixture.example", "https://*.secret.fixture.example"],
    methods = GET,
)]
async fn show() {}

fn main() {
    let app: Router = Router::new().route("/", routes!(show));
    let admits = |name: &str| {
        // Put together here, since the text of the origin must stand in the attribute alone.
        let origin = format!("https://{name}.fixture.{}", "example");
        let request = Request::get("/").header(ORIGIN, origin).body(Body::empty()).expect("a request");
        let response = app.clone().oneshot(request).now_or_never().expect("an answer at once").expect("an answer");
        response.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN)
    };
    println!("{} {}", admits("always"), admits("secret"));
}
