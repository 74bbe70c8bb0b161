use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const EVERYBODY: Policy = policy!(origins = "*", methods = "GET");
const WRONG: Policy = policy!(policy = EVERYBODY, credentials);

#[cors(policy = WRONG)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
