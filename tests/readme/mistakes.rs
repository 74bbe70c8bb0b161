use axum::Router;
use cors_runtime::{cors, routes};

#[cors(
    origins = ["https://app.example.com/", "https://*.github.io"],
    methods = GET,
    credentials = true,
)]
async fn account() -> &'static str {
    "Ada"
}

fn main() {
    let _app: Router = Router::new().route("/account", routes!(account));
}
