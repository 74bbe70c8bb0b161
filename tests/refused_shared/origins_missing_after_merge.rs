use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const METHODS: Policy = policy!(methods = "GET", max_age = 60);

#[cors(policy = METHODS, credentials)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
