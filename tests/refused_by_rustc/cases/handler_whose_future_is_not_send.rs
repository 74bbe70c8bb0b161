//~ at: show
//~ says: axum cannot call this as a handler of the router's state
//~ says: `#[axum::debug_handler]` above the handler says which of these it is

use std::rc::Rc;

use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn show() {
    let kept = Rc::new(());
    std::future::ready(()).await;
    drop(kept);
}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
