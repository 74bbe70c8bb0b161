//~ at: #[cors(policy = EVERYBODY, dev_origins = "http://localhost:*")]
//~ says: `*` stands beside `dev_origins`
//~ says: why: it already admits everybody, so whatever stands beside it only misleads
//~ says: write: origins = "*", or the origins without it

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const EVERYBODY: Policy = policy!(origins = "*", methods = "GET");

#[cors(policy = EVERYBODY, dev_origins = "http://localhost:*")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
