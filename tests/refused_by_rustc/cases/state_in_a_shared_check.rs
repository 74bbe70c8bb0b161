//~ at: is_partner
//~ says: a shared policy cannot ask `is_partner`, which needs a router's state
//~ says: takes `State<_>`, or something that is no extractor without a state

use axum::Router;
use axum::extract::State;
use cors_runtime::{Origin, Policy, cors, origin_check, policy, routes};

#[derive(Clone)]
struct Partners;

#[origin_check]
async fn is_partner(_: Origin, State(_): State<Partners>) -> bool {
    true
}

const ASKED: Policy = policy!(origins_if = is_partner, methods = "GET");

#[cors(policy = ASKED)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
