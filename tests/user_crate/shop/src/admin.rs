//! Handlers in a module of a binary.

use cross_origin::cors;

#[cors(origins = "https://admin.example.com", methods = "GET")]
pub async fn in_a_module_by_routes() {}

#[cors(origins = "https://admin.example.com", methods = "GET")]
pub async fn in_a_module_by_get() {}
