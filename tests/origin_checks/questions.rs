//! What a question may look like, and whose question is asked.

use std::convert::Infallible;

use axum::Router;
use axum::extract::{FromRef, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};
use cors_runtime::{Origin, Policy, cors, origin_check, policy, routes};
use support::{ask, each, from, preflight_from};

use super::{PARTNER, STRANGER};

/// A part of the router's state.
#[derive(Clone)]
struct Partners(&'static [&'static str]);

#[derive(Clone)]
struct App {
    partners: Partners,
    read_only: bool,
}

impl FromRef<App> for Partners {
    fn from_ref(app: &App) -> Self {
        app.partners.clone()
    }
}

#[test]
fn state_and_other_extractors_arrive() {
    /// An extractor of the application's own.
    struct Tenant(String);

    impl<S: Sync> axum::extract::FromRequestParts<S> for Tenant {
        type Rejection = Infallible;

        async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
            Ok(Self(parts.headers.get("x-tenant").map_or("", |tenant| tenant.to_str().unwrap()).to_owned()))
        }
    }

    #[origin_check]
    #[allow(clippy::too_many_arguments)]
    async fn is_partner(
        origin: Origin,
        State(app): State<App>,
        State(Partners(partners)): State<Partners>,
        method: Method,
        Path(item): Path<u32>,
        Query(query): Query<Vec<(String, String)>>,
        Tenant(tenant): Tenant,
        uri: Option<axum::Extension<Uri>>,
    ) -> bool {
        app.read_only
            && partners.contains(&origin.as_str())
            && method == Method::GET
            && item == 7
            && query == [("page".to_owned(), "2".to_owned())]
            && tenant == "t1"
            && uri.is_none()
    }

    #[cors(origins_if = is_partner, methods = "GET")]
    async fn show() {}

    let state = App { partners: Partners(&[PARTNER]), read_only: true };
    let app: Router = Router::new().route("/{item}", routes!(show)).with_state(state);
    let cases = [
        ("/7?page=2", PARTNER, "t1", true),
        ("/7?page=2", PARTNER, "t2", false),
        ("/7?page=3", PARTNER, "t1", false),
        ("/8?page=2", PARTNER, "t1", false),
        ("/7?page=2", STRANGER, "t1", false),
    ];
    each(cases, |(uri, origin, tenant, expected)| {
        let answer = ask("GET", uri).origin(origin).header("x-tenant", tenant).of(&app);
        assert_eq!(answer.allow_origin().is_some(), expected);
    });
}

#[test]
fn the_handler_still_gets_what_the_question_looked_at() {
    #[origin_check]
    async fn with_headers(_: Origin, _: HeaderMap, _: Parts) -> bool {
        true
    }

    #[cors(origins_if = with_headers, methods = "POST")]
    async fn echo(headers: HeaderMap, body: String) -> String {
        format!("{} {body}", headers["x-tenant"].to_str().unwrap())
    }

    let app: Router = Router::new().route("/", routes!(echo));
    let answer = ask("POST", "/").origin(PARTNER).header("x-tenant", "t1").body("body").of(&app);
    assert_eq!(answer.text(), "t1 body");
}

/// As a shared policy names it: without the router's state.
#[origin_check]
async fn only_the_partner(origin: Origin) -> bool {
    origin.as_str() == PARTNER
}

#[origin_check]
async fn only_the_stranger(origin: Origin, _: Method) -> Result<bool, Infallible> {
    Ok(origin.as_str() == STRANGER)
}

const FOR_THE_PARTNER: Policy = policy!(origins_if = only_the_partner);
const FOR_THE_STRANGER: Policy = policy!(origins_if = only_the_stranger);

#[cors(policy = FOR_THE_PARTNER, methods = "GET")]
async fn partners_own() {}

#[cors(policy = FOR_THE_STRANGER, methods = "PUT")]
async fn strangers_own() {}

#[test]
fn each_policy_asks_its_own_question() {
    let app: Router = Router::new().route("/", routes!(partners_own, strangers_own));
    each([(PARTNER, "GET, HEAD", "PUT"), (STRANGER, "PUT", "GET")], |(origin, method, other)| {
        let own = method.split(',').next().unwrap();
        assert_eq!(preflight_from(&app, "/", origin, own).allow_origin(), Some(origin));
        assert_eq!(preflight_from(&app, "/", origin, other).allow_origin(), None);
        // Where no single handler is meant, each is asked, and the answer is put together from those that admit.
        assert_eq!(from(&app, origin, "DELETE", "/").allow_origin(), Some(origin));
        let answer = preflight_from(&app, "/", origin, "DELETE");
        assert_eq!(answer.value("access-control-allow-methods"), Some(method));
    });
}

#[test]
fn a_handlers_own_question_replaces_the_shared_one() {
    #[cors(policy = FOR_THE_PARTNER, origins_if = only_the_stranger, methods = "GET")]
    async fn overridden() {}

    let app: Router = Router::new().route("/", routes!(overridden));
    assert_eq!(from(&app, PARTNER, "GET", "/").allow_origin(), None);
    assert_eq!(from(&app, STRANGER, "GET", "/").allow_origin(), Some(STRANGER));
}

#[tokio::test]
async fn a_question_stays_a_plain_function_and_may_be_conditional() {
    mod conditional {
        use cors_runtime::{Origin, origin_check};

        #[origin_check]
        #[cfg(any())]
        pub async fn nobody(_: Origin, _: ThereIsNoSuchType) -> bool {
            false
        }

        #[origin_check]
        #[cfg(not(any()))]
        pub async fn nobody(_: Origin) -> bool {
            std::future::ready(false).await
        }
    }

    assert!(!conditional::nobody(PARTNER.parse().unwrap()).await);
    assert!(only_the_partner(PARTNER.parse().unwrap()).await);
}
