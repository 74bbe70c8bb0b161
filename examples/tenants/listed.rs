//! The second way: `origins_from`. The pages of all tenants may read the catalogue, which is the same for all.

use cors_runtime::{CorsLayer, Policy, PolicyErrors, SharedOrigins};

/// The policy of the catalogue. It follows the set: a tenant that is added to it is admitted from the next request on.
///
/// On a handler `origins_from` names a `static`. This set belongs to one router, so a layer has it.
pub fn cors(all: &SharedOrigins) -> Result<CorsLayer, PolicyErrors> {
    let policy = Policy::builder().origins_from(all).methods("GET").max_age(600).build()?;
    Ok(CorsLayer::new(policy))
}

pub async fn catalogue() -> &'static str {
    "the catalogue"
}
