//! A policy travels with its route: however the router is reached, no request is a plain one because its route was not
//! recognised.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{MatchedPath, Path, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{any, any_service};
use cors_runtime::{CorsRouter, Policy, cors, policy, routes};
use http::{Method, StatusCode};
use tower::{ServiceExt as _, service_fn};

use support::{Answer, each, from, preflight_from, send};

use crate::{APP, EVIL};

static TRANSFERS: AtomicUsize = AtomicUsize::new(0);

#[cors(origins = "https://app.example.com", methods = "POST", enforce = true)]
async fn transfer(_: Bytes) -> &'static str {
    TRANSFERS.fetch_add(1, Ordering::Relaxed);
    "transferred"
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn account(Path(captured): Path<HashMap<String, String>>, matched: MatchedPath) -> String {
    format!("{} {}", captured["id"], matched.as_str())
}

/// A router with a login, which counts who reaches it.
fn bank(logins: &Arc<AtomicUsize>) -> Router {
    let logins = Arc::clone(logins);
    CorsRouter::new()
        .route("/transfer", routes!(transfer))
        .route("/accounts/{id}", routes!(account))
        .layer(from_fn(move |request: Request, next: Next| {
            logins.fetch_add(1, Ordering::Relaxed);
            next.run(request)
        }))
        .with_state(())
}

const EVERYBODY: Policy = policy!(origins = "*", methods = "*");

/// The router, reached in every way in which axum can reach one; with the path before its own.
fn reached(bank: &Router) -> Vec<(&'static str, &'static str, Router)> {
    let called = {
        let bank = bank.clone();
        any(move |request: Request| bank.clone().oneshot(request))
    };
    let service = {
        let bank = bank.clone();
        service_fn(move |request: Request| {
            let bank = bank.clone();
            async move { Ok::<Response, Infallible>(bank.oneshot(request).await.unwrap_or_else(|never| match never {})) }
        })
    };
    vec![
        ("served", "", bank.clone()),
        ("nested", "/v1", Router::new().nest("/v1", bank.clone())),
        ("merged", "", Router::new().merge(bank.clone())),
        ("a nested service", "/v1", Router::new().nest_service("/v1", bank.clone())),
        ("called by a handler", "", Router::new().route("/{*path}", called)),
        ("a route's service", "", Router::new().route("/{*path}", any_service(bank.clone()))),
        ("route_service", "", Router::new().route_service("/{*path}", service)),
        ("a fallback", "", Router::new().fallback_service(bank.clone())),
        ("a nested fallback", "/a", Router::new().nest("/a", Router::new().fallback_service(bank.clone()))),
        (
            "a nested fallback of a CorsRouter",
            "/a",
            CorsRouter::new().nest("/a", CorsRouter::new().fallback_service(bank.clone())).with_state(()),
        ),
        ("merged into a CorsRouter", "", CorsRouter::new().merge(bank.clone()).with_state(())),
        ("nested in a CorsRouter", "/v1", CorsRouter::new().nest("/v1", bank.clone()).with_state(())),
        (
            "under another path that is annotated",
            "",
            CorsRouter::new()
                .route("/transfer/{x}", routes!(account))
                .fallback_service(bank.clone())
                .layer(from_fn(|request: Request, next: Next| next.run(request)))
                .with_state(()),
        ),
    ]
}

fn assert_refused(answer: &Answer, how: &str) {
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{how}");
    assert!(!answer.has_cors(), "{how}");
}

#[test]
fn the_policy_is_there_however_the_router_is_reached() {
    let logins = Arc::new(AtomicUsize::new(0));
    each(reached(&bank(&logins)), |(how, prefix, app)| {
        let (transfer, account) = (format!("{prefix}/transfer"), format!("{prefix}/accounts/7"));
        logins.store(0, Ordering::Relaxed);
        let ran_before = TRANSFERS.load(Ordering::Relaxed);
        assert_eq!(preflight_from(&app, &transfer, APP, "POST").allow_origin(), Some(APP));
        assert_refused(&preflight_from(&app, &transfer, EVIL, "POST"), how);
        let cross_site = [("origin", EVIL), ("sec-fetch-site", "cross-site")];
        assert_refused(&send(&app, "POST", &transfer, &cross_site), how);
        assert_eq!(logins.load(Ordering::Relaxed), 0, "{how}: the login was asked");
        assert_eq!(TRANSFERS.load(Ordering::Relaxed), ran_before, "{how}: the handler ran");

        let answer = from(&app, APP, "GET", &account);
        assert_eq!((answer.status, answer.allow_origin()), (StatusCode::OK, Some(APP)));
        assert!(!from(&app, EVIL, "GET", &account).has_cors());
        assert_eq!(from(&app, APP, "DELETE", &account).allow_origin(), Some(APP));
        assert_eq!(logins.load(Ordering::Relaxed), 3);
    });
}

#[test]
fn a_default_policy_around_it_opens_nothing() {
    let logins = Arc::new(AtomicUsize::new(0));
    let inner = || CorsRouter::new().fallback_service(bank(&logins));
    let cases = [
        CorsRouter::new().nest("/a", inner()).default_policy(EVERYBODY).with_state(()),
        CorsRouter::new().nest_service("/a", bank(&logins)).default_policy(EVERYBODY).with_state(()),
        CorsRouter::new().nest("/a", bank(&logins)).default_policy(EVERYBODY).with_state(()),
    ];
    each(cases, |app| {
        let app: Router = app;
        let answer = from(&app, EVIL, "POST", "/a/transfer");
        assert_refused(&answer, "a default policy");
        assert!(!from(&app, EVIL, "GET", "/a/accounts/7").has_cors());
        assert_eq!(from(&app, APP, "GET", "/a/accounts/7").allow_origin(), Some(APP));
    });
}

#[cors(origins = "https://app.example.com", methods = PUT)]
async fn change() -> &'static str {
    CHANGES.fetch_add(1, Ordering::Relaxed);
    "changed"
}

static CHANGES: AtomicUsize = AtomicUsize::new(0);

/// A default policy cannot know what an `axum::Router` or a service has inside, and answers its preflights. What it approved
/// does not run a handler whose own policy refuses the page.
#[test]
fn what_a_default_policy_approves_an_annotated_route_still_refuses() {
    let axum = || Router::new().route("/x", routes!(change));
    let layered = || {
        let pass = from_fn(|request: Request, next: Next| next.run(request));
        CorsRouter::new().route("/x", routes!(change)).layer(pass).with_state(())
    };
    let routers: [(&str, CorsRouter); 6] = [
        ("/x", CorsRouter::new().merge(axum())),
        ("/a/x", CorsRouter::new().nest("/a", axum())),
        ("/x", CorsRouter::new().fallback_service(axum())),
        ("/a/x", CorsRouter::new().nest_service("/a", layered())),
        ("/a/x", CorsRouter::new().nest("/a", CorsRouter::new().fallback_service(layered()))),
        ("/x", CorsRouter::new().route_plain("/x", routes!(change))),
    ];
    each(routers.into_iter().enumerate(), |(number, (path, router))| {
        let app: Router = router.default_policy(EVERYBODY).with_state(());
        let before = CHANGES.load(Ordering::Relaxed);
        let answer = from(&app, EVIL, "PUT", path);
        assert_refused(&answer, path);
        assert_eq!(CHANGES.load(Ordering::Relaxed), before, "{number}: the handler ran");
        let answer = from(&app, APP, "PUT", path);
        assert_eq!((answer.status, answer.allow_origin()), (StatusCode::OK, Some(APP)));
        // No other page made this one.
        assert_eq!(send(&app, "PUT", path, &[]).status, StatusCode::OK);
    });
    // A router whose routes are known answers by their own policies.
    let known = CorsRouter::new().merge(CorsRouter::new().route("/x", routes!(change)));
    let app: Router = known.default_policy(EVERYBODY).with_state(());
    assert_refused(&preflight_from(&app, "/x", EVIL, "PUT"), "known");
    assert_eq!(from(&app, EVIL, "PUT", "/x").status, StatusCode::OK);
}

#[test]
fn handlers_see_what_axum_shows_them() {
    let logins = Arc::new(AtomicUsize::new(0));
    let app = Router::new().nest("/v1", bank(&logins));
    assert_eq!(from(&app, APP, "GET", "/v1/accounts/7").text(), "7 /v1/accounts/{id}");
}

#[cors(origins = "https://app.example.com", methods = "PURGE", enforce = true)]
async fn purge() -> &'static str {
    "purged"
}

#[cors(origins = "*", methods = "POST")]
async fn post() -> &'static str {
    "posted"
}

/// What a layer makes of the method changes nothing of which handler runs, as in axum, and so of whose policy is asked.
#[test]
fn the_policy_is_that_of_the_handler_that_runs() {
    let override_method = from_fn(|mut request: Request, next: Next| {
        if let Some(method) = request.headers().get("x-http-method-override") {
            *request.method_mut() = Method::from_bytes(method.as_bytes()).expect("a method");
        }
        next.run(request)
    });
    let app: Router = CorsRouter::new()
        .route("/alone", routes!(purge))
        .route("/both", routes!(purge, post))
        .layer(override_method)
        .with_state(());
    each([("/alone", ""), ("/both", "posted")], |(path, said)| {
        each([APP, EVIL], |origin| {
            let answer = send(&app, "POST", path, &[("origin", origin), ("x-http-method-override", "PURGE")]);
            assert_eq!(answer.text(), said);
        });
    });
    let answer = send(&app, "PURGE", "/both", &[("origin", EVIL), ("x-http-method-override", "POST")]);
    assert_refused(&answer, "PURGE");
}
