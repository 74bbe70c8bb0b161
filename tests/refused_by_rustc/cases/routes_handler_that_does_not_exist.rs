//~ at: show

use axum::Router;
use cors_runtime::routes;

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
