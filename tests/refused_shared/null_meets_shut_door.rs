use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const SANDBOXED: Policy = policy!(origins = "null", methods = "GET", danger_accept_null_origin = true);

#[cors(policy = SANDBOXED, danger_accept_null_origin = false)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
