use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const SIGNED_IN: Policy = policy!(methods = "GET", credentials);

#[cors(policy = SIGNED_IN, origins = "*")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
