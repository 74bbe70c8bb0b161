//! A public handler may be guarded by a private check: who may read is nobody's business outside the module.

use axum::Router;
use cors_runtime::routes;
use support::{each, from};

mod api {
    use cors_runtime::{Origin, cors, origin_check};

    #[cors(origins_if = is_partner, methods = GET)]
    pub async fn prices() {}

    #[origin_check]
    async fn is_partner(origin: Origin) -> bool {
        origin.host().ends_with(".partner.example")
    }
}

#[test]
fn a_private_check_guards_a_public_handler() {
    let app: Router = Router::new().route("/", routes!(api::prices));
    each([("https://a.partner.example", true), ("https://evil.example", false)], |(origin, admitted)| {
        assert_eq!(from(&app, origin, "GET", "/").allow_origin().is_some(), admitted);
    });
}
