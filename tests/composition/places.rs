//! The places where a handler can stand, and the paths by which it is mounted.

use axum::Router;
use cors_runtime::{cors, routes};

use crate::asked::served;

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn private() -> &'static str {
    "private"
}

#[cors(origins = "https://app.example.com", methods = "PUT")]
pub(crate) async fn in_the_crate() -> &'static str {
    "in the crate"
}

#[cors(origins = "https://app.example.com", methods = "DELETE")]
pub async fn public() -> &'static str {
    "public"
}

pub mod api {
    pub mod v1 {
        use cors_runtime::cors;

        #[cors(origins = "https://app.example.com", methods = "GET")]
        pub async fn show() -> &'static str {
            "version 1"
        }

        #[cors(origins = "https://app.example.com", methods = "PUT")]
        pub(in crate::places) async fn change() -> &'static str {
            "changed"
        }
    }

    pub mod v2 {
        // Under the attribute's full path, without an import.
        #[cors_runtime::cors(origins = "https://app.example.com", methods = "GET")]
        pub async fn show() -> &'static str {
            "version 2"
        }

        pub mod admin {
            #[cors_runtime::cors(origins = "https://app.example.com", methods = "GET")]
            pub(in super::super) async fn show() -> &'static str {
                "for admins"
            }
        }

        pub fn further_inside() -> axum::Router {
            axum::Router::new().route("/", cors_runtime::routes!(admin::show))
        }

        pub fn further_outside() -> axum::Router {
            axum::Router::new().route("/", cors_runtime::routes!(self::show, super::v1::change, crate::places::public))
        }
    }

    pub use self::v1::show as current;
}

#[test]
fn every_visibility() {
    let app = Router::new().route("/", routes!(private, in_the_crate, public));
    assert_eq!(served(&app, "GET"), "private");
    assert_eq!(served(&app, "PUT"), "in the crate");
    assert_eq!(served(&app, "DELETE"), "public");
}

#[test]
fn by_paths_into_modules() {
    let app = Router::new().route("/", routes!(api::v1::show, api::v1::change));
    assert_eq!(served(&app, "GET"), "version 1");
    assert_eq!(served(&app, "PUT"), "changed");
    let app = Router::new().route("/", routes!(crate::places::api::v2::show,));
    assert_eq!(served(&app, "GET"), "version 2");
}

#[test]
fn by_paths_from_within_modules() {
    assert_eq!(served(&api::v2::further_inside(), "GET"), "for admins");
    assert_eq!(served(&api::v2::further_outside(), "GET"), "version 2");
    assert_eq!(served(&api::v2::further_outside(), "PUT"), "changed");
    assert_eq!(served(&api::v2::further_outside(), "DELETE"), "public");
}

#[test]
fn one_import_brings_the_handler_and_its_policy() {
    use api::v1::show;
    assert_eq!(served(&Router::new().route("/", routes!(show)), "GET"), "version 1");
}

#[test]
fn a_renamed_import_brings_both_too() {
    use api::current as renamed;
    assert_eq!(served(&Router::new().route("/", routes!(renamed)), "GET"), "version 1");
}

#[test]
fn inside_a_function() {
    #[cors(origins = "https://app.example.com", methods = "GET")]
    async fn local() -> &'static str {
        "local"
    }

    assert_eq!(served(&Router::new().route("/", routes!(local)), "GET"), "local");
}

#[test]
fn one_handler_on_several_paths() {
    let app = Router::new().route("/also", routes!(private)).route("/", routes!(private));
    assert_eq!(served(&app, "GET"), "private");
}

#[tokio::test]
async fn handlers_are_called_by_their_paths() {
    assert_eq!(api::v1::show().await, "version 1");
    assert_eq!(api::current().await, "version 1");
}
