use cors_runtime::cors;

struct Shop;

impl Shop {
    #[cors(origins = "https://app.example.com", methods = "GET")]
    async fn show(_: axum::extract::State<Self>) {}
}

fn main() {
    let _ = Shop::show(axum::extract::State(Shop));
}
