//~ at: PARTNERS
//~ says: a shared policy is a `Policy`, and this is
//~ says: a policy that is built at run time belongs in a `CorsLayer`

use axum::Router;
use cors_runtime::{Policy, cors, routes};

use std::sync::LazyLock;

static PARTNERS: LazyLock<Policy> = LazyLock::new(|| Policy::builder().origins("*").methods("GET").build().unwrap());

#[cors(policy = PARTNERS)]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
