//! What a script may see of the answer to an actual request.

use axum::http::{Method, header};
use serde_json::json;

use crate::world::{ADMIN, OTHER, SHOP, World};

pub(crate) fn admitted_origin_reads_a_simple_get(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/items", &json!({})).answer();
    assert_eq!((answer.status, answer.ok), (200, true));
    assert_eq!(answer.kind, "cors");
    assert_eq!(answer.body, "two items");

    let requests = world.log.requests("/items");
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].header(&header::ORIGIN), Some(SHOP));
    assert_eq!(world.log.preflights("/items").len(), 0, "a simple request asks no leave");
}

pub(crate) fn other_origin_reaches_the_handler_but_reads_nothing(world: &mut World) {
    world.visit(OTHER);
    let cause = world.fetch("/items", &json!({})).cause();
    assert_eq!(cause, "MissingAllowOriginHeader");
    assert_eq!(world.log.runs_of("list_items"), 1, "CORS hides answers, it stops no request");
}

pub(crate) fn only_exposed_headers_are_visible(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/items", &json!({})).answer();
    assert_eq!(answer.header("x-total"), Some("2"));
    assert_eq!(answer.header("x-internal"), None);
}

pub(crate) fn every_header_is_visible_where_all_are_exposed(world: &mut World) {
    world.visit(OTHER);
    let answer = world.fetch("/public", &json!({})).answer();
    assert_eq!(answer.header("x-anything"), Some("goes"));
}

pub(crate) fn head_shows_headers_and_no_body(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/items", &json!({ "method": "HEAD" })).answer();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("x-total"), Some("2"));
    assert_eq!(answer.body, "");
    assert_eq!(world.log.requests("/items")[0].method, Method::HEAD);
}

pub(crate) fn streamed_body_arrives_whole(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/stream", &json!({})).answer();
    assert_eq!(answer.header("content-length"), None, "the body is not sent in one piece");
    assert_eq!(answer.body, "one two three");
}

pub(crate) fn form_needs_no_preflight(world: &mut World) {
    world.visit(SHOP);
    let form = json!({
        "method": "POST",
        "headers": { "content-type": "application/x-www-form-urlencoded" },
        "body": "text=fine",
    });
    assert_eq!(world.fetch("/feedback", &form).answer().body, "fine");
    assert_eq!(world.log.preflights("/feedback").len(), 0);
}

pub(crate) fn redirect_is_followed(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/old", &json!({})).answer();
    assert!(answer.redirected);
    assert_eq!(answer.body, "two items");
    let requests = world.log.requests("/items");
    assert_eq!(requests[0].header(&header::ORIGIN), Some(SHOP), "within one origin it is kept");
}

pub(crate) fn handlers_not_found_is_readable(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/items/9", &json!({})).answer();
    assert_eq!((answer.status, answer.ok), (404, false));
    assert_eq!(answer.body, "no item 9");
}

pub(crate) fn extractor_rejection_is_readable(world: &mut World) {
    world.visit(SHOP);
    let nameless = json!({
        "method": "PUT",
        "headers": { "content-type": "application/json" },
        "body": "{}",
    });
    let answer = world.fetch("/items", &nameless).answer();
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("missing field `name`"), "{}", answer.body);
    assert_eq!(world.log.runs_of("save_item"), 0);
}

pub(crate) fn server_error_is_readable(world: &mut World) {
    world.visit(SHOP);
    let answer = world.fetch("/broken", &json!({})).answer();
    assert_eq!(answer.status, 500);
    assert_eq!(answer.body, "the database is away");
}

pub(crate) fn method_not_allowed_is_readable(world: &mut World) {
    world.visit(SHOP);
    // A POST of plain text needs no preflight, so it is the router that refuses it.
    let answer = world.fetch("/items/9", &json!({ "method": "POST", "body": "text" })).answer();
    assert_eq!(answer.status, 405);
    assert_eq!(world.log.runs_of("show_item"), 0);
}

pub(crate) fn cached_answer_is_not_shown_to_another_origin(world: &mut World) {
    world.visit(SHOP);
    world.fetch("/shared", &json!({})).answer();
    world.fetch("/shared", &json!({})).answer();
    assert_eq!(world.log.runs_of("show_shared"), 1, "the browser's cache answers its own origin");

    // Both pages are of one site, so they share a cache: only `Vary: Origin` keeps their answers apart.
    world.visit(ADMIN);
    let answer = world.fetch("/shared", &json!({})).answer();
    assert_eq!(answer.body, "shared");
    assert_eq!(world.log.runs_of("show_shared"), 2);
}
