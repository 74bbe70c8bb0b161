//! The policies under attack: of every shape that the contract has, static and known at run time. Beside each stands, by hand,
//! whom it means to admit.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::AppendHeaders;
use axum::routing::any;
use cors_runtime::{
    CorsLayer, CorsRouter, Origin, OriginSet, Policy, PolicyConfig, SharedOrigins, cors, origin_check, policy, routes,
};
use tower::ServiceExt as _;

/// A policy that is mounted at `/item`.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) app: Router,
    /// Whom it means to admit, as `naive::admits` reads it.
    pub(crate) intended: &'static [&'static str],
    /// Origins that it admits. Attacks are made from them; the first is asked for by the good requests.
    pub(crate) genuine: &'static [&'static str],
    /// The host that an attacker puts a name of his own in front of, behind or around.
    pub(crate) host: &'static str,
    pub(crate) credentials: bool,
    pub(crate) enforce: bool,
}

impl Shape {
    pub(crate) fn is_for_everybody(&self) -> bool {
        self.intended == ["*"]
    }

    pub(crate) fn means(&self, origin: &str) -> bool {
        self.intended.iter().any(|entry| naive::admits(entry, origin))
    }

    fn credentials(self) -> Self {
        Self { credentials: true, ..self }
    }

    fn enforce(self) -> Self {
        Self { enforce: true, ..self }
    }
}

/// What only pages of the policy may read.
pub(crate) const SECRET: &str = "secret";

/// A handler that says itself who may read it: to everybody, to the attacker, with cookies and from private networks. Such
/// lines must not outlive the policy.
type Lies = (AppendHeaders<[(HeaderName, &'static str); 5]>, &'static str);

fn lies() -> Lies {
    let lines = [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-origin", "https://evil.net"),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-private-network", "true"),
        ("vary", "accept-encoding"),
    ];
    (AppendHeaders(lines.map(|(name, value)| (HeaderName::from_static(name), value))), SECRET)
}

#[cors(
    origins = ["https://app.example.com", "https://admin.example.com:8443", "https://foo.example", "https://bar.example"],
    methods = "GET, POST, PUT, DELETE",
)]
async fn exact() -> Lies {
    lies()
}

#[cors(origins = "https://*.shop.example.com", methods = "GET, POST, PUT")]
async fn below() -> Lies {
    lies()
}

#[cors(origins = "https://pr-*.preview.example.com", methods = "GET, POST, PUT")]
async fn in_a_label() -> Lies {
    lies()
}

#[cors(origins = ["https://ports.example.com:*", "https://*.any.example.com:*"], methods = "GET, POST, PUT")]
async fn any_port() -> Lies {
    lies()
}

#[cors(origins = "http://localhost:*", methods = "GET, POST, PUT", credentials)]
async fn localhost() -> Lies {
    lies()
}

#[cors(
    origins = ["tauri://localhost", "app://.", "chrome-extension://abcdefghijklmnopabcdefghijklmnop", "moz-extension://*"],
    methods = "GET, POST, PUT",
)]
async fn apps() -> Lies {
    lies()
}

#[cors(origins = ["https://192.0.2.10", "https://[2001:db8::1]:8443", "http://127.0.0.1:*"], methods = "GET, POST, PUT")]
async fn addresses() -> Lies {
    lies()
}

#[cors(origins = "*", methods = "*", headers = "*")]
async fn everybody() -> Lies {
    lies()
}

#[cors(
    origins = ["https://app.example.com", "https://*.shop.example.com"],
    methods = "*",
    headers = "*",
    expose_headers = "etag",
    credentials,
    max_age = 600,
)]
async fn with_credentials() -> Lies {
    lies()
}

#[cors(origins = "https://app.example.com", methods = "GET, POST, PUT", credentials, enforce = true)]
async fn enforced() -> Lies {
    lies()
}

static FROM_A_SET: LazyLock<OriginSet> = LazyLock::new(|| {
    "https://app.example.com, https://foo.example, https://bar.example, https://*.shop.example.com, \
     https://pr-*.preview.example.com, http://localhost:*, https://xn--mnchen-3ya.example"
        .parse()
        .expect("a set")
});

#[cors(origins_from = FROM_A_SET, methods = "GET, POST, PUT", credentials)]
async fn from_a_set() -> Lies {
    lies()
}

/// Swapped once, so that what the first set admitted is an attack too.
static SHARED: LazyLock<SharedOrigins> = LazyLock::new(|| {
    let shared = SharedOrigins::new("https://evil.net, https://*.evil.net".parse().expect("a set"));
    shared.store("https://app.example.com, https://*.shop.example.com".parse().expect("a set"));
    shared
});

#[cors(origins_from = SHARED, methods = "GET, POST, PUT", credentials)]
async fn from_shared() -> Lies {
    lies()
}

/// An application's question as applications write it.
#[origin_check]
async fn is_tenant(origin: Origin) -> bool {
    origin.scheme() == "https" && origin.port().is_none() && origin.host() == "tenant.example.com"
}

#[cors(origins_if = is_tenant, methods = "GET, POST, PUT", credentials)]
async fn asked() -> Lies {
    lies()
}

/// Open beside the others, for attacks on paths. It says so and has no secret.
#[cors(origins = "*", methods = "GET")]
async fn public() -> &'static str {
    "public"
}

const APP: &[&str] = &["https://app.example.com"];
const APP_AND_BELOW: &[&str] = &["https://app.example.com", "https://*.shop.example.com"];
const DEFAULT: Policy = policy!(origins = "https://app.example.com", methods = "GET, POST, PUT", credentials);

fn shape(
    name: &'static str,
    app: Router,
    intended: &'static [&'static str],
    genuine: &'static [&'static str],
) -> Shape {
    let host = genuine[0].split_once("://").expect("an origin").1;
    Shape { name, app, intended, genuine, host, credentials: false, enforce: false }
}

/// An annotated handler on an axum router, beside an open one.
macro_rules! on_axum {
    ($handler:ident) => {
        Router::new().route("/item", routes!($handler)).route("/public", routes!(public))
    };
}

fn anything() -> Router {
    Router::new().fallback(any(|| async { lies() }))
}

/// A layer that lets through who has a cookie, and lies as handlers do. Where there is no policy its word would be the last.
fn behind_a_login() -> Router {
    CorsRouter::new()
        .route("/item", routes!(with_credentials))
        .route("/public", routes!(public))
        .layer(from_fn(|request: Request, next: Next| async move {
            let is_let_in = request.headers().contains_key("cookie") || request.uri().path() != "/item";
            if is_let_in { Ok(next.run(request).await) } else { Err((StatusCode::UNAUTHORIZED, lies())) }
        }))
        .with_state(())
}

fn called_by_a_handler() -> Router {
    let inner: Router = CorsRouter::new().merge(on_axum!(below)).with_state(());
    Router::new().route("/{*path}", any(move |request: Request| inner.oneshot(request)))
}

fn configured() -> Policy {
    let config: PolicyConfig = serde_json::from_value(serde_json::json!({
        "origins": ["https://app.example.com", "https://*.shop.example.com"],
        "methods": ["GET", "POST", "PUT"],
        "credentials": true,
        "enforce": true,
    }))
    .expect("a policy's keys");
    config.build().expect("a policy")
}

pub(crate) fn all() -> Vec<Shape> {
    [listed(), open_and_run_time(), layers_and_routers()].into_iter().flatten().collect()
}

fn below_shop(shape: Shape) -> Shape {
    Shape { host: "shop.example.com", ..shape }
}

/// Exact origins and patterns of all kinds.
fn listed() -> Vec<Shape> {
    vec![
        shape(
            "an exact list",
            on_axum!(exact),
            &[
                "https://app.example.com",
                "https://admin.example.com:8443",
                "https://foo.example",
                "https://bar.example",
            ],
            &["https://app.example.com", "https://admin.example.com:8443"],
        ),
        below_shop(shape(
            "a pattern below a host",
            on_axum!(below),
            &["https://*.shop.example.com"],
            &["https://a.shop.example.com"],
        )),
        Shape {
            host: "preview.example.com",
            ..shape(
                "a pattern in a label",
                on_axum!(in_a_label),
                &["https://pr-*.preview.example.com"],
                &["https://pr-7.preview.example.com"],
            )
        },
        Shape {
            host: "ports.example.com",
            ..shape(
                "any port",
                on_axum!(any_port),
                &["https://ports.example.com:*", "https://*.any.example.com:*"],
                &["https://ports.example.com:8443"],
            )
        },
        Shape {
            host: "localhost",
            ..shape("localhost", on_axum!(localhost), &["http://localhost:*"], &["http://localhost:3000"]).credentials()
        },
        shape(
            "schemes of apps",
            on_axum!(apps),
            &[
                "tauri://localhost",
                "app://.",
                "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
                "moz-extension://*",
            ],
            &[
                "tauri://localhost",
                "app://.",
                "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
                "moz-extension://8b2f-1a",
            ],
        ),
        shape(
            "addresses",
            on_axum!(addresses),
            &["https://192.0.2.10", "https://[2001:db8::1]:8443", "http://127.0.0.1:*"],
            &["https://192.0.2.10", "https://[2001:db8::1]:8443", "http://127.0.0.1:3000"],
        ),
    ]
}

/// Everybody, credentials, and what is known at run time.
fn open_and_run_time() -> Vec<Shape> {
    vec![
        shape("everybody", on_axum!(everybody), &["*"], APP),
        shape("credentials", on_axum!(with_credentials), APP_AND_BELOW, APP).credentials(),
        shape("enforced", on_axum!(enforced), APP, APP).credentials().enforce(),
        shape(
            "a set",
            on_axum!(from_a_set),
            &[
                "https://app.example.com",
                "https://foo.example",
                "https://bar.example",
                "https://*.shop.example.com",
                "https://pr-*.preview.example.com",
                "http://localhost:*",
                "https://xn--mnchen-3ya.example",
            ],
            &["https://xn--mnchen-3ya.example"],
        )
        .credentials(),
        shape("a shared set", on_axum!(from_shared), APP_AND_BELOW, APP).credentials(),
        shape("a question", on_axum!(asked), &["https://tenant.example.com"], &["https://tenant.example.com"])
            .credentials(),
    ]
}

/// Layers, routers, and a handler that calls one.
fn layers_and_routers() -> Vec<Shape> {
    let built = Policy::builder().origins(APP_AND_BELOW).methods("GET, POST, PUT").credentials(true).build();
    vec![
        shape(
            "a layer with a built policy",
            anything().layer(CorsLayer::new(built.expect("a policy"))),
            APP_AND_BELOW,
            APP,
        )
        .credentials(),
        shape("a layer with a configured policy", anything().layer(CorsLayer::new(configured())), APP_AND_BELOW, APP)
            .credentials()
            .enforce(),
        shape("a router with a login", behind_a_login(), APP_AND_BELOW, APP).credentials(),
        shape(
            "a router's default policy",
            CorsRouter::new().default_policy(DEFAULT).route_plain("/item", any(|| async { lies() })).with_state(()),
            APP,
            APP,
        )
        .credentials(),
        below_shop(shape(
            "called by a handler",
            called_by_a_handler(),
            &["https://*.shop.example.com"],
            &["https://a.shop.example.com"],
        )),
    ]
}
