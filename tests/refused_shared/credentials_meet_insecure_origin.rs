use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

static SIGNED_IN: Policy = policy!(methods = "GET", credentials);

#[cors(policy = SIGNED_IN, origins = "http://app.example.com")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
