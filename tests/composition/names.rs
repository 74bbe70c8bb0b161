//! Handlers with the names of other things in scope.

use axum::Router;
use cors_runtime::{cors, routes};
use support::each;

use crate::asked::served;

/// The names of axum's functions come into scope by a glob import.
mod beside_a_glob {
    use axum::routing::*;
    use cors_runtime::{cors, routes};

    #[cors(origins = "https://app.example.com", methods = "PUT")]
    async fn put() -> &'static str {
        "put"
    }

    #[cors(origins = "https://app.example.com", methods = "GET")]
    pub async fn get() -> &'static str {
        "get"
    }

    #[cors(origins = "https://app.example.com", methods = "DELETE")]
    pub async fn delete() -> &'static str {
        "delete"
    }

    pub fn alone() -> axum::Router {
        // The glob import is in use.
        axum::Router::new().route("/", routes!(put)).route("/plain", any(|| async {}))
    }

    pub fn beside_others() -> axum::Router {
        axum::Router::new().route("/", routes!(self::put, get, delete))
    }

    /// Both the outer module's handler and this one's are called `put`, and so is a function of axum's.
    pub mod inner {
        use super::*;

        #[cors(origins = "https://app.example.com", methods = "PUT")]
        pub async fn put() -> &'static str {
            "inner put"
        }

        pub fn own() -> axum::Router {
            axum::Router::new().route("/", routes!(put))
        }

        pub fn of_the_outer_module() -> axum::Router {
            axum::Router::new().route("/", routes!(super::put))
        }

        /// It comes through the glob import.
        pub fn by_the_glob() -> axum::Router {
            axum::Router::new().route("/", routes!(get, delete))
        }
    }
}

/// The outer module has a plain function of the handler's name.
mod beside_a_plain_function {
    pub async fn show() -> &'static str {
        "plain"
    }

    pub mod inner {
        #[allow(unused_imports)]
        use super::*;

        #[cors_runtime::cors(origins = "https://app.example.com", methods = "GET")]
        async fn show() -> &'static str {
            "annotated"
        }

        pub fn app() -> axum::Router {
            axum::Router::new().route("/", cors_runtime::routes!(show)).route("/plain", axum::routing::get(super::show))
        }
    }
}

/// The outer module's policy would stand beside a function that carries none.
mod under_an_annotated_one {
    #[cors_runtime::cors(origins = "https://app.example.com", methods = "GET")]
    pub async fn show() {}

    pub mod inner {
        use super::*;

        async fn show() {}

        pub fn app() -> axum::Router {
            axum::Router::new()
                .route("/", cors_runtime::routes!(show))
                .route("/outer", cors_runtime::routes!(super::show))
        }
    }
}

/// Named as a crate among the dependencies is.
#[cors(origins = "https://app.example.com", methods = "GET")]
async fn config() -> &'static str {
    "config"
}

#[test]
fn names_that_a_glob_import_brings() {
    assert_eq!(served(&beside_a_glob::alone(), "PUT"), "put");
    each([("PUT", "put"), ("GET", "get"), ("DELETE", "delete")], |(method, body)| {
        assert_eq!(served(&beside_a_glob::beside_others(), method), body);
    });
}

#[test]
fn names_of_an_outer_module() {
    assert_eq!(served(&beside_a_glob::inner::own(), "PUT"), "inner put");
    assert_eq!(served(&beside_a_glob::inner::of_the_outer_module(), "PUT"), "put");
    assert_eq!(served(&beside_a_glob::inner::by_the_glob(), "DELETE"), "delete");
    assert_eq!(served(&beside_a_plain_function::inner::app(), "GET"), "annotated");
}

#[test]
#[should_panic(expected = "`composition::names::under_an_annotated_one::inner::show` has no CORS policy, and \
                           `composition::names::under_an_annotated_one::show`, whose policy is in scope, is another handler")]
fn a_policy_of_another_handler_is_not_taken() {
    let _ = under_an_annotated_one::inner::app();
}

#[test]
fn the_name_of_a_crate() {
    assert_eq!(served(&Router::new().route("/", routes!(config)), "GET"), "config");
}

#[test]
fn names_inside_a_function() {
    #[allow(unused_imports)]
    use axum::routing::*;

    #[cors(origins = "https://app.example.com", methods = "GET")]
    async fn get() -> &'static str {
        "local get"
    }

    #[cors(origins = "https://app.example.com", methods = "PUT")]
    async fn config() -> &'static str {
        "local config"
    }

    let app = Router::new().route("/", routes!(get, config));
    assert_eq!(served(&app, "GET"), "local get");
    assert_eq!(served(&app, "PUT"), "local config");
}
