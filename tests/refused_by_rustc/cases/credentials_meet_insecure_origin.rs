//~ at: #[cors(policy = SIGNED_IN, origins = "http://app.example.com")]
//~ says: `http://app.example.com` is admitted together with credentials, but it is not secure
//~ says: why: anyone on the network path can speak for an origin without TLS, and could then act as the signed-in user
//~ says: write: "https://app.example.com", or danger_accept_insecure_origins = true

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

static SIGNED_IN: Policy = policy!(methods = "GET", credentials);

#[cors(policy = SIGNED_IN, origins = "http://app.example.com")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
