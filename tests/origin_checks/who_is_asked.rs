//! When the application is asked, and how often: once at most, and never about what is known without it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use cors_runtime::{CorsLayer, Origin, OriginSet, Policy, cors, origin_check, routes};
use support::{each, from, preflight_from, send};

use super::{PARTNER, STRANGER};

/// Counts how often it is asked.
#[derive(Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl Count {
    fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn taken(&self) -> usize {
        self.0.swap(0, Ordering::Relaxed)
    }
}

#[origin_check]
async fn is_partner(origin: Origin, State(count): State<Count>) -> bool {
    count.add();
    origin.as_str() == PARTNER
}

#[cors(origins_if = is_partner, methods = [GET, PURGE])]
async fn show() {}

#[cors(origins_if = is_partner, methods = [PUT, OPTIONS])]
async fn change() {}

fn app(count: &Count) -> Router {
    Router::new().route("/", routes!(show, change)).with_state(count.clone())
}

#[test]
fn once_for_each_request_of_whatever_kind() {
    let count = Count::default();
    let app = app(&count);
    each([(PARTNER, Some(PARTNER)), (STRANGER, None)], |(origin, expected)| {
        each(["GET", "HEAD", "PUT", "PURGE", "OPTIONS", "DELETE"], |method| {
            let answer = from(&app, origin, method, "/");
            assert_eq!(answer.allow_origin(), expected);
            assert_eq!(count.taken(), 1);
        });
        each(["GET", "HEAD", "PUT", "PURGE", "DELETE"], |method| {
            let answer = preflight_from(&app, "/", origin, method);
            assert_eq!(answer.allow_origin(), expected, "a preflight for {method} from {origin}");
            assert_eq!(count.taken(), 1, "a preflight for {method} from {origin}");
        });
    });
}

#[test]
fn never_about_what_is_no_single_well_formed_origin() {
    let count = Count::default();
    let app = app(&count);
    let long = format!("https://{}.example", "a".repeat(64 * 1024));
    let odd =
        ["null", "https://partner.example/", "https://Partner.example", "https://partner.example:443", "*", "", &long];
    each(odd, |origin| {
        assert_eq!(from(&app, origin, "GET", "/").allow_origin(), None);
        assert_eq!(preflight_from(&app, "/", origin, "GET").allow_origin(), None);
        assert_eq!(preflight_from(&app, "/", origin, "DELETE").allow_origin(), None);
    });
    each(["GET", "OPTIONS", "DELETE"], |method| {
        assert_eq!(send(&app, method, "/", &[]).allow_origin(), None);
        let twice = [("origin", PARTNER), ("origin", PARTNER)];
        assert_eq!(send(&app, method, "/", &twice).allow_origin(), None);
    });
    // Whatever its origin, such a preflight is refused.
    assert_eq!(preflight_from(&app, "/", PARTNER, "no token").status, 403);
    assert_eq!(count.taken(), 0);
}

#[test]
fn never_about_origins_that_another_source_admits() {
    static FROM_A_FILE: std::sync::LazyLock<OriginSet> =
        std::sync::LazyLock::new(|| OriginSet::parse(["https://*.file.example"]).unwrap());

    #[cors(
        origins = "https://listed.example",
        dev_origins = "http://localhost:*",
        origins_from = FROM_A_FILE,
        origins_if = is_partner,
        methods = "GET",
    )]
    async fn everything() {}

    let count = Count::default();
    let app: Router = Router::new().route("/", routes!(everything)).with_state(count.clone());
    each(["https://listed.example", "http://localhost:3000", "https://a.file.example"], |origin| {
        let cases = [
            from(&app, origin, "GET", "/"),
            from(&app, origin, "DELETE", "/"),
            preflight_from(&app, "/", origin, "GET"),
            preflight_from(&app, "/", origin, "DELETE"),
        ];
        each(cases, |answer| assert_eq!(answer.allow_origin(), Some(origin)));
    });
    assert_eq!(count.taken(), 0);
    assert_eq!(from(&app, PARTNER, "GET", "/").allow_origin(), Some(PARTNER));
    assert_eq!(count.taken(), 1);
}

#[test]
fn the_first_that_admits_ends_the_asking() {
    #[cors(origins = "https://partner.example", methods = "GET")]
    async fn open() {}

    let count = Count::default();
    let app: Router = Router::new().route("/", routes!(open, change)).with_state(count.clone());
    assert_eq!(from(&app, PARTNER, "DELETE", "/").allow_origin(), Some(PARTNER));
    assert_eq!(preflight_from(&app, "/", PARTNER, "GET").allow_origin(), Some(PARTNER));
    assert_eq!(count.taken(), 0);
    // All methods that are open to this origin are named, so here the second policy is looked at too.
    let answer = preflight_from(&app, "/", PARTNER, "DELETE");
    assert_eq!(answer.value("access-control-allow-methods"), Some("GET, HEAD, PUT, OPTIONS"));
    assert_eq!(count.taken(), 1);
}

#[test]
fn a_layer_asks_as_often_as_an_attribute() {
    let count = Count::default();
    let counted = count.clone();
    let policy = Policy::builder()
        .origins("https://listed.example")
        .origins_if(move |origin: Origin| {
            counted.add();
            async move { origin.as_str() == PARTNER }
        })
        .methods("GET")
        .build()
        .unwrap();
    let app: Router = Router::new().route("/", axum::routing::get(|| async {})).layer(CorsLayer::new(policy));
    let cases = [
        (PARTNER, Some(PARTNER), 1),
        (STRANGER, None, 1),
        ("https://listed.example", Some("https://listed.example"), 0),
        ("null", None, 0),
    ];
    each(cases, |(origin, expected, asked)| {
        let cases = [
            from(&app, origin, "GET", "/"),
            from(&app, origin, "DELETE", "/"),
            from(&app, origin, "OPTIONS", "/"),
            preflight_from(&app, "/", origin, "GET"),
            preflight_from(&app, "/", origin, "PUT"),
        ];
        each(cases, |answer| assert_eq!(answer.allow_origin(), expected));
        assert_eq!(count.taken(), 5 * asked);
    });
}

#[test]
fn every_answer_varies_by_the_origin() {
    let app = app(&Count::default());
    each([&[][..], &[("origin", PARTNER)], &[("origin", STRANGER)], &[("origin", "null")]], |headers| {
        each(["GET", "PURGE", "OPTIONS", "DELETE"], |method| {
            let answer = send(&app, method, "/", headers);
            assert_eq!(answer.value("vary"), Some("Origin"));
        });
    });
    each([PARTNER, STRANGER, "null"], |origin| {
        each(["GET", "DELETE", "no token"], |method| {
            let answer = preflight_from(&app, "/", origin, method);
            assert_eq!(answer.value("vary"), Some("Origin, Access-Control-Request-Method"));
        });
    });
}
