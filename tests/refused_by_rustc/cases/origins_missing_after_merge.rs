//~ at: #[cors(policy = METHODS, credentials)]
//~ says: nobody is admitted: no origins are given
//~ says: why: a policy opens nothing by itself, and without origins no page could use it
//~ says: write: origins = "https://app.example.com"

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const METHODS: Policy = policy!(methods = "GET", max_age = 60);

#[cors(policy = METHODS, credentials)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
