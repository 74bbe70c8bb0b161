//! Origins in a shared policy that only a running program knows.

use std::panic;
use std::sync::LazyLock;

use axum::Router;
use axum::http::Method;
use cors_runtime::{CorsLayer, Origin, OriginSet, Policy, SharedOrigins, cors, origin_check, policy, routes};
use support::{each, from, preflight_from};

use super::{BASE_ORIGIN, OWN_ORIGIN};

const PARTNER: &str = "https://partner.example";

static FILE: LazyLock<OriginSet> = LazyLock::new(|| OriginSet::parse(["https://*.file.example"]).unwrap());
static OTHER_FILE: LazyLock<OriginSet> = LazyLock::new(|| OriginSet::parse(["https://other.example"]).unwrap());

#[origin_check]
async fn is_partner(origin: Origin, _: Method) -> bool {
    origin.as_str() == PARTNER
}

const BASE: Policy =
    policy!(origins = "https://base.example", origins_from = FILE, origins_if = is_partner, methods = "GET");

#[test]
fn are_inherited_beside_the_handlers_own() {
    #[cors(policy = BASE, origins = "https://own.example")]
    async fn show() {}

    let app: Router = Router::new().route("/", routes!(show));
    each([OWN_ORIGIN, "https://a.file.example", PARTNER], |origin| {
        assert_eq!(from(&app, origin, "GET", "/").allow_origin(), Some(origin));
        assert_eq!(preflight_from(&app, "/", origin, "GET").allow_origin(), Some(origin));
        assert_eq!(preflight_from(&app, "/", origin, "DELETE").allow_origin(), Some(origin));
    });
    each([BASE_ORIGIN, "https://stranger.example"], |origin| {
        assert_eq!(from(&app, origin, "GET", "/").allow_origin(), None);
        assert_eq!(preflight_from(&app, "/", origin, "GET").allow_origin(), None);
    });
}

#[test]
fn are_overridden_one_by_one() {
    #[cors(policy = BASE, origins_from = OTHER_FILE)]
    async fn show() {}

    let app: Router = Router::new().route("/", routes!(show));
    each([BASE_ORIGIN, "https://other.example", PARTNER], |origin| {
        assert_eq!(from(&app, origin, "GET", "/").allow_origin(), Some(origin));
    });
    assert_eq!(from(&app, "https://a.file.example", "GET", "/").allow_origin(), None);
}

#[test]
fn one_source_is_enough() {
    const FROM: Policy = policy!(origins_from = FILE);
    const ASKED: Policy = policy!(policy = FROM, origins_if = is_partner, methods = "GET");

    #[cors(policy = FROM, methods = "GET")]
    async fn from_file() {}

    #[cors(policy = ASKED)]
    async fn asked() {}

    let app: Router = Router::new().route("/", routes!(from_file));
    assert_eq!(from(&app, "https://a.file.example", "GET", "/").allow_origin(), Some("https://a.file.example"));
    assert_eq!(from(&app, PARTNER, "GET", "/").allow_origin(), None);
    let app: Router = Router::new().route("/", routes!(asked));
    assert_eq!(from(&app, "https://a.file.example", "GET", "/").allow_origin(), Some("https://a.file.example"));
    assert_eq!(from(&app, PARTNER, "GET", "/").allow_origin(), Some(PARTNER));
    let app: Router = Router::new().route("/", axum::routing::get(|| async {})).layer(CorsLayer::new(ASKED));
    assert_eq!(from(&app, PARTNER, "GET", "/").allow_origin(), Some(PARTNER));
}

#[test]
fn a_set_is_swapped_for_all_who_share_it() {
    static SHARED: LazyLock<SharedOrigins> =
        LazyLock::new(|| SharedOrigins::new(OriginSet::parse([BASE_ORIGIN]).unwrap()));
    const POLICY: Policy = policy!(origins_from = SHARED, methods = "GET");

    #[cors(policy = POLICY)]
    async fn one() {}

    #[cors(policy = POLICY, methods = "PUT")]
    async fn two() {}

    let app: Router = Router::new().route("/", routes!(one, two));
    each(["GET", "PUT"], |method| {
        assert_eq!(preflight_from(&app, "/", BASE_ORIGIN, method).allow_origin(), Some(BASE_ORIGIN));
    });
    SHARED.store(OriginSet::parse([OWN_ORIGIN]).unwrap());
    each(["GET", "PUT"], |method| {
        assert_eq!(preflight_from(&app, "/", BASE_ORIGIN, method).allow_origin(), None);
        assert_eq!(preflight_from(&app, "/", OWN_ORIGIN, method).allow_origin(), Some(OWN_ORIGIN));
    });
}

#[test]
fn a_bad_set_stops_the_start() {
    static BAD: LazyLock<OriginSet> = LazyLock::new(|| OriginSet::parse(["https://Base.example"]).unwrap());
    const POLICY: Policy = policy!(origins_from = BAD, methods = "GET");

    #[cors(policy = POLICY)]
    async fn inherits() {}

    #[cors(origins_from = BAD, methods = "GET")]
    async fn names() {}

    assert!(panic::catch_unwind(|| Router::<()>::new().route("/", routes!(inherits))).is_err());
    assert!(panic::catch_unwind(|| Router::<()>::new().route("/", routes!(names))).is_err());
}
