//~ at: routes!(show)

use axum::Router;
use axum::extract::State;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn show(_: State<u8>) {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
