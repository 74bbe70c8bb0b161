//~ at: #[cors(policy = EVERYBODY, origins_if = is_partner)]
//~ says: `*` stands beside `origins_if`
//~ says: why: it already admits everybody, so whatever stands beside it only misleads
//~ says: write: origins = "*", or the origins without it

use axum::Router;
use cors_runtime::{Origin, Policy, cors, origin_check, policy, routes};

const EVERYBODY: Policy = policy!(origins = "*", methods = "GET");

#[origin_check]
async fn is_partner(_: Origin) -> bool {
    true
}

#[cors(policy = EVERYBODY, origins_if = is_partner)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
