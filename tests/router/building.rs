//! Building: nested and merged routers, services, fallbacks; with layers and without.

use axum::Router;
use axum::extract::{OriginalUri, Path, Request};
use axum::middleware::{Next, from_fn};
use axum::routing::{get, post};
use cors_runtime::{CorsRouter, Policy, cors, policy, routes};
use http::{StatusCode, Uri};

use support::{each, from, preflight_from};

use crate::{APP, EVIL};

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

#[test]
fn nested_routes_keep_their_policies() {
    each(both(|| CorsRouter::new().nest("/api", api())), |app| {
        each(["/api", "/api/items/1"], |path| {
            assert_eq!(from(&app, APP, "GET", path).allow_origin(), Some(APP));
            assert_eq!(preflight_from(&app, path, APP, "GET").status, StatusCode::NO_CONTENT);
            assert_eq!(preflight_from(&app, path, EVIL, "GET").status, StatusCode::FORBIDDEN);
        });
        // Handlers see what axum's `nest` shows them.
        assert_eq!(from(&app, APP, "GET", "/api/items/7").text(), "7 /items/7 /api/items/7");
    });
}

#[test]
fn a_layer_on_the_nested_router_stays_inside() {
    let deny = from_fn(|_: Request, _: Next| async { StatusCode::UNAUTHORIZED });
    let app: Router = CorsRouter::new().nest("/api", api().route_layer(deny)).with_state(());
    let answer = from(&app, APP, "GET", "/api/items/1");
    assert_eq!((answer.status, answer.allow_origin()), (StatusCode::UNAUTHORIZED, Some(APP)));
    assert_eq!(preflight_from(&app, "/api/items/1", APP, "GET").status, StatusCode::NO_CONTENT);
}

#[test]
fn the_whole_can_be_nested_in_axum() {
    let inner = || with_layer(api()).with_state(());
    each([Router::new().nest("/v1", inner()), Router::new().nest_service("/v1", inner())], |app| {
        each(["/v1", "/v1/items/1"], |path| {
            assert_eq!(from(&app, APP, "GET", path).allow_origin(), Some(APP));
            assert_eq!(preflight_from(&app, path, APP, "GET").status, StatusCode::NO_CONTENT);
        });
    });
}

#[test]
fn plain_routers_keep_working() {
    let plain = || Router::new().route("/plain/{id}", get(|Path(id): Path<String>| async move { id }));
    each(both(|| api().merge(plain()).nest("/nested", plain())), |app| {
        each(["/plain/3", "/nested/plain/3"], |path| {
            let answer = from(&app, APP, "GET", path);
            assert!(!answer.has_cors());
            assert!(!answer.headers.contains_key("vary"));
            assert_eq!(answer.text(), "3");
        });
        assert_eq!(from(&app, APP, "GET", "/items/1").allow_origin(), Some(APP));
    });
}

#[test]
fn a_plain_route_beside_an_annotated_pattern_is_plain() {
    // `/items/plain` fits `/items/{id}` too; what axum matched counts.
    let app: Router =
        with_layer(api().merge(Router::new().route("/items/plain", get(|| async { "plain" })))).with_state(());
    let answer = from(&app, APP, "GET", "/items/plain");
    assert!(!answer.has_cors());
    assert_eq!(answer.text(), "plain");
}

#[test]
fn services_and_fallbacks() {
    let cases = both(|| {
        api()
            .route_service("/service", get(|| async { "service" }))
            .nest_service("/files", get(|uri: Uri| async move { uri.path().to_owned() }))
            .fallback(|| async { (StatusCode::NOT_FOUND, "nothing here") })
    });
    each(cases, |app| {
        assert_eq!(from(&app, APP, "GET", "/service").text(), "service");
        assert_eq!(from(&app, APP, "GET", "/files/a/b").text(), "/a/b");
        assert_eq!(from(&app, APP, "GET", "/nowhere").text(), "nothing here");
    });
    each(both(|| api().fallback(|| async { "custom" }).reset_fallback()), |app| {
        assert_eq!(from(&app, APP, "GET", "/nowhere").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_made_router_can_be_merged() {
    let with_fallback = Router::new().fallback(|| async { "theirs" });
    each(both(api).map(|app| with_fallback.clone().merge(app)), |app| {
        assert_eq!(from(&app, APP, "GET", "/").allow_origin(), Some(APP));
        assert_eq!(from(&app, APP, "GET", "/nowhere").text(), "theirs");
    });
}

#[test]
fn methods_nobody_serves() {
    let teapot = || async { StatusCode::IM_A_TEAPOT };
    each(both(|| api().route_plain("/plain", get(teapot)).method_not_allowed_fallback(teapot)), |app| {
        assert_eq!(from(&app, APP, "PUT", "/plain").status, StatusCode::IM_A_TEAPOT);
        let answer = from(&app, APP, "PUT", "/");
        assert_eq!((answer.status, answer.allow_origin()), (StatusCode::METHOD_NOT_ALLOWED, Some(APP)));
        assert_eq!(answer.value("allow"), Some("GET, HEAD, OPTIONS"));
    });
}

#[test]
fn a_router_knows_whether_it_has_routes() {
    assert!(!CorsRouter::<()>::new().has_routes());
    assert!(api().has_routes());
}

const PUBLIC: Policy = policy!(origins = "https://public.example.com", methods = "GET");
const PUBLIC_ORIGIN: &str = "https://public.example.com";
const OTHER: Policy = policy!(origins = "https://other.example.com", methods = "GET");
const OTHER_ORIGIN: &str = "https://other.example.com";

fn plain(path: &str) -> CorsRouter {
    CorsRouter::new().route_plain(path, get(|| async {}))
}

#[derive(Clone, Copy, Debug)]
struct Reads<'a>(&'a str, Option<&'a str>);

/// Who may read what a path answers: of both origins only this one, by a preflight and in fact, and by the table.
fn assert_read_by(router: impl Fn() -> CorsRouter, expected: &[Reads<'_>]) {
    let table = router().policies();
    each(both(&router), |app| {
        each(expected, |&Reads(path, reader)| {
            each([PUBLIC_ORIGIN, OTHER_ORIGIN], |origin| {
                let readable = (reader == Some(origin)).then_some(origin);
                assert_eq!(from(&app, origin, "GET", path).allow_origin(), readable);
                assert_eq!(preflight_from(&app, path, origin, "GET").allow_origin(), readable);
            });
            if let Some(row) = table.iter().find(|row| row.path() == path) {
                assert_eq!(row.origins(), reader.unwrap_or("none"));
            }
        });
    });
}

#[test]
fn a_default_policy_stays_with_the_routes_it_was_given_for() {
    let public = || plain("/public").default_policy(PUBLIC);
    let expected = [Reads("/private", None), Reads("/public", Some(PUBLIC_ORIGIN)), Reads("/nowhere", None)];
    assert_read_by(|| plain("/private").merge(public()), &expected);
    let expected = [
        Reads("/private", Some(PUBLIC_ORIGIN)),
        Reads("/public", Some(PUBLIC_ORIGIN)),
        Reads("/nowhere", Some(PUBLIC_ORIGIN)),
    ];
    assert_read_by(|| public().merge(plain("/private")), &expected);

    let expected = [
        Reads("/private", Some(OTHER_ORIGIN)),
        Reads("/public", Some(PUBLIC_ORIGIN)),
        Reads("/nowhere", Some(OTHER_ORIGIN)),
    ];
    assert_read_by(|| plain("/private").default_policy(OTHER).merge(public()), &expected);
    assert_read_by(|| plain("/private").merge(public()).default_policy(OTHER), &expected);

    let expected = [Reads("/private", None), Reads("/api/public", Some(PUBLIC_ORIGIN)), Reads("/api/nowhere", None)];
    assert_read_by(|| plain("/private").nest("/api", public()), &expected);
    // However deep it is nested, and whatever is given later.
    let deep = || CorsRouter::new().nest("/api", CorsRouter::new().merge(public())).default_policy(OTHER);
    assert_read_by(deep, &[Reads("/api/public", Some(PUBLIC_ORIGIN)), Reads("/nowhere", Some(OTHER_ORIGIN))]);
}

#[test]
fn a_default_policy_stays_with_services_and_axums_routers() {
    let given = || {
        CorsRouter::new()
            .nest_service("/files", get(|| async {}))
            .nest("/axum/{id}", Router::new().route("/x", get(|| async {})).route("/", get(|| async {})))
            .default_policy(PUBLIC)
    };
    let paths = ["/files/a/b", "/files", "/axum/1/x", "/axum/1"];
    let expected: Vec<_> = paths.iter().map(|path| Reads(path, Some(PUBLIC_ORIGIN))).collect();
    assert_read_by(|| plain("/private").merge(given()), &expected);
    assert_read_by(|| plain("/private").merge(given()), &[Reads("/private", None), Reads("/axum/1/y", None)]);
    let nested: Vec<String> = paths.iter().map(|path| format!("/in{path}")).collect();
    let expected: Vec<_> = nested.iter().map(|path| Reads(path, Some(PUBLIC_ORIGIN))).collect();
    assert_read_by(|| plain("/private").nest("/in", given()), &expected);
}

#[test]
fn where_two_default_policies_meet_on_a_path_neither_counts() {
    let posts = || CorsRouter::new().route_plain("/x", post(|| async {}));
    let expected = [Reads("/x", None)];
    assert_read_by(|| plain("/x").default_policy(OTHER).merge(posts().default_policy(PUBLIC)), &expected);
    assert_read_by(|| plain("/x").merge(posts().default_policy(PUBLIC)), &expected);
}
