//~ at: admin
//~ says: this handler has no CORS policy
//~ says: annotate this handler with `#[cors(…)]`

use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn show() {}

mod admin {
    pub async fn change() {}
}

fn main() {
    let _: Router = Router::new().route("/", routes!(show, admin::change));
}
