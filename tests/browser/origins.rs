//! Which origins may read: exact ones, patterns, everyone, and pages that have no origin.

use axum::http::header;
use serde_json::json;

use crate::world::{OTHER, SHOP, World};

#[track_caller]
fn assert_admitted(world: &mut World, origin: &str, path: &str) {
    world.visit(origin);
    let answer = world.fetch(path, &json!({})).answer();
    assert_eq!(answer.status, 200);
}

#[track_caller]
fn assert_refused(world: &mut World, origin: &str, path: &str) {
    world.visit(origin);
    let cause = world.fetch(path, &json!({})).cause();
    assert_eq!(cause, "MissingAllowOriginHeader");
    let requests = world.log.requests(path);
    assert_eq!(requests[0].header(&header::ORIGIN), Some(origin));
}

pub(crate) fn exact_origin_is_compared_with_its_port(world: &mut World) {
    assert_refused(world, "http://app.shop.localhost:8080", "/items");
}

pub(crate) fn subdomain_wildcard_admits_one_label(world: &mut World) {
    assert_admitted(world, "http://team.example.com", "/team");
}

pub(crate) fn subdomain_wildcard_admits_several_labels(world: &mut World) {
    assert_admitted(world, "http://a.b.example.com", "/team");
}

pub(crate) fn subdomain_wildcard_refuses_the_apex(world: &mut World) {
    assert_refused(world, "http://example.com", "/team");
}

pub(crate) fn subdomain_wildcard_refuses_a_lookalike(world: &mut World) {
    assert_refused(world, "http://team.example.com.evil.example", "/team");
}

pub(crate) fn in_label_pattern_admits_its_label(world: &mut World) {
    assert_admitted(world, "http://pr-42.preview.example.com", "/preview");
}

pub(crate) fn in_label_pattern_refuses_another_label(world: &mut World) {
    assert_refused(world, "http://main.preview.example.com", "/preview");
}

pub(crate) fn in_label_pattern_refuses_a_deeper_label(world: &mut World) {
    assert_refused(world, "http://pr-1.x.preview.example.com", "/preview");
}

pub(crate) fn any_port_admits_every_port(world: &mut World) {
    assert_admitted(world, "http://localhost:5173", "/dev");
}

pub(crate) fn any_port_admits_the_default_port(world: &mut World) {
    assert_admitted(world, "http://localhost", "/dev");
}

pub(crate) fn any_port_refuses_another_host(world: &mut World) {
    assert_refused(world, "http://evil.localhost:5173", "/dev");
}

pub(crate) fn star_admits_every_origin(world: &mut World) {
    assert_admitted(world, OTHER, "/public");
}

pub(crate) fn star_admits_a_sandboxed_frame(world: &mut World) {
    world.visit(OTHER);
    let answer = world.fetch_from_sandbox("/public", &json!({})).answer();
    assert_eq!(answer.body, "public");
}

pub(crate) fn sandboxed_frame_is_refused(world: &mut World) {
    // The page that holds the frame is admitted; the frame in it is not.
    world.visit(SHOP);
    let cause = world.fetch_from_sandbox("/items", &json!({})).cause();
    assert_eq!(cause, "MissingAllowOriginHeader");

    let requests = world.log.requests("/items");
    assert_eq!(requests[0].header(&header::ORIGIN), Some("null"));
    assert_eq!(world.log.runs_of("list_items"), 1);
}

pub(crate) fn sandboxed_frame_is_admitted_through_the_door(world: &mut World) {
    world.visit(OTHER);
    let answer = world.fetch_from_sandbox("/widget", &json!({})).answer();
    assert_eq!(answer.body, "widget");
}
