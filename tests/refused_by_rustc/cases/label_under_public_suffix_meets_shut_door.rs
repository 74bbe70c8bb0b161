//~ at: #[cors(policy = OPEN, danger_accept_public_suffixes = false)]
//~ says: `https://pr-*.vercel.app` is a wildcard inside a label right under the public suffix `vercel.app`
//~ says: why: anyone can register a name under `vercel.app` that fits, so the limit it promises is none
//~ says: write: the full names, or danger_accept_public_suffixes = true

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const OPEN: Policy =
    policy!(origins = "https://pr-*.vercel.app", methods = "GET", danger_accept_public_suffixes = true);

#[cors(policy = OPEN, danger_accept_public_suffixes = false)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
