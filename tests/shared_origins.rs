//! `SharedOrigins`: sets that are swapped while requests are served.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use cors_runtime::{CorsLayer, MistakeKind, OriginSet, Policy, SharedOrigins, cors, policy, routes};
use support::{each, from};

/// How often a set is swapped.
const SWAPS: usize = 2_000;
/// Sets of the size at which building one takes many requests' time.
const SIZE: usize = 200;

/// Set number `number`: origins that no other set has, of every kind a set can hold.
fn set(number: usize) -> OriginSet {
    let exact = (0..SIZE).map(|i| format!("https://{i}.set{number}.example"));
    let patterns = [
        format!("https://*.below.set{number}.example"),
        format!("https://pr-*.set{number}.example"),
        format!("https://any.set{number}.example:*"),
    ];
    OriginSet::parse(exact.chain(patterns)).unwrap()
}

/// Origins that set number `number` admits, each in another way.
fn admitted_by(number: usize) -> [String; 5] {
    [
        format!("https://0.set{number}.example"),
        format!("https://{}.set{number}.example", SIZE - 1),
        format!("https://a.b.below.set{number}.example"),
        format!("https://pr-7.set{number}.example"),
        format!("https://any.set{number}.example:8443"),
    ]
}

fn is_admitted(app: &Router, origin: &str) -> bool {
    let answer = from(app, origin, "GET", "/");
    answer.allow_origin().inspect(|named| assert_eq!(*named, origin)).is_some()
}

/// Two sets take turns while `app` is asked from several threads.
///
/// What is looked up in one loaded set must all be there or all not be; what is asked in one request must be answered by
/// the whole set in force, which is always one of the two.
async fn swap_under_load(origins: SharedOrigins, app: Router) {
    let sets = [set(0), set(1)];
    let finished = Arc::new(AtomicBool::new(false));
    let seen = Arc::new([const { AtomicUsize::new(0) }; 2]);
    origins.store(sets[0].clone());
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let (app, origins) = (app.clone(), origins.clone());
            let (finished, seen) = (Arc::clone(&finished), Arc::clone(&seen));
            tokio::spawn(async move {
                let known = [admitted_by(0), admitted_by(1)];
                while !finished.load(Ordering::Relaxed) {
                    let set = origins.load();
                    let whole = known.each_ref().map(|origins| origins.each_ref().map(|origin| set.contains(origin)));
                    assert!(whole == [[true; 5], [false; 5]] || whole == [[false; 5], [true; 5]], "{whole:?}");
                    for (number, origins) in known.iter().enumerate() {
                        for origin in origins {
                            if is_admitted(&app, origin) {
                                seen[number].fetch_add(1, Ordering::Relaxed);
                            }
                        }
                    }
                    assert!(!is_admitted(&app, "https://0.set2.example"));
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();

    for swap in 0..SWAPS {
        origins.store(sets[swap % 2].clone());
        // From the next look-up on, the new set is in force for everybody.
        each(&admitted_by(swap % 2), |origin| assert!(is_admitted(&app, origin), "{origin} after swap {swap}"));
        each(&admitted_by((swap + 1) % 2), |origin| assert!(!is_admitted(&app, origin), "{origin} after swap {swap}"));
        tokio::task::yield_now().await;
    }
    finished.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap();
    }
    each(seen.iter().enumerate(), |(number, seen)| {
        assert!(seen.load(Ordering::Relaxed) > 0, "no reader met set {number}");
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_request_sees_half_a_set_behind_an_attribute() {
    static ORIGINS: LazyLock<SharedOrigins> = LazyLock::new(|| SharedOrigins::new(OriginSet::EMPTY));

    #[cors(origins_from = ORIGINS, methods = "GET")]
    async fn show() {}

    swap_under_load(ORIGINS.clone(), Router::new().route("/", routes!(show))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_request_sees_half_a_set_behind_a_layer() {
    let origins = SharedOrigins::new(OriginSet::EMPTY);
    let policy = Policy::builder().origins_from(&origins).methods("GET").build().unwrap();
    let app = Router::new().route("/", axum::routing::get(|| async {})).layer(CorsLayer::new(policy));
    swap_under_load(origins, app).await;
}

/// A reader that holds a set keeps neither a swap nor other readers waiting, and goes on reading what it holds.
#[test]
fn a_set_that_is_held_blocks_nobody() {
    let origins = SharedOrigins::new(set(0));
    let held = origins.load();
    for _ in 0..100 {
        origins.store(set(1));
    }
    assert!(origins.contains(&admitted_by(1)[0]) && !origins.contains(&admitted_by(0)[0]));
    assert!(held.contains(&admitted_by(0)[0]) && !held.contains(&admitted_by(1)[0]));
}

#[test]
fn a_refused_set_leaves_the_old_one_in_force_and_tells_why() {
    static ORIGINS: LazyLock<SharedOrigins> =
        LazyLock::new(|| SharedOrigins::new(OriginSet::parse(["https://old.example"]).unwrap()));
    const POLICY: Policy = policy!(origins_from = ORIGINS, methods = "GET");

    #[cors(policy = POLICY)]
    async fn show() {}

    let app: Router = Router::new().route("/", routes!(show));
    // What an application does that reads its origins anew.
    let reload = |text: &str| text.parse().map(|set: OriginSet| ORIGINS.store(set));

    let errors = reload("https://new.example, http://new.example, https://new.example/").unwrap_err();
    let found: Vec<_> = errors.iter().map(|mistake| (mistake.kind(), mistake.text())).collect();
    assert_eq!(
        found,
        [(MistakeKind::Insecure, "http://new.example"), (MistakeKind::NotAnOrigin, "https://new.example/")]
    );
    each(&errors, |mistake| {
        assert!(mistake.message().contains("\n  why: ") && mistake.message().contains("\nwrite: "));
    });
    assert!(is_admitted(&app, "https://old.example"));
    assert!(!is_admitted(&app, "https://new.example"));

    reload("https://new.example").unwrap();
    assert!(!is_admitted(&app, "https://old.example"));
    assert!(is_admitted(&app, "https://new.example"));
}
