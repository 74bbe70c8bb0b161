use axum::Router;
use cors_runtime::{cors, routes};

#[cors(
    origins = ["https://app.example.com/", "http://127.1:3000", "https://*.com", "null"],
    dev_origins = "localhost:3000, HTTP://localhost:8080",
    methods = [get, TRACE, POST, POST],
    headers = ["cookie", "*"],
    expose_headers = "*",
    credentials,
    max_age = 100_000,
    max_age = 600,
    timing_origins = "https://*.example.com",
    allow_private_network = true,
    enforce = "yes",
)]
async fn show(_: axum::Json<u32>) -> &'static str {
    "shown"
}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
