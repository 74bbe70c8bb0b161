//! Requests that the browser asks leave for: methods, headers, and how long leave lasts.

use std::thread;
use std::time::Duration;

use axum::http::header;
use serde_json::{Value, json};

use crate::seen::Refusal;
use crate::world::{ADMIN, OTHER, SHOP, World};

/// Browsers keep an answer without a `max_age` for five seconds, as the Fetch Standard says. Only after that time can a
/// scenario tell that the server's number is what counts.
const KEPT_WITHOUT_MAX_AGE: Duration = Duration::from_secs(5);

fn json_put() -> Value {
    json!({
        "method": "PUT",
        "headers": { "content-type": "application/json" },
        "body": r#"{"name":"lamp"}"#,
    })
}

fn post_with(header: &str) -> Value {
    json!({ "method": "POST", "headers": { header: "value" } })
}

fn refusal(cause: &str, about: &str) -> Refusal {
    Refusal { cause: cause.to_owned(), about: about.to_owned() }
}

pub(crate) fn json_put_is_admitted_by_its_extractor(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/items", &json_put()).answer();
    assert_eq!(answer.body, r#"{"name":"lamp"}"#);

    let preflights = world.log.preflights("/items");
    assert_eq!(preflights.len(), 1);
    let asked = preflights[0].header(&header::ACCESS_CONTROL_REQUEST_HEADERS);
    assert_eq!(asked, Some("content-type"));
    assert_eq!(world.log.runs_of("save_item"), 1);
}

pub(crate) fn delete_is_admitted(world: &mut World) {
    world.visit(ADMIN);
    let answer = world.fetch("/items", &json!({ "method": "DELETE" })).answer();
    assert_eq!(answer.status, 204);
    assert_eq!(world.log.runs_of("delete_item"), 1);
}

pub(crate) fn custom_method_is_admitted(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/cache", &json!({ "method": "PURGE" })).answer();
    assert_eq!(answer.body, "purged");
    assert_eq!(world.log.runs_of("purge_cache"), 1, "and not once more for the preflight");
}

pub(crate) fn upper_case_patch_is_admitted(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/items", &json!({ "method": "PATCH" })).answer();
    assert_eq!(answer.body, "patched");
}

pub(crate) fn lower_case_patch_is_refused(world: &mut World) {
    world.visit(SHOP);
    let seen = world.fetch("/items", &json!({ "method": "patch" }));
    assert_eq!(seen.refusal(), refusal("MethodDisallowedByPreflightResponse", "patch"));
    assert_eq!(world.log.requests("/items").len(), 0);
}

pub(crate) fn method_that_no_handler_serves_is_refused(world: &mut World) {
    world.visit(SHOP);
    let seen = world.fetch("/public", &json!({ "method": "PUT" }));
    assert_eq!(seen.refusal(), refusal("MethodDisallowedByPreflightResponse", "PUT"));
    assert_eq!(world.log.requests("/public").len(), 0);
}

pub(crate) fn header_that_is_not_listed_is_refused(world: &mut World) {
    world.visit(SHOP);
    let mut put = json_put();
    put["headers"]["x-secret"] = json!("value");
    let seen = world.fetch("/items", &put);
    assert_eq!(seen.refusal(), refusal("HeaderDisallowedByPreflightResponse", "x-secret"));
    assert_eq!(world.log.runs_of("save_item"), 0);
}

pub(crate) fn origin_is_refused_before_the_handler_runs(world: &mut World) {
    world.visit(OTHER);
    let cause = world.fetch("/items", &json_put()).cause();
    assert_eq!(cause, "PreflightMissingAllowOriginHeader");
    assert_eq!(world.log.preflights("/items").len(), 1);
    assert_eq!(world.log.requests("/items").len(), 0);
    assert_eq!(world.log.runs_of("save_item"), 0);
}

pub(crate) fn each_method_keeps_its_own_policy(world: &mut World) {
    world.visit(SHOP);
    world.fetch("/items", &json_put()).answer();
    let cause = world.fetch("/items", &json!({ "method": "DELETE" })).cause();
    assert_eq!(cause, "PreflightMissingAllowOriginHeader");
    assert_eq!(world.log.runs_of("delete_item"), 0);
}

pub(crate) fn answer_is_kept_for_max_age(world: &mut World) {
    world.visit(SHOP);
    world.fetch("/kept", &json!({ "method": "PUT" })).answer();
    thread::sleep(KEPT_WITHOUT_MAX_AGE + Duration::from_millis(500));
    world.fetch("/kept", &json!({ "method": "PUT" })).answer();
    assert_eq!(world.log.requests("/kept").len(), 2);
    assert_eq!(world.log.preflights("/kept").len(), 1);
}

pub(crate) fn kept_answer_belongs_to_one_origin(world: &mut World) {
    world.visit(SHOP);
    world.fetch("/kept", &json!({ "method": "PUT" })).answer();
    world.visit(ADMIN);
    let cause = world.fetch("/kept", &json!({ "method": "PUT" })).cause();
    assert_eq!(cause, "PreflightMissingAllowOriginHeader");
    assert_eq!(world.log.requests("/kept").len(), 1);
}

pub(crate) fn answer_is_not_kept_with_max_age_zero(world: &mut World) {
    world.visit(SHOP);
    for _ in 0..2 {
        world.fetch("/unkept", &json!({ "method": "PUT" })).answer();
    }
    assert_eq!(world.log.requests("/unkept").len(), 2);
    assert_eq!(world.log.preflights("/unkept").len(), 2);
}

pub(crate) fn star_covers_custom_headers(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/search", &post_with("x-anything")).answer();
    assert_eq!(answer.body, "found");
    assert_eq!(world.log.preflights("/search").len(), 1);
}

pub(crate) fn star_does_not_cover_authorization(world: &mut World) {
    world.visit(SHOP);
    let seen = world.fetch("/search", &post_with("authorization"));
    assert_eq!(seen.refusal(), refusal("HeaderDisallowedByPreflightResponse", "authorization"));
    assert_eq!(world.log.runs_of("search"), 0);
}

pub(crate) fn authorization_beside_star_is_admitted(world: &mut World) {
    world.visit(SHOP);
    world.fetch("/signed-search", &post_with("authorization")).answer();
    world.fetch("/signed-search", &post_with("x-anything")).answer();
    assert_eq!(world.log.runs_of("search_signed"), 2);
}
