//! Building: nested and merged routers, services, fallbacks; with layers and without.

use axum::Router;
use axum::extract::{OriginalUri, Path, Request};
use axum::middleware::{Next, from_fn};
use axum::routing::get;
use cors_runtime::{CorsRouter, cors, routes};
use http::{StatusCode, Uri};

use crate::exchange::{APP, EVIL, from, preflight};

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn item(Path(id): Path<String>, uri: Uri, OriginalUri(original): OriginalUri) -> String {
    format!("{id} {uri} {original}")
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn root() -> &'static str {
    "root"
}

fn api() -> CorsRouter {
    CorsRouter::new().route("/", routes!(root)).route("/items/{id}", routes!(item))
}

fn with_layer(router: CorsRouter) -> CorsRouter {
    router.layer(from_fn(|request: Request, next: Next| next.run(request)))
}

/// The same router while no layer is used, and with one that changes nothing.
fn both(router: impl Fn() -> CorsRouter) -> [Router; 2] {
    [router().with_state(()), with_layer(router()).with_state(())]
}

#[tokio::test]
async fn nested_routes_keep_their_policies() {
    for app in both(|| CorsRouter::new().nest("/api", api())) {
        for path in ["/api", "/api/items/1"] {
            assert_eq!(from(&app, APP, "GET", path).await.allow_origin(), Some(APP), "{path}");
            assert_eq!(preflight(&app, path, APP, "GET").await.status(), StatusCode::NO_CONTENT, "{path}");
            assert_eq!(preflight(&app, path, EVIL, "GET").await.status(), StatusCode::FORBIDDEN, "{path}");
        }
        // Handlers see what axum's `nest` shows them.
        assert_eq!(from(&app, APP, "GET", "/api/items/7").await.text().await, "7 /items/7 /api/items/7");
    }
}

#[tokio::test]
async fn a_layer_on_the_nested_router_stays_inside() {
    let deny = from_fn(|_: Request, _: Next| async { StatusCode::UNAUTHORIZED });
    let app: Router = CorsRouter::new().nest("/api", api().route_layer(deny)).with_state(());
    let answer = from(&app, APP, "GET", "/api/items/1").await;
    assert_eq!((answer.status(), answer.allow_origin()), (StatusCode::UNAUTHORIZED, Some(APP)));
    assert_eq!(preflight(&app, "/api/items/1", APP, "GET").await.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn the_whole_can_be_nested_in_axum() {
    let inner = || with_layer(api()).with_state(());
    for app in [Router::new().nest("/v1", inner()), Router::new().nest_service("/v1", inner())] {
        for path in ["/v1", "/v1/items/1"] {
            assert_eq!(from(&app, APP, "GET", path).await.allow_origin(), Some(APP), "{path}");
            assert_eq!(preflight(&app, path, APP, "GET").await.status(), StatusCode::NO_CONTENT, "{path}");
        }
    }
}

#[tokio::test]
async fn plain_routers_keep_working() {
    let plain = || Router::new().route("/plain/{id}", get(|Path(id): Path<String>| async move { id }));
    for app in both(|| api().merge(plain()).nest("/nested", plain())) {
        for path in ["/plain/3", "/nested/plain/3"] {
            let answer = from(&app, APP, "GET", path).await;
            assert!(!answer.has_cors());
            assert!(!answer.headers().contains_key("vary"));
            assert_eq!(answer.text().await, "3");
        }
        assert_eq!(from(&app, APP, "GET", "/items/1").await.allow_origin(), Some(APP));
    }
}

#[tokio::test]
async fn a_plain_route_beside_an_annotated_pattern_is_plain() {
    // `/items/plain` fits `/items/{id}` too; what axum matched counts.
    let app: Router =
        with_layer(api().merge(Router::new().route("/items/plain", get(|| async { "plain" })))).with_state(());
    let answer = from(&app, APP, "GET", "/items/plain").await;
    assert!(!answer.has_cors());
    assert_eq!(answer.text().await, "plain");
}

#[tokio::test]
async fn services_and_fallbacks() {
    for app in both(|| {
        api()
            .route_service("/service", get(|| async { "service" }))
            .nest_service("/files", get(|uri: Uri| async move { uri.path().to_owned() }))
            .fallback(|| async { (StatusCode::NOT_FOUND, "nothing here") })
    }) {
        assert_eq!(from(&app, APP, "GET", "/service").await.text().await, "service");
        assert_eq!(from(&app, APP, "GET", "/files/a/b").await.text().await, "/a/b");
        assert_eq!(from(&app, APP, "GET", "/nowhere").await.text().await, "nothing here");
    }
    for app in both(|| api().fallback(|| async { "custom" }).reset_fallback()) {
        assert_eq!(from(&app, APP, "GET", "/nowhere").await.status(), StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_made_router_can_be_merged() {
    let with_fallback = Router::new().fallback(|| async { "theirs" });
    for app in both(api).map(|app| with_fallback.clone().merge(app)) {
        assert_eq!(from(&app, APP, "GET", "/").await.allow_origin(), Some(APP));
        assert_eq!(from(&app, APP, "GET", "/nowhere").await.text().await, "theirs");
    }
}

#[tokio::test]
async fn methods_nobody_serves() {
    let teapot = || async { StatusCode::IM_A_TEAPOT };
    for app in both(|| api().route_plain("/plain", get(teapot)).method_not_allowed_fallback(teapot)) {
        assert_eq!(from(&app, APP, "PUT", "/plain").await.status(), StatusCode::IM_A_TEAPOT);
        let answer = from(&app, APP, "PUT", "/").await;
        assert_eq!((answer.status(), answer.allow_origin()), (StatusCode::METHOD_NOT_ALLOWED, Some(APP)));
        assert_eq!(answer.header("allow"), Some("GET, HEAD, OPTIONS"));
    }
}

#[test]
fn a_router_knows_whether_it_has_routes() {
    assert!(!CorsRouter::<()>::new().has_routes());
    assert!(api().has_routes());
}
