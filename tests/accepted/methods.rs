//! Methods that look wrong, and handlers that look as if they got in each other's way.

use axum::Router;
use cors_runtime::{cors, routes};

#[cors(origins = "*", methods = "GET")]
async fn get() {}

// GET brings HEAD, but a handler that names HEAD wins.
#[cors(origins = "*", methods = "HEAD")]
async fn head() {}

// HEAD named beside GET: said twice, but by two names.
#[cors(origins = "*", methods = [GET, HEAD])]
async fn get_and_head() {}

// Methods that axum has no filter for.
#[cors(origins = "*", methods = [PURGE, QUERY])]
async fn purge_and_query() {}

// A token with signs in it.
#[cors(origins = "*", methods = "M-SEARCH")]
async fn with_a_hyphen() {}

// A handler's own OPTIONS, for requests that are no preflights.
#[cors(origins = "*", methods = "OPTIONS")]
async fn options() {}

// Every method but OPTIONS, which therefore is no conflict.
#[cors(origins = "*", methods = "*")]
async fn every() {}

// CONNECTION is not CONNECT.
#[cors(origins = "*", methods = "CONNECTION")]
async fn nearly_forbidden() {}

// Bare names, strings and both in one list; spaces around commas.
#[cors(origins = "*", methods = POST)]
async fn bare() {}
#[cors(origins = "*", methods = ["PUT", PATCH])]
async fn mixed() {}
#[cors(origins = "*", methods = "DELETE , LINK")]
async fn with_spaces() {}

// Methods of one's own are strings, however few letters they differ in from others.
#[cors(origins = "*", methods = "FROBNICATE, NOTIFY, SUBSCRIBE, BAN, LIST, SEND, SET, READ, BLOCK")]
async fn of_ones_own() {}

// Registered methods that no browser's API names.
#[cors(origins = "*", methods = [PROPFIND, MKCOL, UNLOCK, "VERSION-CONTROL"])]
async fn of_webdav() {}

fn main() {
    let _: Router = Router::new()
        .route("/get-beside-head", routes!(get, head))
        .route("/get-with-head", routes!(get_and_head))
        .route("/options-beside-every", routes!(options, every))
        .route(
            "/many",
            routes!(get, purge_and_query, with_a_hyphen, options, nearly_forbidden, bare, mixed, with_spaces, of_ones_own, of_webdav),
        );
}
