//~ at: #[cors(policy = SIGNED_IN, origins = "*")]
//~ says: every origin is admitted together with credentials
//~ says: why: browsers refuse `*` where cookies are sent along; if they did not, any page could act as the signed-in user
//~ says: write: the origins that are meant, or no `credentials`

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const SIGNED_IN: Policy = policy!(methods = "GET", credentials);

#[cors(policy = SIGNED_IN, origins = "*")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
