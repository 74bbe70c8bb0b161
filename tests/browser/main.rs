//! The contract, judged by a real browser: pages of different origins fetch from an API, and each scenario compares
//! what the script saw with what the server did.
//!
//! Needs a Chromium (Debian's package `chromium`). Where there is none every scenario counts as ignored, or the run
//! fails if `CORS_REQUIRE_BROWSER=1` is set. One browser serves all scenarios, one after the other, which is why this
//! binary has a `main` of its own (`harness = false`): a static in libtest's harness would never be dropped, and the
//! browser never stopped.

mod answers;
mod auth;
mod chromium;
mod credentials;
mod devtools;
mod enforcement_and_timing;
mod log;
mod origins;
mod pages;
mod preflights;
mod seen;
mod server;
mod world;

use std::env;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::{Arguments, Trial};

use crate::world::World;

/// A scenario panics where the browser and the contract disagree.
type Scenario = fn(&mut World);

/// Pairs each scenario with its own path as its name, so that the two cannot drift apart.
macro_rules! scenarios {
    ($($scenario:path),* $(,)?) => {
        vec![$((stringify!($scenario), $scenario as Scenario)),*]
    };
}

fn all() -> Vec<(&'static str, Scenario)> {
    let mut scenarios = scenarios![
        answers::admitted_origin_reads_a_simple_get,
        answers::other_origin_reaches_the_handler_but_reads_nothing,
        answers::only_exposed_headers_are_visible,
        answers::every_header_is_visible_where_all_are_exposed,
        answers::head_shows_headers_and_no_body,
        answers::streamed_body_arrives_whole,
        answers::form_needs_no_preflight,
        answers::redirect_is_followed,
        answers::handlers_not_found_is_readable,
        answers::extractor_rejection_is_readable,
        answers::server_error_is_readable,
        answers::method_not_allowed_is_readable,
        answers::cached_answer_is_not_shown_to_another_origin,
        origins::exact_origin_is_compared_with_its_port,
        origins::subdomain_wildcard_admits_one_label,
        origins::subdomain_wildcard_admits_several_labels,
        origins::subdomain_wildcard_refuses_the_apex,
        origins::subdomain_wildcard_refuses_a_lookalike,
        origins::in_label_pattern_admits_its_label,
        origins::in_label_pattern_refuses_another_label,
        origins::in_label_pattern_refuses_a_deeper_label,
        origins::any_port_admits_every_port,
        origins::any_port_admits_the_default_port,
        origins::any_port_refuses_another_host,
        origins::star_admits_every_origin,
        origins::star_admits_a_sandboxed_frame,
        origins::sandboxed_frame_is_refused,
        origins::sandboxed_frame_is_admitted_through_the_door,
        preflights::json_put_is_admitted_by_its_extractor,
        preflights::delete_is_admitted,
        preflights::custom_method_is_admitted,
        preflights::upper_case_patch_is_admitted,
        preflights::lower_case_patch_is_refused,
        preflights::method_that_no_handler_serves_is_refused,
        preflights::header_that_is_not_listed_is_refused,
        preflights::origin_is_refused_before_the_handler_runs,
        preflights::each_method_keeps_its_own_policy,
        preflights::answer_is_kept_for_max_age,
        preflights::kept_answer_belongs_to_one_origin,
        preflights::answer_is_not_kept_with_max_age_zero,
        preflights::star_covers_custom_headers,
        preflights::star_does_not_cover_authorization,
        preflights::authorization_beside_star_is_admitted,
        credentials::cookie_is_sent_and_the_answer_readable,
        credentials::omitted_credentials_send_no_cookie,
        credentials::answer_without_allow_credentials_is_hidden,
        credentials::star_with_credentials_is_hidden,
        credentials::preflight_with_credentials_echoes_headers,
        credentials::other_origin_never_reads_with_the_users_cookie,
        enforcement_and_timing::enforce_lets_the_same_origin_pass,
        enforcement_and_timing::enforce_lets_an_admitted_origin_pass,
        enforcement_and_timing::enforce_stops_another_origin_before_the_handler,
        enforcement_and_timing::enforce_stops_a_post_that_asks_to_read_nothing,
        enforcement_and_timing::timing_is_told_to_a_listed_origin,
        enforcement_and_timing::timing_is_hidden_from_another_origin,
        enforcement_and_timing::timing_is_hidden_without_the_key,
    ];
    // The example's page is admitted by `dev_origins`, which a release build does not have.
    if cfg!(debug_assertions) {
        scenarios.extend(scenarios![
            auth::page_is_told_to_log_in,
            auth::page_logs_in_calls_and_logs_out,
            auth::login_outlives_a_reload,
            auth::preflights_never_reach_the_session_layer,
            auth::another_origin_is_refused_before_the_session_layer,
        ]);
    }
    scenarios
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let browser = chromium::find();
    if browser.is_none() {
        eprintln!("browser scenarios skipped: no Chromium on this machine's PATH");
        if env::var_os("CORS_REQUIRE_BROWSER").is_some_and(|required| required == "1") {
            eprintln!("CORS_REQUIRE_BROWSER=1 forbids that");
            return ExitCode::FAILURE;
        }
    }

    // ListValue the scenarios, as cargo-nextest does first, needs no browser yet.
    let world = match &browser {
        Some(program) if !arguments.list => Some(World::start(program)),
        _ => None,
    };
    let world = Arc::new(Mutex::new(world));
    let trials = all()
        .into_iter()
        .map(|(name, scenario)| {
            let world = Arc::clone(&world);
            Trial::test(name, move || run(&world, scenario)).with_ignored_flag(browser.is_none())
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The lock makes the scenarios take turns, whatever number of threads the harness runs them on.
fn run(world: &Mutex<Option<World>>, scenario: Scenario) -> Result<(), libtest_mimic::Failed> {
    // A scenario that failed has poisoned the lock, but the next one starts afresh anyway.
    let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
    let world = world.as_mut().ok_or("there is no Chromium to run it in")?;
    world.begin_scenario();
    scenario(world);
    Ok(())
}
