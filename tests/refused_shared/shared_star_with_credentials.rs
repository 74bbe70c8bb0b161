use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const WRONG: Policy = policy!(origins = "*", credentials, methods = "GET");

#[cors(policy = WRONG)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
