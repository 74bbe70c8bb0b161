use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = ["https://app.example.com/"], methods = "get", max_age = -1, colour = "red")]
mod api {
    use cors_runtime::cors;

    #[cors]
    pub async fn show() {}

    #[cors(methods = "PUT", credentials)]
    pub async fn change() {}
}

fn main() {
    let _: Router = Router::new().route("/", routes!(api::show, api::change));
}
