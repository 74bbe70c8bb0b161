//~ at: fn
//~ says: `show` is not async and returns no future
//~ says: why: axum calls handlers that return futures, so this one could not be mounted
//~ says: write: async fn show

use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET")]
fn show() -> String {
    String::new()
}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
