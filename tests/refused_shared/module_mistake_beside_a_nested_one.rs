use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com/", methods = "GET")]
mod api {
    use cors_runtime::cors;

    #[cors]
    pub async fn show() {}

    #[cors(origins = "https://own.example.com", methods = "PUT")]
    mod nested {
        use cors_runtime::cors;

        #[cors]
        pub async fn change() {}
    }

    pub use nested::change;
}

fn main() {
    let _: Router = Router::new().route("/", routes!(api::show, api::change));
}
