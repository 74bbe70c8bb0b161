//~ at: #[cors(policy = WIDE, credentials)]
//~ says: `https://*.github.io` admits every name under the public suffix `github.io` together with credentials
//~ says: why: anyone can register a name under `github.io`, and could then act as the signed-in user
//~ says: write: a name of yours, such as "https://*.example.com", or danger_accept_public_suffixes = true

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const WIDE: Policy = policy!(origins = "https://*.github.io", methods = "GET");

#[cors(policy = WIDE, credentials)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
