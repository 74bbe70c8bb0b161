//~ at: #[cors(policy = SHOWN, credentials = true)]
//~ says: every response header is exposed together with credentials
//~ says: why: where cookies are sent along, browsers read `*` as a header of that name, so nothing is exposed
//~ says: write: the names that scripts read, such as expose_headers = ["etag"]

use axum::Router;
use cors_runtime::{Policy, cors, policy, routes};

const SHOWN: Policy = policy!(origins = "https://app.example.com", methods = "GET", expose_headers = "*");

#[cors(policy = SHOWN, credentials = true)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
