use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const PLAIN: Policy = policy!(origins = "https://app.example.com", dev_origins = "http://dev.lan", methods = "GET");

#[cors(policy = PLAIN, credentials)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
