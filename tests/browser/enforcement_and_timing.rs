//! The two keys that go beyond who may read: `enforce` and `timing_origins`.

use axum::http::header;
use serde::Deserialize;
use serde_json::json;

use crate::world::{ADMIN, API, SHOP, World, api};

pub(crate) fn enforce_lets_the_same_origin_pass(world: &mut World) {
    world.visit(API);
    let answer = world.fetch("/transfer", &json!({ "method": "POST" })).answer();
    assert_eq!((answer.kind.as_str(), answer.body.as_str()), ("basic", "transferred"));
    let requests = world.log.requests("/transfer");
    assert_eq!(requests[0].header(&header::ORIGIN), Some(API), "browsers send it with a POST to their own origin too");
}

pub(crate) fn enforce_lets_an_admitted_origin_pass(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/transfer", &json!({ "method": "POST" })).answer();
    assert_eq!(answer.body, "transferred");
}

pub(crate) fn enforce_stops_another_origin_before_the_handler(world: &mut World) {
    world.visit(ADMIN);
    let cause = world.fetch("/transfer", &json!({ "method": "POST" })).cause();
    assert_eq!(cause, "MissingAllowOriginHeader");
    assert_eq!(world.log.requests("/transfer").len(), 1);
    assert_eq!(world.log.runs_of("transfer"), 0);
}

pub(crate) fn enforce_stops_a_post_that_asks_to_read_nothing(world: &mut World) {
    world.visit(ADMIN);
    // What a forged form on a hostile page sends: without CORS, to the script opaque, and yet with `Origin`.
    let forged = json!({ "method": "POST", "mode": "no-cors" });
    let answer = world.fetch("/transfer", &forged).answer();
    assert_eq!(answer.kind, "opaque");
    assert_eq!(world.log.requests("/transfer").len(), 1);
    assert_eq!(world.log.runs_of("transfer"), 0);
}

/// In milliseconds since the page was opened; zero where the browser keeps them secret.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Timing {
    request_start: f64,
    response_start: f64,
}

impl Timing {
    fn is_told(&self) -> bool {
        self.request_start > 0.0 && self.response_start > 0.0
    }

    fn is_secret(&self) -> bool {
        self.request_start == 0.0 && self.response_start == 0.0
    }
}

/// Loads without CORS, as an image is: timing is a policy of its own.
fn timing_of(world: &mut World, path: &str) -> Timing {
    world.fetch(path, &json!({ "mode": "no-cors" })).answer();
    world.evaluate(&format!("timing('{}')", api(path)))
}

pub(crate) fn timing_is_told_to_a_listed_origin(world: &mut World) {
    world.visit(SHOP);
    let timing = timing_of(world, "/timed");
    assert!(timing.is_told(), "{timing:?}");
}

pub(crate) fn timing_is_hidden_from_another_origin(world: &mut World) {
    world.visit(ADMIN);
    let timing = timing_of(world, "/timed");
    assert!(timing.is_secret(), "{timing:?}");
}

pub(crate) fn timing_is_hidden_without_the_key(world: &mut World) {
    world.visit(SHOP);
    let timing = timing_of(world, "/items");
    assert!(timing.is_secret(), "{timing:?}");
}
