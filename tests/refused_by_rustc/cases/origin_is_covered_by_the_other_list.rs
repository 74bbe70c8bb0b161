//~ at: #[cors(policy = APP, dev_origins = ["http://localhost:*", "https://dev.example.com"])]
//~ says: `https://dev.example.com` is already admitted by `https://*.example.com`
//~ says: why: the list admits more than this entry makes a reader believe
//~ says: write: the pattern alone, or the entry without the pattern

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const APP: Policy = policy!(origins = "https://*.example.com", methods = "GET");

#[cors(policy = APP, dev_origins = ["http://localhost:*", "https://dev.example.com"])]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
