//~ perhaps: show
//~ at: show
//~ says: this handler has no CORS policy
//~ says: annotate this handler with `#[cors(…)]`

use axum::Router;
use cors_runtime::routes;

async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
