//~ perhaps: mod api;
//~ at: #[cors(origins = "https://app.example.com", methods = "GET")]
//~ says: `#[cors]` on a module whose body stands in another file
//~ says: why: the attribute is given this line only, and cannot reach the handlers there
//~ says: write: the attribute on the handlers, or on an inline `mod` around them

use cors_runtime::cors;

#[cors(origins = "https://app.example.com", methods = "GET")]
#[path = "elsewhere/api.rs"]
mod api;

fn main() {}
