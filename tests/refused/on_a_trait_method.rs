use cors_runtime::cors;

trait Shows {
    #[cors(origins = "https://app.example.com", methods = "GET")]
    async fn show(&self);
}

fn main() {}
