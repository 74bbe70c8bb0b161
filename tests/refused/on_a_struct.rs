use cors_runtime::cors;

#[cors(origins = "https://app.example.com", methods = "GET")]
struct Item;

fn main() {
    let _ = Item;
}
