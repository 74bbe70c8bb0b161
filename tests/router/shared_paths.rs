//! A path with annotated handlers and plain ones: what nobody annotated is not opened by the annotations beside it.

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::routing::{get, head, post};
use cors_runtime::{CorsRouter, Policy, cors, policy, routes};
use http::StatusCode;

use support::{each, from, preflight_from, send};

use crate::{APP, EVIL};

const DEFAULT: &str = "https://default.example.com";
const DEFAULT_POLICY: Policy =
    policy!(origins = "https://default.example.com", methods = "POST", timing_origins = "https://default.example.com");

#[cors(origins = "https://app.example.com", methods = "GET", headers = ["content-type"])]
async fn show() -> &'static str {
    "shown"
}

async fn change() -> &'static str {
    "changed"
}

fn with_layer(router: CorsRouter) -> CorsRouter {
    router.layer(from_fn(|request: Request, next: Next| next.run(request)))
}

/// The same path in all the ways in which it can come to be shared.
fn shared() -> [CorsRouter; 4] {
    [
        CorsRouter::new().route("/x", routes!(show)).route_plain("/x", post(change)),
        CorsRouter::new().route_plain("/x", post(change)).route("/x", routes!(show)),
        CorsRouter::new().route("/x", routes!(show)).merge(CorsRouter::new().route_plain("/x", post(change))),
        CorsRouter::new().route("/x", routes!(show)).merge(Router::new().route("/x", post(change))),
    ]
}

#[test]
fn what_nobody_annotated_stays_closed() {
    each(shared().into_iter().chain(shared().map(with_layer)), |router| {
        let app: Router = router.with_state(());
        each([APP, EVIL], |origin| {
            let answer = from(&app, origin, "POST", "/x");
            assert!(!answer.has_cors() && !answer.headers.contains_key("vary"));
            assert_eq!(answer.text(), "changed");
        });
        let answer = from(&app, APP, "GET", "/x");
        assert_eq!(answer.allow_origin(), Some(APP));
        // The router's own 405 and 204 tell nothing that is a plain handler's.
        let cases = [("DELETE", StatusCode::METHOD_NOT_ALLOWED), ("OPTIONS", StatusCode::NO_CONTENT)];
        each(cases, |(method, status)| {
            let answer = from(&app, APP, method, "/x");
            assert_eq!((answer.status, answer.allow_origin()), (status, Some(APP)));
            assert!(!from(&app, EVIL, method, "/x").has_cors());
        });
        assert_eq!(preflight_from(&app, "/x", APP, "GET").allow_origin(), Some(APP));
        // Browsers do not look for POST in the list: what is approved here would reach the plain handler.
        let answer = preflight_from(&app, "/x", APP, "POST");
        assert_eq!((answer.status, answer.has_cors()), (StatusCode::FORBIDDEN, false));
        // For DELETE they look, and do not find it.
        let answer = preflight_from(&app, "/x", APP, "DELETE");
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.value("access-control-allow-methods"), Some("GET, HEAD"));
    });
}

#[test]
fn what_nobody_annotated_has_the_default_policy() {
    each(shared().into_iter().chain(shared().map(with_layer)), |router| {
        let app: Router = router.default_policy(DEFAULT_POLICY).with_state(());
        let answer = from(&app, DEFAULT, "POST", "/x");
        assert_eq!(answer.allow_origin(), Some(DEFAULT));
        assert_eq!(answer.text(), "changed");
        assert!(!from(&app, APP, "POST", "/x").has_cors());
        assert_eq!(preflight_from(&app, "/x", DEFAULT, "POST").allow_origin(), Some(DEFAULT));
        assert_eq!(preflight_from(&app, "/x", APP, "POST").status, StatusCode::FORBIDDEN);

        assert_eq!(from(&app, APP, "GET", "/x").allow_origin(), Some(APP));
        assert!(!from(&app, DEFAULT, "GET", "/x").has_cors());
        assert_eq!(preflight_from(&app, "/x", DEFAULT, "GET").status, StatusCode::FORBIDDEN);
        each(["DELETE", "OPTIONS"], |method| {
            let answer = from(&app, APP, method, "/x");
            assert_eq!(answer.allow_origin(), Some(APP));
            assert_eq!(answer.value("timing-allow-origin"), None);
            assert_eq!(answer.value("vary"), Some("Origin"));
            assert!(!from(&app, DEFAULT, method, "/x").has_cors());
        });
    });
}

#[test]
fn the_table_says_the_same() {
    each(shared().into_iter().take(3), |router| {
        let rows: Vec<String> =
            router.policies().iter().map(|row| format!("{} {} {}", row.path(), row.handler(), row.origins())).collect();
        assert!(rows.contains(&format!("/x show {APP}")), "{rows:?}");
        assert!(rows.contains(&"/x (plain) none".to_owned()), "{rows:?}");
    });
}

#[test]
fn a_layers_answer_tells_nothing_to_annotated_origins_either() {
    let deny = || from_fn(|_: Request, _: Next| async { StatusCode::UNAUTHORIZED });
    each(shared(), |router| {
        let app: Router = router.layer(deny()).with_state(());
        assert!(!from(&app, APP, "POST", "/x").has_cors());
        assert_eq!(from(&app, APP, "GET", "/x").allow_origin(), Some(APP));
        // A preflight is never a layer's to answer where annotated handlers stand.
        let headers = [("origin", APP), ("access-control-request-method", "POST")];
        assert_eq!(send(&app, "OPTIONS", "/x", &headers).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn paths_beside_a_merged_router_keep_their_405() {
    let api = || CorsRouter::new().route("/x", routes!(show)).nest("/plain", Router::new().route("/", get(change)));
    let deny = from_fn(|_: Request, _: Next| async { StatusCode::UNAUTHORIZED });
    // No route of the nested router can be `/x`, so nothing there is a plain handler's.
    let app: Router = api().layer(deny).with_state(());
    let answer = from(&app, APP, "POST", "/x");
    assert_eq!((answer.status, answer.allow_origin()), (StatusCode::UNAUTHORIZED, Some(APP)));
}

#[cors(origins = "https://app.example.com", methods = "*")]
async fn everything() {}

type MadeRouter = fn() -> CorsRouter;

/// An annotated handler speaks for each method it serves; a plain one that took the method from it would get its policy.
#[test]
fn a_plain_route_takes_no_method_from_an_annotated_handler() {
    let cases: [(&str, MadeRouter); 5] = [
        ("POST /x", || CorsRouter::new().route("/x", routes!(everything)).route_plain("/x", post(change))),
        ("HEAD /x", || CorsRouter::new().route("/x", routes!(show)).route_plain("/x", head(change))),
        ("POST /x", || with_layer(CorsRouter::new().route_plain("/x", post(change)).route("/x", routes!(everything)))),
        ("HEAD /x", || {
            with_layer(CorsRouter::new().route("/x", routes!(show)).merge(Router::new().route("/x", head(change))))
        }),
        ("POST /", || {
            let api = CorsRouter::new().route("/", routes!(everything)).route_plain("/", post(change));
            CorsRouter::new().nest("/api", api)
        }),
    ];
    each(cases.into_iter().enumerate(), |(number, (overlap, router))| {
        let made = std::panic::catch_unwind(|| -> Router { router().with_state(()) });
        let message =
            *made.expect_err("the overlap is refused").downcast::<String>().expect("axum formats the message");
        assert!(message.contains(overlap), "{number}: {message}");
    });
}
