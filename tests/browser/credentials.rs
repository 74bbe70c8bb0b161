//! Requests that carry the user's cookie.

use axum::http::header;
use serde_json::json;

use crate::world::{ADMIN, SHOP, World};

const COOKIE: &str = "session=alice";

/// Leaves the browser on the shop's page with the API's cookie, which that page obtained with credentials.
fn sign_in(world: &mut World) {
    world.visit(SHOP);
    let sign_in = json!({ "method": "POST", "credentials": "include" });
    assert_eq!(world.fetch("/session", &sign_in).answer().body, "signed in");
}

pub(crate) fn cookie_is_sent_and_the_answer_readable(world: &mut World) {
    sign_in(world);
    let answer = world.fetch("/account", &json!({ "credentials": "include" })).answer();
    assert_eq!(answer.body, "account of session=alice");
}

pub(crate) fn omitted_credentials_send_no_cookie(world: &mut World) {
    sign_in(world);
    let answer = world.fetch("/account", &json!({ "credentials": "omit" })).answer();
    assert_eq!(answer.body, "nobody's account");
    let requests = world.log.requests("/account");
    assert_eq!(requests[0].header(&header::COOKIE), None);
}

pub(crate) fn answer_without_allow_credentials_is_hidden(world: &mut World) {
    sign_in(world);
    let cause = world.fetch("/items", &json!({ "credentials": "include" })).cause();
    assert_eq!(cause, "InvalidAllowCredentials");
    let requests = world.log.requests("/items");
    assert_eq!(requests[0].header(&header::COOKIE), Some(COOKIE));
    assert_eq!(world.log.runs_of("list_items"), 1);
}

pub(crate) fn star_with_credentials_is_hidden(world: &mut World) {
    sign_in(world);
    let cause = world.fetch("/public", &json!({ "credentials": "include" })).cause();
    assert_eq!(cause, "WildcardOriginNotAllowed");
    assert_eq!(world.log.runs_of("show_public"), 1);
}

pub(crate) fn preflight_with_credentials_echoes_headers(world: &mut World) {
    sign_in(world);
    let put = json!({
        "method": "PUT",
        "credentials": "include",
        "headers": { "x-anything": "value", "authorization": "value" },
    });
    assert_eq!(world.fetch("/account", &put).answer().body, "updated");

    let preflights = world.log.preflights("/account");
    let asked = preflights[0].header(&header::ACCESS_CONTROL_REQUEST_HEADERS);
    assert_eq!(asked, Some("authorization,x-anything"));
    assert_eq!(preflights[0].header(&header::COOKIE), None, "a preflight carries no cookie");
    let requests = world.log.requests("/account");
    assert_eq!(requests[0].header(&header::COOKIE), Some(COOKIE));
}

pub(crate) fn other_origin_never_reads_with_the_users_cookie(world: &mut World) {
    sign_in(world);
    world.visit(ADMIN);
    let cause = world.fetch("/account", &json!({ "credentials": "include" })).cause();
    assert_eq!(cause, "MissingAllowOriginHeader");
    let requests = world.log.requests("/account");
    assert_eq!(requests[0].header(&header::COOKIE), Some(COOKIE), "the site is the same, the origin is not");
}
