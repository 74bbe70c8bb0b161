use cors_runtime::cors;

#[cors(origins = "https://app.example.com", methods = "GET")]
#[path = "elsewhere/api.rs"]
mod api;

fn main() {}
