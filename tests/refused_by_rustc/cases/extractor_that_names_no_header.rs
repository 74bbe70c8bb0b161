//~ at: Tenant
//~ says: `Tenant` says it needs the request header `x tenant`, which is not a header name
//~ says: why: a header name is a token (RFC 9110 section 5.6.2), so no request can have it
//~ says: write: a name such as "x-request-id" in its `RequestHeaders::NAMES`

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use cors_runtime::{RequestHeaders, cors, routes};

struct Tenant;

impl RequestHeaders for Tenant {
    const NAMES: &'static [&'static str] = &["x tenant"];
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
