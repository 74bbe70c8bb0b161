//~ at: policy!(policy = EVERYBODY, credentials)
//~ says: every origin is admitted together with credentials
//~ says: why: browsers refuse `*` where cookies are sent along; if they did not, any page could act as the signed-in user
//~ says: write: the origins that are meant, or no `credentials`

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const EVERYBODY: Policy = policy!(origins = "*", methods = "GET");
const WRONG: Policy = policy!(policy = EVERYBODY, credentials);

#[cors(policy = WRONG)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
