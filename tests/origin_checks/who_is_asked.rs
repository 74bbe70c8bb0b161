//! When the application is asked, and how often: once at most, and never about what is known without it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use cors_runtime::{CorsLayer, Origin, OriginSet, Policy, cors, origin_check, routes};

use super::{PARTNER, STRANGER, admitted, preflight, send, text};

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

#[tokio::test]
async fn once_for_each_request_of_whatever_kind() {
    let count = Count::default();
    let app = app(&count);
    for (origin, expected) in [(PARTNER, Some(PARTNER)), (STRANGER, None)] {
        for method in ["GET", "HEAD", "PUT", "PURGE", "OPTIONS", "DELETE"] {
            let answer = send(&app, method, &[("origin", origin)]).await;
            assert_eq!(admitted(&answer), expected, "{method} from {origin}");
            assert_eq!(count.taken(), 1, "{method} from {origin}");
        }
        for method in ["GET", "HEAD", "PUT", "PURGE", "DELETE"] {
            let answer = preflight(&app, origin, method).await;
            assert_eq!(admitted(&answer), expected, "a preflight for {method} from {origin}");
            assert_eq!(count.taken(), 1, "a preflight for {method} from {origin}");
        }
    }
}

#[tokio::test]
async fn never_about_what_is_no_single_well_formed_origin() {
    let count = Count::default();
    let app = app(&count);
    let long = format!("https://{}.example", "a".repeat(64 * 1024));
    let odd =
        ["null", "https://partner.example/", "https://Partner.example", "https://partner.example:443", "*", "", &long];
    for origin in odd {
        assert_eq!(admitted(&send(&app, "GET", &[("origin", origin)]).await), None, "{origin}");
        assert_eq!(admitted(&preflight(&app, origin, "GET").await), None, "{origin}");
        assert_eq!(admitted(&preflight(&app, origin, "DELETE").await), None, "{origin}");
    }
    for method in ["GET", "OPTIONS", "DELETE"] {
        assert_eq!(admitted(&send(&app, method, &[]).await), None);
        let twice = [("origin", PARTNER), ("origin", PARTNER)];
        assert_eq!(admitted(&send(&app, method, &twice).await), None);
    }
    // Whatever its origin, such a preflight is refused.
    assert_eq!(preflight(&app, PARTNER, "no token").await.0, 403);
    assert_eq!(count.taken(), 0);
}

#[tokio::test]
async fn never_about_origins_that_another_source_admits() {
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
    for origin in ["https://listed.example", "http://localhost:3000", "https://a.file.example"] {
        for answer in [
            send(&app, "GET", &[("origin", origin)]).await,
            send(&app, "DELETE", &[("origin", origin)]).await,
            preflight(&app, origin, "GET").await,
            preflight(&app, origin, "DELETE").await,
        ] {
            assert_eq!(admitted(&answer), Some(origin));
        }
    }
    assert_eq!(count.taken(), 0);
    assert_eq!(admitted(&send(&app, "GET", &[("origin", PARTNER)]).await), Some(PARTNER));
    assert_eq!(count.taken(), 1);
}

#[tokio::test]
async fn the_first_that_admits_ends_the_asking() {
    #[cors(origins = "https://partner.example", methods = "GET")]
    async fn open() {}

    let count = Count::default();
    let app: Router = Router::new().route("/", routes!(open, change)).with_state(count.clone());
    assert_eq!(admitted(&send(&app, "DELETE", &[("origin", PARTNER)]).await), Some(PARTNER));
    assert_eq!(admitted(&preflight(&app, PARTNER, "GET").await), Some(PARTNER));
    assert_eq!(count.taken(), 0);
    // All methods that are open to this origin are named, so here the second policy is looked at too.
    let (_, headers) = preflight(&app, PARTNER, "DELETE").await;
    assert_eq!(text(&headers, "access-control-allow-methods"), Some("GET, HEAD, PUT, OPTIONS"));
    assert_eq!(count.taken(), 1);
}

#[tokio::test]
async fn a_layer_asks_as_often_as_an_attribute() {
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
    for (origin, expected, asked) in [
        (PARTNER, Some(PARTNER), 1),
        (STRANGER, None, 1),
        ("https://listed.example", Some("https://listed.example"), 0),
        ("null", None, 0),
    ] {
        for answer in [
            send(&app, "GET", &[("origin", origin)]).await,
            send(&app, "DELETE", &[("origin", origin)]).await,
            send(&app, "OPTIONS", &[("origin", origin)]).await,
            preflight(&app, origin, "GET").await,
            preflight(&app, origin, "PUT").await,
        ] {
            assert_eq!(admitted(&answer), expected, "{origin}");
        }
        assert_eq!(count.taken(), 5 * asked, "{origin}");
    }
}

#[tokio::test]
async fn every_answer_varies_by_the_origin() {
    let app = app(&Count::default());
    for headers in [&[][..], &[("origin", PARTNER)], &[("origin", STRANGER)], &[("origin", "null")]] {
        for method in ["GET", "PURGE", "OPTIONS", "DELETE"] {
            let (_, answer) = send(&app, method, headers).await;
            assert_eq!(text(&answer, "vary"), Some("Origin"), "{method} {headers:?}");
        }
    }
    for origin in [PARTNER, STRANGER, "null"] {
        for method in ["GET", "DELETE", "no token"] {
            let (_, answer) = preflight(&app, origin, method).await;
            assert_eq!(text(&answer, "vary"), Some("Origin, Access-Control-Request-Method"), "{method} {origin}");
        }
    }
}
