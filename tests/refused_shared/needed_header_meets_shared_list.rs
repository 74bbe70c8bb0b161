use axum::{Json, Router};
use cors_runtime::{Policy, cors, policy, routes};

const NAMED: Policy = policy!(origins = "https://app.example.com", methods = "PUT", headers = ["x-request-id"]);

#[cors(policy = NAMED)]
async fn show(_: Json<u32>) {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
