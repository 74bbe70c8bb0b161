use cors_runtime::cors;

struct Shop;

#[cors(origins = "https://app.example.com", methods = "GET")]
impl Shop {
    async fn show() {}
}

fn main() {
    let _ = Shop::show();
}
