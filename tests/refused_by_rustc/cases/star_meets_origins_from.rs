//~ at: #[cors(policy = FROM_A_FILE, origins = "*")]
//~ says: `*` stands beside `origins_from`
//~ says: why: it already admits everybody, so whatever stands beside it only misleads
//~ says: write: origins = "*", or the origins without it

use std::sync::LazyLock;

use axum::Router;
use cors_runtime::{OriginSet, Policy, cors, policy, routes};

static FILE: LazyLock<OriginSet> = LazyLock::new(|| OriginSet::parse(["https://app.example.com"]).unwrap());

const FROM_A_FILE: Policy = policy!(origins_from = FILE, methods = "GET");

#[cors(policy = FROM_A_FILE, origins = "*")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
