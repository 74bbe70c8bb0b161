//~ at: #[cors(policy = METHODS, credentials)]
//~ says: nobody is admitted: no origins are given
//~ says: why: no key has a default that opens anything, and without origins no page of another site could use the handler
//~ says: write: origins = "https://app.example.com"

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const METHODS: Policy = policy!(methods = "GET", max_age = 60);

#[cors(policy = METHODS, credentials)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
