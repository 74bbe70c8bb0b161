//! A server whose CORS policy stands in a TOML file, and follows the file while it serves.
//!
//! `cargo run --example config-file` prints what to try. The keys of the file are those of the attribute; environment
//! variables stand above them, `CORS_MAX_AGE` above `max_age`. A file that is broken changes nothing: its mistakes are
//! logged, and the policy that was in force stays.
//!
//! - `settings.rs` reads a policy from the file and the environment.
//! - `policy_in_force.rs` holds the policy that can be swapped, around an axum router.
//! - `watch.rs` reads again when the file changes.

mod policy_in_force;
mod settings;
mod watch;

use std::{
    env,
    error::Error,
    net::Ipv4Addr,
    path::{Path, PathBuf},
};

use axum::{Router, middleware, routing::get};
use config::Environment;
use tokio::net::TcpListener;

use policy_in_force::PolicyInForce;
use settings::Settings;
use watch::Watch;

/// An ordinary axum router, with the policy that is in force around all of it. It follows the file as long as the
/// watch is kept.
///
/// # Errors
/// When there is no good policy to begin with, or the file cannot be watched.
pub fn router(file: &Path, environment: Environment) -> Result<(Router, Watch), Box<dyn Error>> {
    let (policy, watch) = watch::follow(Settings::new(file, environment))?;
    let router = Router::new()
        .route("/note", get(async || "Buy tea").put(async || "noted"))
        .layer(middleware::from_fn_with_state(policy, PolicyInForce::apply));
    Ok((router, watch))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt::init();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/config-file/cors.toml");
    let file = env::args_os().nth(1).map_or_else(|| PathBuf::from(sample), PathBuf::from);
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;

    let (app, _watch) = router(&file, Environment::with_prefix("CORS"))?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let api = format!("http://{}", listener.local_addr()?);
    println!(
        "\
The policy stands in {}

Ask as a page of an admitted origin, and as one of another:
  curl -i {api}/note -H 'Origin: https://app.example.com'
  curl -i {api}/note -H 'Origin: https://evil.example'
  curl -i {api}/note -X OPTIONS -H 'Origin: https://app.example.com' -H 'Access-Control-Request-Method: PUT'
Change the file and ask again. Break it, and look here.
Or start with CORS_MAX_AGE=60, or with CORS_ORIGINS='https://a.example, https://b.example'.
",
        file.display(),
    );
    axum::serve(listener, app).await?;
    Ok(())
}
