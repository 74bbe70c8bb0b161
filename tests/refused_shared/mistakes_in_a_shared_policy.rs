use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const WRONG: Policy = policy!(
    origins = ["https://app.example.com/", "https://*"],
    methods = [get],
    max_age = 1_000_000,
    orgins = "*",
);

#[cors(policy = WRONG)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
