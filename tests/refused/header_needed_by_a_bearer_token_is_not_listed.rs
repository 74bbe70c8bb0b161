use axum::Router;
use axum_extra::TypedHeader;
use axum_extra::headers::Authorization;
use axum_extra::headers::authorization::Bearer;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "PUT", headers = "content-type")]
async fn show(_: TypedHeader<Authorization<Bearer>>) {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
