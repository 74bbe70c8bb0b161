//! The first way: `origins_if`. A tenant's own pages may read its notes, and no other tenant's pages may.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::extract::{Path, State};
use cors_runtime::{Origin, OriginSet, cors, origin_check};

use super::store::{Failure, Store};

#[cors(origins_if = is_the_tenants_own, methods = GET, max_age = 600)]
pub async fn notes(Path(tenant): Path<String>) -> String {
    format!("the notes of {tenant}")
}

/// Asked at most once a request, on preflights too. An error is logged, and means "not admitted".
#[origin_check]
async fn is_the_tenants_own(
    origin: Origin,
    Path(tenant): Path<String>,
    State(store): State<Store>,
    State(known): State<Known>,
) -> Result<bool, Failure> {
    let own = known.origins_of(tenant, &store).await?;
    Ok(own.is_some_and(|own| own.contains(origin.as_str())))
}

/// The domains of the tenants that were asked for, so that not every request asks the database. Clones share them.
#[derive(Clone, Default)]
pub struct Known(Arc<Mutex<Memory>>);

#[derive(Default)]
struct Memory {
    tenants: HashMap<String, Arc<OriginSet>>,
    /// How often something was forgotten.
    changes: u64,
    /// How often the database was asked.
    lookups: u64,
}

impl Known {
    async fn origins_of(&self, tenant: String, store: &Store) -> Result<Option<Arc<OriginSet>>, Failure> {
        let changes = {
            let mut memory = self.memory();
            if let Some(origins) = memory.tenants.get(&tenant) {
                return Ok(Some(Arc::clone(origins)));
            }
            memory.lookups += 1;
            memory.changes
        };
        // Only tenants that exist are kept: whoever makes up names cannot fill the memory with them.
        let Some(origins) = store.origins_of(tenant.clone()).await? else { return Ok(None) };
        let origins = Arc::new(origins);
        let mut memory = self.memory();
        // What was read before a change must not outlive it.
        if memory.changes == changes {
            memory.tenants.insert(tenant, Arc::clone(&origins));
        }
        Ok(Some(origins))
    }

    /// To be called after every change of the tenant's domains: the next request asks the database.
    pub fn forget(&self, tenant: &str) {
        let mut memory = self.memory();
        memory.tenants.remove(tenant);
        memory.changes += 1;
    }

    /// How often the database was asked.
    pub fn lookups(&self) -> u64 {
        self.memory().lookups
    }

    /// Never held while something is awaited.
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
