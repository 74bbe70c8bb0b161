//~ at: show
//~ says: show::<

use axum::Router;
use axum::extract::State;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn show<R: Clone + Send + Sync + 'static>(_: State<R>) {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show)).with_state(17);
}
