//~ at: PARTNERS
//~ says: `origins_from` reads an `OriginSet` or `SharedOrigins`, and this is
//~ says: neither is this, nor does it deref to one

use axum::Router;
use cors_runtime::{cors, routes};

use std::sync::LazyLock;

static PARTNERS: LazyLock<Vec<String>> = LazyLock::new(Vec::new);

#[cors(origins_from = PARTNERS, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
