use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const OPEN: Policy =
    policy!(origins = "https://pr-*.vercel.app", methods = "GET", danger_accept_public_suffixes = true);

#[cors(policy = OPEN, danger_accept_public_suffixes = false)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
