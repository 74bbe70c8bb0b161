use axum::Router;
use cors_runtime::{cors, routes};

#[cors(max_age = 60, credentials)]
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
