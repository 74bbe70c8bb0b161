//! Two `routes!` on one path, from two modules or from merged routers, are one path.

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use cors_runtime::{CorsRouter, cors, routes};
use http::StatusCode;

use support::{each, from, preflight_from};

use crate::{APP, EVIL};

const ADMIN: &str = "https://admin.example.com";

mod reading {
    #[cors_runtime::cors(origins = "https://app.example.com", methods = "GET, PURGE", headers = ["x-read"])]
    pub async fn show(path: axum::extract::OriginalUri) -> String {
        format!("shown {}", path.path())
    }
}

mod writing {
    #[cors_runtime::cors(origins = "https://admin.example.com", methods = "PUT, BAN", headers = ["x-write"])]
    pub async fn save() -> &'static str {
        "saved"
    }

    #[cors_runtime::cors(origins = "https://admin.example.com", methods = "GET")]
    pub async fn list() {}
}

fn with_layer(router: CorsRouter, says: &'static str) -> CorsRouter {
    router.layer(from_fn(move |request: Request, next: Next| async move {
        let mut response = next.run(request).await;
        response.headers_mut().append("x-layer", http::HeaderValue::from_static(says));
        response
    }))
}

fn reading() -> CorsRouter {
    CorsRouter::new().route("/items", routes!(reading::show))
}

fn writing() -> CorsRouter {
    CorsRouter::new().route("/items", routes!(writing::save))
}

/// The path, put together in each way; with the path before it.
fn joined() -> Vec<(&'static str, CorsRouter)> {
    vec![
        ("", reading().route("/items", routes!(writing::save))),
        ("", reading().merge(writing())),
        ("", with_layer(reading().merge(writing()), "both")),
        ("", with_layer(reading(), "reading").merge(writing())),
        ("", reading().merge(with_layer(writing(), "writing"))),
        ("/api", CorsRouter::new().nest("/api", reading()).nest("/api", writing())),
        (
            "/api",
            CorsRouter::new().nest("/api", with_layer(reading(), "reading")).nest("/api", with_layer(writing(), "x")),
        ),
        ("/api", CorsRouter::new().nest("/api", reading()).route("/api/items", routes!(writing::save))),
    ]
}

#[test]
fn each_handler_keeps_its_policy_and_its_layers() {
    each(joined(), |(prefix, router)| {
        let app: Router = router.with_state(());
        let path = format!("{prefix}/items");
        let cases = [
            ("GET", APP, format!("shown {path}")),
            ("HEAD", APP, String::new()),
            ("PURGE", APP, format!("shown {path}")),
            ("PUT", ADMIN, "saved".to_owned()),
            ("BAN", ADMIN, "saved".to_owned()),
        ];
        each(cases, |(method, origin, said)| {
            let answer = from(&app, origin, method, &path);
            assert_eq!((answer.status, answer.allow_origin()), (StatusCode::OK, Some(origin)));
            assert!(!from(&app, EVIL, method, &path).has_cors());
            assert_eq!(answer.text(), said);
            let other = if origin == APP { ADMIN } else { APP };
            assert_eq!(preflight_from(&app, &path, origin, method).allow_origin(), Some(origin));
            assert_eq!(preflight_from(&app, &path, other, method).status, StatusCode::FORBIDDEN);
        });
        each([APP, ADMIN], |origin| {
            let answer = from(&app, origin, "OPTIONS", &path);
            assert_eq!((answer.status, answer.allow_origin()), (StatusCode::NO_CONTENT, Some(origin)));
            assert_eq!(answer.value("allow"), Some("GET, HEAD, PURGE, PUT, BAN, OPTIONS"));
            let answer = from(&app, origin, "DELETE", &path);
            assert_eq!((answer.status, answer.allow_origin()), (StatusCode::METHOD_NOT_ALLOWED, Some(origin)));
            assert_eq!(answer.value("vary"), Some("Origin"));
        });
    });
}

#[test]
fn a_layer_stays_with_its_routes() {
    let app: Router = with_layer(reading(), "reading").merge(with_layer(writing(), "writing")).with_state(());
    each([("GET", "reading"), ("PURGE", "reading"), ("PUT", "writing"), ("BAN", "writing")], |(method, says)| {
        assert_eq!(from(&app, APP, method, "/items").value("x-layer"), Some(says));
    });
}

#[test]
fn the_table_has_each_handler() {
    each(joined(), |(prefix, router)| {
        let table = router.policies();
        let rows: Vec<String> = table.iter().map(|row| format!("{} {}", row.path(), row.handler())).collect();
        assert_eq!(rows, [format!("{prefix}/items show"), format!("{prefix}/items save")]);
    });
}

#[cors(origins = "https://app.example.com", methods = "HEAD")]
async fn probe() -> [(&'static str, &'static str); 1] {
    [("x-by", "probe")]
}

#[test]
fn an_explicit_head_beside_get_wins_here_too() {
    let app: Router = reading().merge(CorsRouter::new().route("/items", routes!(probe))).with_state(());
    assert_eq!(from(&app, APP, "HEAD", "/items").value("x-by"), Some("probe"));
    assert_eq!(from(&app, APP, "GET", "/items").value("x-by"), None);
}

type MadeRouter = fn() -> CorsRouter;

/// Both are named, where they meet and not only when a request comes.
#[test]
fn two_handlers_for_one_method_stop_the_start() {
    let meetings: [MadeRouter; 3] = [
        || reading().route("/items", routes!(writing::list)),
        || reading().merge(CorsRouter::new().route("/items", routes!(writing::list))),
        || {
            let listing = CorsRouter::new().route("/items", routes!(writing::list));
            CorsRouter::new().nest("/api", with_layer(reading(), "x")).nest("/api", listing)
        },
    ];
    each(meetings, |meeting| {
        let refused = std::panic::catch_unwind(meeting).expect_err("they cannot meet");
        let message = refused.downcast::<String>().expect("the message is formatted");
        assert!(message.contains("/items` `show` and `list` both serve GET"), "{message}");
    });
}
