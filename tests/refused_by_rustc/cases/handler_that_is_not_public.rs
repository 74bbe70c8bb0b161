//~ at: inner

use axum::Router;
use cors_runtime::routes;

mod admin {
    use cors_runtime::cors;

    #[cors(origins = "https://app.example.com", methods = "GET")]
    async fn inner() {}
}

fn main() {
    let _: Router = Router::new().route("/", routes!(admin::inner));
}
