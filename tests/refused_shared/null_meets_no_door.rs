use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const METHODS: Policy = policy!(methods = "GET");

#[cors(policy = METHODS, origins = "null")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
