//~ at: routes!(show, change)
//~ says: `show` and `change` both serve GET
//~ says: why: a request has one handler, so one of the two would never run
//~ says: write: GET in the `methods` of one of them only

use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn show() {}

#[cors(origins = "https://admin.example.com", methods = [GET, POST])]
async fn change() {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show, change));
}
