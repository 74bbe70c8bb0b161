//! The library under another path: a crate that hands it on, as a workspace's own web crate does.

use axum::Router;

use crate::asked::served;

mod web {
    pub use cors_runtime as cors;
}

#[web::cors::origin_check(crate = web::cors)]
async fn is_a_page(origin: web::cors::Origin) -> bool {
    origin.as_str() == crate::asked::PAGE
}

#[web::cors::cors(crate = web::cors, origins = "https://app.example.com", methods = "GET")]
async fn show() -> &'static str {
    "shown"
}

#[web::cors::cors(origins_if = is_a_page, methods = "PUT", crate = "crate::handed_on::web::cors")]
async fn change() -> &'static str {
    "changed"
}

#[web::cors::cors(crate = crate::handed_on::web::cors, origins = "https://app.example.com")]
mod api {
    use super::web::cors::cors;

    #[cors(methods = "GET")]
    pub async fn show() -> &'static str {
        "inherited"
    }

    #[cors(crate = super::web::cors, methods = "PUT")]
    pub async fn change() -> &'static str {
        "its own"
    }
}

#[test]
fn by_the_path_that_the_attribute_says() {
    let app = Router::new().route("/", web::cors::routes!(show, change));
    assert_eq!(served(&app, "GET"), "shown");
    assert_eq!(served(&app, "PUT"), "changed");
}

#[test]
fn by_the_path_that_the_module_says() {
    let app = Router::new().route("/", web::cors::routes!(api::show, api::change));
    assert_eq!(served(&app, "GET"), "inherited");
    assert_eq!(served(&app, "PUT"), "its own");
}
