//~ at: #[cors(policy = METHODS, origins = "null")]
//~ says: the origin `null` is admitted
//~ says: why: every sandboxed frame and every local file sends `null`, so any site can make a page that has it
//~ says: write: the origins that are meant, or danger_accept_null_origin = true beside it

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const METHODS: Policy = policy!(methods = "GET");

#[cors(policy = METHODS, origins = "null")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
