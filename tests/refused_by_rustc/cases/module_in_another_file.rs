//~ perhaps: mod api;
//~ at: #[cors(origins = "https://app.example.com", methods = "GET")]
//~ says: `#[cors]` is on a module whose body is in another file
//~ says: why: the compiler gives the attribute this line only, so it cannot reach the handlers there
//~ says: write: the attribute on the handlers, or on an inline `mod` around them

use cors_runtime::cors;

#[cors(origins = "https://app.example.com", methods = "GET")]
#[path = "elsewhere/api.rs"]
mod api;

fn main() {}
