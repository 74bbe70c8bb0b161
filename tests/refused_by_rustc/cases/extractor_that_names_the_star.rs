//~ at: Tenant
//~ says: `Tenant` says it needs the request header `*`
//~ says: why: `*` would admit every header, and an extractor reads those it knows
//~ says: write: their names in its `RequestHeaders::NAMES`

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use cors_runtime::{RequestHeaders, cors, routes};

struct Tenant;

impl RequestHeaders for Tenant {
    const NAMES: &'static [&'static str] = &["*"];
}

impl<S: Sync> FromRequestParts<S> for Tenant {
    type Rejection = ();

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, ()> {
        Ok(Self)
    }
}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn show(_: Tenant) {}

fn main() {
    let _: Router = Router::new().route("/", routes!(show));
}
