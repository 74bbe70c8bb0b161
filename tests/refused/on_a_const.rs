use cors_runtime::cors;

#[cors(origins = "https://app.example.com", methods = "GET")]
const ITEMS: usize = 3;

fn main() {
    let _ = ITEMS;
}
