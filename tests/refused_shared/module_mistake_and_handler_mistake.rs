use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", max_age = 100_000)]
mod api {
    use cors_runtime::cors;

    #[cors(methods = "TRACE")]
    pub async fn show() {}

    #[cors(headers = ["cookie"])]
    pub async fn change() {}
}

fn main() {
    let _: Router = Router::new().route("/", routes!(api::show, api::change));
}
