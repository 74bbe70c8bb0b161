use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "*", methods = "GET")]
mod api {
    use cors_runtime::cors;

    #[cors(credentials)]
    pub async fn show() {}

    #[cors(methods = "PUT", dev_origins = "http://localhost:*")]
    pub async fn change() {}
}

fn main() {
    let _: Router = Router::new().route("/", routes!(api::show, api::change));
}
