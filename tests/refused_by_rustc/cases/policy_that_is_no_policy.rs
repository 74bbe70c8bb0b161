//~ at: PARTNERS
//~ says: a shared policy is a `Policy`, and this is
//~ perhaps: PARTNERS

use axum::Router;
use cors_runtime::{cors, routes};

const PARTNERS: &str = "https://partner.example";

#[cors(policy = PARTNERS, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
