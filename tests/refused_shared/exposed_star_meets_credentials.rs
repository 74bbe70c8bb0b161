use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const SHOWN: Policy = policy!(origins = "https://app.example.com", methods = "GET", expose_headers = "*");

#[cors(policy = SHOWN, credentials = true)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
