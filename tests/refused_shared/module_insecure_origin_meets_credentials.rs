use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "http://app.example.com", methods = "GET")]
mod api {
    use cors_runtime::cors;

    #[cors(credentials)]
    pub async fn show() {}

    #[cors(methods = "PUT")]
    pub async fn change() {}
}

fn main() {
    let _: Router = Router::new().route("/", routes!(api::show, api::change));
}
