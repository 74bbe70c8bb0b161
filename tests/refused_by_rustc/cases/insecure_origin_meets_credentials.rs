//~ at: #[cors(policy = PLAIN, credentials)]
//~ says: `http://app.example.com` is admitted together with credentials, but it is not secure
//~ says: why: anyone on the network path can speak for an origin without TLS, and could then act as the signed-in user
//~ says: write: "https://app.example.com", or danger_accept_insecure_origins = true

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const PLAIN: Policy = policy!(origins = ["https://app.example.com", "http://app.example.com"], methods = "GET");

#[cors(policy = PLAIN, credentials)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
