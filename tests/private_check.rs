//! A public handler may be guarded by a private check: who may read is nobody's business outside the module.

use axum::{Router, body::Body, http::Request};
use cors_runtime::routes;
use tower::ServiceExt as _;

mod api {
    use cors_runtime::{Origin, cors, origin_check};

    #[cors(origins_if = is_partner, methods = GET)]
    pub async fn prices() {}

    #[origin_check]
    async fn is_partner(origin: Origin) -> bool {
        origin.host().ends_with(".partner.example")
    }
}

#[tokio::test]
async fn a_private_check_guards_a_public_handler() {
    let app: Router = Router::new().route("/", routes!(api::prices));
    for (origin, admitted) in [("https://a.partner.example", true), ("https://evil.example", false)] {
        let request = Request::get("/").header("origin", origin).body(Body::empty()).unwrap();
        let answer = app.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.headers().contains_key("access-control-allow-origin"), admitted, "{origin}");
    }
}
