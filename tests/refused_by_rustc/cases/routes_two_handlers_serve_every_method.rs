//~ at: routes!(show, change)
//~ says: `show` and `change` both serve every method
//~ says: why: a request has one handler, so one of the two would never run
//~ says: write: methods = "*" at one of them only

use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "*")]
async fn show() {}

#[cors(origins = "https://admin.example.com", methods = "*")]
async fn change() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show, change));
}
