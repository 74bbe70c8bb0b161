//~ at: PARTNERS

use axum::Router;
use cors_runtime::{cors, routes};

use cors_runtime::{Policy, policy};

const PARTNERS: Policy = policy!(origins = "https://partner.example", methods = "GET");

#[cors(policy = PARTNERS)]
mod api {
    use cors_runtime::cors;

    #[cors]
    pub async fn show() {}

    #[cors(methods = "PUT")]
    pub async fn change() {}
}

fn main() {
    let _: Router = Router::new().route("/", routes!(api::show, api::change));
}
