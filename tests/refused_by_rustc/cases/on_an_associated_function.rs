//~ at: #[cors(origins = "https://app.example.com", methods = "GET")]
//~ at: show

// Without `self` a function looks free to its attribute, so here the refusal is the compiler's own.
use cors_runtime::cors;

struct Shop;

impl Shop {
    #[cors(origins = "https://app.example.com", methods = "GET")]
    async fn show() {}
}

fn main() {
    let _ = Shop::show();
}
