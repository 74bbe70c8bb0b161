//! The example `auth`, used as its reader uses it: the buttons of its page are pressed, and the page says what came of it.

// An example is a program, which no test can name as a dependency.
#[path = "../../examples/auth/api.rs"]
mod api;
#[path = "../../examples/auth/page.rs"]
mod page;
#[path = "../../examples/auth/tally.rs"]
mod tally;

use axum::Router;
use serde::Deserialize;
use support::each;

use crate::world::World;

/// Where the example's API is when nobody chooses a port.
const API_PORT: u16 = 3000;
/// The page as `dev_origins` admit it.
const PAGE: &str = "http://localhost:3001";
/// The same page under another origin.
const REFUSED: &str = "http://127.0.0.1:3001";

/// The example's hosts, each with its port, and who answers there.
pub(crate) fn hosts() -> [(&'static str, Router); 3] {
    let api = api::api();
    let page = page::router(API_PORT, &api.policies());
    [("localhost:3000", tally::around(api)), ("localhost:3001", page.clone()), ("127.0.0.1:3001", page)]
}

/// What the page says of its latest call.
#[derive(Debug, Deserialize)]
struct Told {
    /// Whom the API knows, as far as the page could learn.
    standing: String,
    call: String,
    preflight: String,
    /// What of the call the session layer saw.
    at_session_layer: String,
    /// The verdict, and below it what the script read.
    read: String,
}

const UNTIL_IT_RESTS: &str = r#"
while (document.querySelector("main").ariaBusy !== "false") {
  await new Promise((later) => setTimeout(later, 5));
}"#;

/// Waits until the page has shown its latest call.
#[track_caller]
fn latest(world: &mut World) -> Told {
    after(world, "")
}

#[track_caller]
fn press(world: &mut World, button: &str) -> Told {
    after(world, &format!("document.getElementById('{button}').click();"))
}

#[track_caller]
fn after(world: &mut World, action: &str) -> Told {
    world.evaluate(&format!(
        r##"(async () => {{
            {UNTIL_IT_RESTS}
            {action}
            {UNTIL_IT_RESTS}
            const cells = document.querySelector("#calls tbody tr").cells;
            const [call, preflight, at_session_layer, read] = [...cells].map((cell) => cell.textContent);
            const standing = document.getElementById("standing").textContent;
            return {{ standing, call, preflight, at_session_layer, read }};
        }})()"##
    ))
}

/// The page's counts: preflights and calls that arrived, then those that reached the session layer.
#[track_caller]
fn tally(world: &mut World) -> [usize; 4] {
    world.evaluate("[...document.querySelectorAll('#tally tbody td')].map((cell) => Number(cell.textContent))")
}

pub(crate) fn page_is_told_to_log_in(world: &mut World) {
    world.visit(PAGE);
    let told = latest(world);
    assert_eq!((told.call.as_str(), told.standing.as_str()), ("GET /account", "Not logged in"));
    assert!(told.read.starts_with("✓ 401"), "{told:?}");
    assert_eq!(told.at_session_layer, "1 call, 0 preflights", "the 401 is the layers' own");
}

pub(crate) fn page_logs_in_calls_and_logs_out(world: &mut World) {
    world.visit(PAGE);
    let told = press(world, "log-in");
    assert_eq!((told.call.as_str(), told.standing.as_str()), ("POST /session", "Logged in as Ada"));
    assert!(told.read.starts_with("✓ 204"), "{told:?}");

    world.evaluate::<String>("document.getElementById('name').value = 'Grace'");
    let told = press(world, "rename");
    assert!(told.read.starts_with("✓ 204"), "{told:?}");
    let told = press(world, "show");
    assert_eq!(told.read, r#"✓ 200{"name":"Grace"}"#);
    assert_eq!(told.standing, "Logged in as Grace");

    let told = press(world, "log-out");
    assert_eq!((told.call.as_str(), told.standing.as_str()), ("DELETE /session", "Not logged in"));
    assert!(told.read.starts_with("✓ 204"), "{told:?}");
    each(["show", "rename"], |button| {
        let told = press(world, button);
        assert!(told.read.starts_with("✓ 401"), "{told:?}");
        assert_eq!(told.standing, "Not logged in");
    });
}

pub(crate) fn login_outlives_a_reload(world: &mut World) {
    world.visit(PAGE);
    press(world, "log-in");
    world.visit(PAGE);
    assert_eq!(latest(world).standing, "Logged in as Ada");
    let cookie: String = world.evaluate("document.cookie");
    assert_eq!(cookie, "", "no script gets at the cookie");
}

pub(crate) fn preflights_never_reach_the_session_layer(world: &mut World) {
    world.visit(PAGE);
    latest(world);
    let [preflights_before, ..] = tally(world);
    each(["log-in", "rename", "log-out"], |button| {
        let told = press(world, button);
        assert_eq!((told.preflight.as_str(), told.at_session_layer.as_str()), ("asked first", "1 call, 0 preflights"));
    });
    let [preflights, _, at_session_layer, _] = tally(world);
    assert_eq!((preflights - preflights_before, at_session_layer), (3, 0));
}

pub(crate) fn another_origin_is_refused_before_the_session_layer(world: &mut World) {
    world.visit(PAGE);
    press(world, "log-in");

    world.visit(REFUSED);
    let cases = [
        ("show", "enforce answered"),
        ("rename", "The preflight was refused"),
        ("log-in", "The preflight was refused"),
        ("log-out", "The preflight was refused"),
    ];
    each(cases, |(button, why)| {
        let told = press(world, button);
        assert!(told.read.starts_with("✕ Blocked") && told.read.contains(why), "{told:?}");
        assert_eq!(told.at_session_layer, "0 calls, 0 preflights");
        assert_eq!(told.standing, "The API admits no page of this origin");
    });

    world.visit(PAGE);
    assert_eq!(latest(world).standing, "Logged in as Ada", "nothing of that has come to the user's session");
}
