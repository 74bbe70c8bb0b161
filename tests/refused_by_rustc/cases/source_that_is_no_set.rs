//~ at: PARTNERS
//~ says: `origins_from` reads an `OriginSet` or `SharedOrigins`, and this is
//~ says: static PARTNERS: LazyLock<OriginSet>

use axum::Router;
use cors_runtime::{cors, routes};

static PARTNERS: [&str; 1] = ["https://partner.example"];

#[cors(origins_from = PARTNERS, methods = "GET")]
async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
