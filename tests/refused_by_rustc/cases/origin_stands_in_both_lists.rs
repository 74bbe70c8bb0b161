//~ at: #[cors(policy = APP, dev_origins = ["http://localhost:*", "https://app.example.com"])]
//~ says: `https://app.example.com` stands twice
//~ says: why: once is enough, so one of the two was most likely meant to be another
//~ says: write: each origin once

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const APP: Policy = policy!(origins = "https://app.example.com", methods = "GET");

#[cors(policy = APP, dev_origins = ["http://localhost:*", "https://app.example.com"])]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
