use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "https://app.example.com", methods = "GET")]
mod api {
    mod nested {
        use cors_runtime::cors;

        #[cors]
        pub async fn show() {}
    }

    use cors_runtime::cors;
    pub use nested::show;

    #[cors(methods = "PUT")]
    pub async fn change() {}
}

fn main() {
    let _: Router = Router::new().route("/", routes!(api::show, api::change));
}
