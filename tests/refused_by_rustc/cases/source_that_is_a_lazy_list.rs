//~ at: PARTNERS

use axum::Router;
use cors_runtime::{cors, routes};

use std::sync::LazyLock;

static PARTNERS: LazyLock<Vec<String>> = LazyLock::new(Vec::new);

#[cors(origins_from = PARTNERS, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
