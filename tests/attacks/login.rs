//! Logins: behind a layer that refuses, no request of any shape runs a handler that axum alone would not have run.
//!
//! One application is built with axum alone and with this library, in all its forms. Every handler counts its runs, and each
//! request is sent to both.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get};
use cors_runtime::{CorsLayer, CorsRouter, Policy, cors, policy, routes};
use support::each;
use tower::ServiceExt as _;

use super::exchange::{Sent, answer_or_panic};
use super::judge::Failures;

/// The places that count.
const PLACES: [&str; 13] = [
    "show",
    "change",
    "everything",
    "asked",
    "socket",
    "enforced",
    "plain",
    "plain get",
    "service",
    "nested service",
    "fallback",
    "wrong method",
    "unguarded",
];

#[derive(Clone, Default)]
struct Runs(Arc<[AtomicUsize; PLACES.len()]>);

impl Runs {
    fn count(&self, place: &str) {
        let number = PLACES.iter().position(|known| *known == place).expect("a place");
        self.0[number].fetch_add(1, Ordering::Relaxed);
    }

    fn taken(&self) -> [usize; PLACES.len()] {
        self.0.each_ref().map(|runs| runs.swap(0, Ordering::Relaxed))
    }
}

const APP: &str = "https://app.example.com";
const DEFAULT: Policy = policy!(origins = "https://app.example.com", methods = "*", headers = "*", credentials);

#[cors(origins = "https://app.example.com", methods = "GET, POST", credentials)]
async fn show(State(runs): State<Runs>) {
    runs.count("show");
}

#[cors(origins = "*", methods = "PUT, DELETE")]
async fn change(State(runs): State<Runs>) {
    runs.count("change");
}

#[cors(origins = "https://app.example.com", methods = "*", headers = "*", credentials)]
async fn everything(State(runs): State<Runs>) {
    runs.count("everything");
}

#[cors(origins = "https://app.example.com", methods = "GET, OPTIONS")]
async fn asked(State(runs): State<Runs>) {
    runs.count("asked");
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn socket(State(runs): State<Runs>, _: Result<WebSocketUpgrade, WebSocketUpgradeRejection>) {
    runs.count("socket");
}

#[cors(origins = "https://app.example.com", methods = "GET, POST", enforce = true)]
async fn enforced(State(runs): State<Runs>) {
    runs.count("enforced");
}

async fn plain(State(runs): State<Runs>) {
    runs.count("plain");
}

async fn plain_get(State(runs): State<Runs>) {
    runs.count("plain get");
}

async fn fallback(State(runs): State<Runs>) -> StatusCode {
    runs.count("fallback");
    StatusCode::NOT_FOUND
}

async fn wrong_method(State(runs): State<Runs>) -> StatusCode {
    runs.count("wrong method");
    StatusCode::METHOD_NOT_ALLOWED
}

async fn unguarded(State(runs): State<Runs>) {
    runs.count("unguarded");
}

/// A service that counts, as `ServeDir` and the like are mounted.
fn service(runs: &Runs, place: &'static str) -> Router {
    let runs = runs.clone();
    Router::new().fallback(move || async move { runs.count(place) })
}

/// How the login stands before the handlers, and whom it lets in.
#[derive(Clone, Copy, Debug)]
enum Login {
    /// `.layer`, nobody.
    Layer,
    /// `.route_layer`, nobody.
    RouteLayer,
    /// `.layer`, who has a cookie.
    LayerForCookies,
    /// `.route_layer`, who has a cookie.
    RouteLayerForCookies,
}

const LOGINS: [Login; 4] = [Login::Layer, Login::RouteLayer, Login::LayerForCookies, Login::RouteLayerForCookies];

async fn nobody(_: Request, _: Next) -> StatusCode {
    StatusCode::UNAUTHORIZED
}

async fn who_has_a_cookie(request: Request, next: Next) -> Response {
    if request.headers().contains_key("cookie") {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

/// The application, in the words of the router that it is built with.
macro_rules! application {
    (
        $router:ty, $login:expr, $runs:expr, plain: $route_plain:ident,
        show and change: $both:expr, everything: $everything:expr, asked: $asked:expr, socket: $socket:expr, enforced: $enforced:expr
    ) => {{
        let new = <$router>::new;
        let nested = new().route("/both", $both).$route_plain("/plain", any(plain)).route("/asked", $asked);
        let merged = new().route("/merged", $everything).$route_plain("/merged-plain", get(plain_get));
        let own_fallback = new().route("/socket", $socket).fallback(fallback);
        let router = new()
            .route("/both", $both)
            .route("/everything", $everything)
            .route("/asked", $asked)
            .route("/socket", $socket)
            .route("/enforced", $enforced)
            .$route_plain("/plain", any(plain))
            .$route_plain("/plain-get", get(plain_get))
            .route_service("/service", service($runs, "service"))
            .nest("/nested", nested)
            .nest("/own", own_fallback)
            .nest_service("/files", service($runs, "nested service"))
            .merge(merged)
            .fallback(fallback)
            .method_not_allowed_fallback(wrong_method);
        let router = match $login {
            Login::Layer => router.layer(from_fn(nobody)),
            Login::RouteLayer => router.route_layer(from_fn(nobody)),
            Login::LayerForCookies => router.layer(from_fn(who_has_a_cookie)),
            Login::RouteLayerForCookies => router.route_layer(from_fn(who_has_a_cookie)),
        };
        router.$route_plain("/unguarded", get(unguarded))
    }};
}

fn axum_alone(login: Login, runs: &Runs) -> Router {
    application!(
        Router<Runs>, login, runs, plain: route,
        show and change: get(show).post(show).put(change).delete(change),
        everything: any(everything),
        asked: get(asked).options(asked),
        socket: get(socket).connect(socket),
        enforced: get(enforced).post(enforced)
    )
    .with_state(runs.clone())
}

fn annotated_on_axum(login: Login, runs: &Runs) -> Router {
    application!(
        Router<Runs>, login, runs, plain: route,
        show and change: routes!(show, change),
        everything: routes!(everything),
        asked: routes!(asked),
        socket: routes!(socket),
        enforced: routes!(enforced)
    )
    .with_state(runs.clone())
}

fn on_cors_router(login: Login, runs: &Runs) -> CorsRouter<Runs> {
    application!(
        CorsRouter<Runs>, login, runs, plain: route_plain,
        show and change: routes!(show, change),
        everything: routes!(everything),
        asked: routes!(asked),
        socket: routes!(socket),
        enforced: routes!(enforced)
    )
}

/// The forms in which the application meets this library.
fn forms(login: Login) -> Vec<(&'static str, Router, Runs)> {
    let made = |name, make: &dyn Fn(&Runs) -> Router| {
        let runs = Runs::default();
        (name, make(&runs), runs)
    };
    vec![
        made("routes on axum", &|runs| annotated_on_axum(login, runs)),
        made("CorsRouter", &|runs| on_cors_router(login, runs).with_state(runs.clone())),
        made("CorsRouter with a default policy", &|runs| {
            on_cors_router(login, runs).default_policy(DEFAULT).with_state(runs.clone())
        }),
        made("CorsLayer", &|runs| axum_alone(login, runs).layer(CorsLayer::new(DEFAULT))),
        made("CorsLayer around CorsRouter", &|runs| {
            let inner: Router = on_cors_router(login, runs).with_state(runs.clone());
            inner.layer(CorsLayer::new(DEFAULT))
        }),
        made("CorsRouter in a handler", &|runs| {
            let inner: Router = on_cors_router(login, runs).with_state(runs.clone());
            Router::new().fallback(any(move |request: axum::http::Request<Body>| inner.oneshot(request)))
        }),
    ]
}

const METHODS: [&str; 13] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "PURGE", "TRACE", "get", "options",
    "OPTIONSX",
];

const PATHS: [&str; 32] = [
    "/both",
    "/everything",
    "/asked",
    "/socket",
    "/enforced",
    "/plain",
    "/plain-get",
    "/service",
    "/nested/both",
    "/nested/plain",
    "/nested/asked",
    "/nested/nowhere",
    "/nested",
    "/nested/",
    "/own/socket",
    "/own/nowhere",
    "/own",
    "/files/a",
    "/files",
    "/merged",
    "/merged-plain",
    "/unguarded",
    "/nowhere",
    "/",
    "*",
    "/both/",
    "//both",
    "/BOTH",
    "/%62oth",
    "/both?a=/plain",
    "http://evil.example/both",
    "/unguarded/../both",
];

type Lines = &'static [(&'static str, &'static str)];

const HEADERS: [Lines; 17] = [
    &[],
    &[("origin", APP)],
    &[("origin", "https://evil.net")],
    &[("origin", APP), ("access-control-request-method", "GET")],
    &[("origin", APP), ("access-control-request-method", "PUT"), ("access-control-request-headers", "cookie, x-a")],
    &[("origin", APP), ("access-control-request-method", "OPTIONS")],
    &[("origin", APP), ("access-control-request-method", "")],
    &[("origin", "https://evil.net"), ("access-control-request-method", "PURGE")],
    &[("origin", APP), ("origin", APP), ("access-control-request-method", "GET")],
    &[("origin", APP), ("access-control-request-method", "GET"), ("access-control-request-method", "PUT")],
    &[("access-control-request-method", "GET")],
    &[("origin", ""), ("access-control-request-method", "CONNECT"), ("access-control-request-private-network", "true")],
    &[("origin", APP), ("x-http-method-override", "OPTIONS"), ("x-original-url", "/unguarded")],
    &[("origin", APP), ("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors"), ("host", "app.example.com")],
    &[
        ("origin", APP),
        ("upgrade", "websocket"),
        ("connection", "upgrade"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "x"),
    ],
    &[("origin", APP), ("cookie", "id=1")],
    &[("origin", APP), ("access-control-request-method", "GET"), ("cookie", "id=1")],
];

#[test]
fn no_request_passes_a_login() {
    let mut failures = Failures::default();
    let mut ran_at_all: BTreeMap<&str, [usize; PLACES.len()]> = BTreeMap::new();
    for login in LOGINS {
        let alone_runs = Runs::default();
        let alone = axum_alone(login, &alone_runs);
        let forms = forms(login);
        for method in METHODS {
            assert!(Method::from_bytes(method.as_bytes()).is_ok());
            for (path, lines) in PATHS.iter().flat_map(|path| HEADERS.map(|lines| (path, lines))) {
                let sent = lines.iter().fold(Sent::new(method, path), |sent, &(name, value)| sent.header(name, value));
                let request = || sent.request().expect("a request");
                if let Err(panic) = answer_or_panic(&alone, request()) {
                    failures.add(format!("axum alone, {login:?}: {sent:?} {panic}"));
                }
                let expected = alone_runs.taken();
                for (name, app, runs) in &forms {
                    failures.judged();
                    if let Err(panic) = answer_or_panic(app, request()) {
                        failures.add(format!("{name}, {login:?}: {sent:?} {panic}"));
                    }
                    let sums = ran_at_all.entry(*name).or_default();
                    for (((place, sum), ran), expected) in PLACES.iter().zip(sums).zip(runs.taken()).zip(expected) {
                        *sum += ran;
                        if ran > expected {
                            failures.add(format!("{name}, {login:?}: {sent:?} ran {place}"));
                        }
                    }
                }
            }
        }
    }
    let judged = failures.report();
    println!("{judged} requests to {} forms behind {} logins", forms(Login::Layer).len(), LOGINS.len());
    // Nothing would be said of a handler that runs in no way.
    each(ran_at_all, |(_, ran)| each(PLACES.iter().zip(ran), |(_, ran)| assert!(ran > 0, "it never ran")));
}
