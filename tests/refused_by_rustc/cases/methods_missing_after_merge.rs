//~ at: #[cors(policy = ORIGINS, max_age = 60)]
//~ says: no methods are given
//~ says: why: the methods are what the handler is mounted on and what a preflight admits; none is open by itself
//~ says: write: methods = "GET"

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const ORIGINS: Policy = policy!(origins = "https://app.example.com");

#[cors(policy = ORIGINS, max_age = 60)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
