//! A server for many tenants, whose admitted origins live in a database and may change at any time.
//!
//! `cargo run --example tenants` prints what to try. Two routes admit the tenants' origins, each in its own way:
//!
//! - `asked.rs`: `origins_if` names a function that looks the origin up, for the very tenant that the path names, and
//!   keeps what it found. For answers that depend on the request, and for more tenants than anyone wants in memory.
//! - `listed.rs`: `origins_from` takes a set with the origins of all tenants, which is swapped when one is added. For
//!   answers that are the same for all; no request waits for the database.
//!
//! `store.rs` is the database, a file of `rusqlite`. `admin.rs` adds a domain: the library judges it, and its mistakes go back as JSON.

mod admin;
mod asked;
mod listed;
mod store;

use std::{
    env,
    error::Error,
    net::Ipv4Addr,
    path::{Path, PathBuf},
};

use axum::{
    Router,
    extract::FromRef,
    routing::{get, post},
};
use cors_runtime::{SharedOrigins, routes};
use tokio::net::TcpListener;

use asked::Known;
use store::Store;

/// What the handlers share; each extracts the part that it needs.
#[derive(Clone, FromRef)]
struct Tenants {
    /// The database, where every domain is kept.
    store: Store,
    /// The domains of the tenants that were asked for.
    known: Known,
    /// The domains of all tenants.
    all: SharedOrigins,
}

/// The whole server over the database in a file, which is made where there is none.
///
/// # Errors
/// When the database cannot be read, or holds what is no origin.
pub async fn router(database: &Path) -> Result<Router, Box<dyn Error + Send + Sync>> {
    let store = Store::open(database).await?;
    let all = SharedOrigins::new(store.all_origins().await?);
    Ok(Router::new()
        .route("/tenants/{tenant}/notes", routes!(asked::notes))
        .route("/catalogue", get(listed::catalogue).layer(listed::cors(&all)?))
        // Without a policy, so no page of another origin can send these their JSON. Put a login before them.
        .route("/admin/tenants/{tenant}", post(admin::add_domain))
        .route("/admin/lookups", get(admin::lookups))
        .with_state(Tenants { store, known: Known::default(), all }))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    tracing_subscriber::fmt::init();
    let directory = match env::args_os().nth(1) {
        Some(directory) => PathBuf::from(directory),
        None => tempfile::tempdir()?.keep(),
    };
    let file = directory.join("tenants.sqlite");
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;

    let app = router(&file).await?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let api = format!("http://{}", listener.local_addr()?);
    println!(
        "\
The tenants are in {}; to find them again: cargo run --example tenants -- {}

Nobody may read yet; there is no access-control-allow-origin:
  curl -i {api}/tenants/acme/notes -H 'Origin: https://app.acme.example'
  curl -i {api}/catalogue -H 'Origin: https://app.acme.example'
Add a domain, and ask once more:
  curl -i {api}/admin/tenants/acme --json '{{\"domain\": \"https://*.acme.example\"}}'
What a form shows when it is wrong:
  curl -i {api}/admin/tenants/acme --json '{{\"domain\": \"https://acme.example/\"}}'
How often the database was asked for a tenant's domains:
  curl {api}/admin/lookups
",
        file.display(),
        directory.display(),
    );
    axum::serve(listener, app).await?;
    Ok(())
}
