//! The database: one table, one domain a row.
//!
//! The calls of `rusqlite` block, so each runs on a thread that may wait, and no request is held up by another's.

use std::{
    error::Error,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use cors_runtime::{OriginSet, PolicyErrors};
use rusqlite::{Connection, params};
use tokio::task::spawn_blocking;

/// The tenants' domains. Clones share one connection.
#[derive(Clone)]
pub struct Store(Arc<Mutex<Connection>>);

/// Why a domain was not added.
pub enum Refusal {
    /// It, or what it would stand beside, is wrong; nothing was changed.
    Mistakes(PolicyErrors),
    /// The database failed.
    Failure(Failure),
}

pub type Failure = Box<dyn Error + Send + Sync>;

impl Store {
    /// Opens the database in this file, which is made where there is none.
    pub async fn open(file: &Path) -> Result<Self, Failure> {
        let file = file.to_owned();
        let connection = spawn_blocking(move || -> rusqlite::Result<Connection> {
            let connection = Connection::open(file)?;
            connection.execute_batch(
                "CREATE TABLE IF NOT EXISTS domains (
                     origin TEXT PRIMARY KEY, -- one domain has one tenant
                     tenant TEXT NOT NULL
                 ) STRICT;
                 CREATE INDEX IF NOT EXISTS domains_by_tenant ON domains (tenant);",
            )?;
            Ok(connection)
        });
        Ok(Self(Arc::new(Mutex::new(connection.await??))))
    }

    /// The origins of all tenants.
    pub async fn all_origins(&self) -> Result<OriginSet, Failure> {
        self.run(|connection| {
            let origins = texts(connection, "SELECT origin FROM domains", [])?;
            // A new database is no mistake, though an empty list would be one.
            if origins.is_empty() { Ok(OriginSet::default()) } else { Ok(OriginSet::parse(origins)?) }
        })
        .await
    }

    /// The origins of one tenant, if there is such a tenant.
    pub async fn origins_of(&self, tenant: String) -> Result<Option<OriginSet>, Failure> {
        self.run(|connection| {
            let origins = texts(connection, "SELECT origin FROM domains WHERE tenant = ?1", [tenant])?;
            if origins.is_empty() { Ok(None) } else { Ok(Some(OriginSet::parse(origins)?)) }
        })
        .await
    }

    /// Adds a domain, where it may stand beside all that are there, and hands the new set of all to `publish`.
    ///
    /// `publish` runs before any other change can be made, so the last set it is handed is the newest.
    pub async fn add(
        &self,
        tenant: String,
        domain: String,
        publish: impl FnOnce(OriginSet) + Send + 'static,
    ) -> Result<(), Refusal> {
        self.run(move |connection| {
            let mut origins = texts(connection, "SELECT origin FROM domains", [])?;
            origins.push(domain);
            let all = OriginSet::parse(&origins).map_err(Refusal::Mistakes)?;
            connection
                .execute("INSERT INTO domains (origin, tenant) VALUES (?1, ?2)", params![origins.pop(), tenant])?;
            publish(all);
            Ok(())
        })
        .await
    }

    async fn run<T, E>(&self, work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<tokio::task::JoinError> + Send + 'static,
    {
        let connection = Arc::clone(&self.0);
        // Every change is one statement, so a panic in between leaves nothing half done.
        spawn_blocking(move || work(&connection.lock().unwrap_or_else(PoisonError::into_inner))).await?
    }
}

/// The first column of what a query finds.
fn texts(connection: &Connection, query: &str, values: impl rusqlite::Params) -> rusqlite::Result<Vec<String>> {
    connection.prepare(query)?.query_map(values, |row| row.get(0))?.collect()
}

impl<E: Into<Failure>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Failure(error.into())
    }
}
