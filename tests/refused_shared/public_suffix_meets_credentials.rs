use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const WIDE: Policy = policy!(origins = "https://*.github.io", methods = "GET");

#[cors(policy = WIDE, credentials)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
