use axum::Router;
use cors_runtime::routes;

async fn show() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
