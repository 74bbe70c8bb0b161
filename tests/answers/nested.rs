//! Annotated routes where routers are put together as axum allows.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{Request, StatusCode};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use cors_runtime::{cors, routes};

use support::{ask, each, preflight};

const APP: &str = "https://app.example.com";

#[derive(Clone)]
struct Db(Arc<Vec<&'static str>>);

mod api {
    use super::{Db, Json, Path, State};
    use cors_runtime::cors;

    #[cors(origins = "https://app.example.com", methods = "GET")]
    pub(super) async fn list(State(db): State<Db>) -> Json<Vec<&'static str>> {
        Json(db.0.to_vec())
    }

    pub(super) mod items {
        use super::{Db, Path, State};
        use cors_runtime::cors;

        #[cors(origins = "https://app.example.com", methods = [GET, "PURGE"])]
        pub(in super::super) async fn show(State(db): State<Db>, Path(number): Path<usize>) -> &'static str {
            db.0[number]
        }

        #[cors(origins = "https://admin.example.com", methods = "PUT", headers = "x-a")]
        pub(in super::super) async fn save(Path((owner, number)): Path<(String, usize)>) -> String {
            format!("{owner} {number}")
        }
    }
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn rest(Path(rest): Path<String>) -> String {
    rest
}

#[cors(origins = "*", methods = "GET")]
async fn stateless() -> &'static str {
    "stateless"
}

fn db() -> Db {
    Db(Arc::new(vec!["zero", "one"]))
}

fn app() -> Router {
    let items: Router<Db> = Router::new()
        .route("/items/{number}", routes!(api::items::show))
        .route("/owners/{owner}/items/{number}", routes!(api::items::save));
    let plain = Router::new().route("/plain", get(|| async { "plain" })).route("/stateless", routes!(stateless));
    Router::new()
        .route("/items", routes!(api::list))
        .route("/files/{*rest}", routes!(rest))
        .nest("/v1", items.clone())
        .nest("/v2/{region}", Router::new().route("/items", routes!(api::list)))
        .merge(items)
        .merge(plain)
        .fallback(|| async { (StatusCode::NOT_FOUND, "nothing here") })
        .method_not_allowed_fallback(|| async { (StatusCode::METHOD_NOT_ALLOWED, "axum's own") })
        .with_state(db())
}

#[test]
fn nested_and_merged_routes_answer_preflights() {
    let app = app();
    each(["/items", "/v2/eu/items", "/stateless", "/files/a/b/c"], |path| {
        let answer = preflight(path, APP, "GET").of(&app);
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.admitted_methods(), ["GET", "HEAD"]);
    });
    each(["/items/1", "/v1/items/1"], |path| {
        assert_eq!(preflight(path, APP, "PURGE").of(&app).admitted_methods(), ["GET", "HEAD", "PURGE"]);
    });
    each(["/owners/ann/items/7", "/v1/owners/ann/items/7"], |path| {
        let answer = preflight(path, "https://admin.example.com", "PUT").of(&app);
        assert_eq!(answer.value("access-control-allow-headers"), Some("x-a"));
        preflight(path, APP, "PUT").of(&app).is_refused();
    });
}

#[test]
fn state_and_path_reach_the_handlers() {
    let app = app();
    let cases = [
        ("GET", "/items", APP, "[\"zero\",\"one\"]"),
        ("GET", "/v2/eu/items", APP, "[\"zero\",\"one\"]"),
        ("GET", "/items/1", APP, "one"),
        ("PURGE", "/v1/items/0", APP, "zero"),
        ("PUT", "/v1/owners/ann/items/7", "https://admin.example.com", "ann 7"),
        ("GET", "/files/a/b/c", APP, "a/b/c"),
    ];
    each(cases, |(method, path, origin, body)| {
        let answer = ask(method, path).origin(origin).of(&app);
        assert_eq!((answer.status, answer.text()), (StatusCode::OK, body));
        assert_eq!(answer.cors(), [("access-control-allow-origin", origin)]);
    });
}

#[test]
fn path_that_does_not_parse_is_readable() {
    let answer = ask("GET", "/items/x").origin(APP).of(&app());
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.value("access-control-allow-origin"), Some(APP));
}

#[test]
fn routes_without_a_policy_stay_as_axum_made_them() {
    let app = app();
    let plain = ask("GET", "/plain").origin(APP).of(&app);
    assert_eq!((plain.text(), plain.cors(), plain.value("vary")), ("plain", vec![], None));
    let missing = ask("GET", "/missing").origin(APP).of(&app);
    assert_eq!((missing.status, missing.text(), missing.value("vary")), (StatusCode::NOT_FOUND, "nothing here", None));
    assert_eq!(missing.cors(), []);
    let answer = preflight("/plain", APP, "GET").of(&app);
    assert_eq!((answer.text(), answer.cors()), ("axum's own", vec![]));
}

#[test]
fn fallback_for_methods_leaves_annotated_routes_alone() {
    let answer = ask("DELETE", "/items").origin(APP).of(&app());
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    answer.allows(&["GET", "HEAD", "OPTIONS"]);
    assert_eq!(answer.value("access-control-allow-origin"), Some(APP));
}

#[test]
fn routers_that_are_layered_still_route() {
    async fn mark(request: Request<axum::body::Body>, next: Next) -> Response {
        let mut response = next.run(request).await;
        response.headers_mut().insert("x-layer", axum::http::HeaderValue::from_static("1"));
        response
    }
    let app = Router::new()
        .route("/items", routes!(api::list))
        .route_layer(middleware::from_fn(mark))
        .layer(middleware::from_fn(mark))
        .with_state(db());
    let answer = ask("GET", "/items").origin(APP).of(&app);
    assert_eq!((answer.value("x-layer"), answer.value("access-control-allow-origin")), (Some("1"), Some(APP)));
    let answer = preflight("/items", APP, "GET").of(&app);
    assert_eq!((answer.status, answer.value("x-layer")), (StatusCode::NO_CONTENT, Some("1")));
}

#[test]
fn handlers_are_mounted_as_often_as_one_likes() {
    let app: Router = Router::new().route("/a", routes!(stateless)).route("/b", routes!(stateless,)).with_state(());
    each(["/a", "/b"], |path| assert_eq!(ask("GET", path).of(&app).cors(), [("access-control-allow-origin", "*")]));
}
