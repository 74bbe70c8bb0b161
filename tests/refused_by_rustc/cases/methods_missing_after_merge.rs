//~ at: #[cors(policy = ORIGINS, max_age = 60)]
//~ says: no methods are given
//~ says: why: the handler is mounted on these methods and a preflight admits them; no key has a default that opens anything
//~ says: write: methods = "GET"

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const ORIGINS: Policy = policy!(origins = "https://app.example.com");

#[cors(policy = ORIGINS, max_age = 60)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
