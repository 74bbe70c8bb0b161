//! Wildcards that look as if anyone could register past them.

use axum::Router;
use cors_runtime::{cors, routes};

// Below a name of one's own, however public the name above it is.
#[cors(origins = "https://*.example.com", methods = "GET", credentials)]
async fn below_a_name_with_credentials() {}

// The same under a suffix of two labels.
#[cors(origins = "https://*.example.co.uk", methods = "GET", credentials)]
async fn below_a_name_under_a_long_suffix() {}

// `github.io` is a public suffix; `me.github.io` is somebody's.
#[cors(origins = "https://*.me.github.io", methods = "GET", credentials)]
async fn below_a_name_under_a_private_suffix() {}

// Inside a label, but below a name of one's own.
#[cors(origins = "https://pr-*.preview.example.com", methods = "GET", credentials)]
async fn in_a_label_below_a_name() {}

// Right under a name of one's own, which is no suffix.
#[cors(origins = "https://pr-*.example.com", methods = "GET", credentials)]
async fn in_a_label_under_a_name() {}

// Everybody who has pages at that host: without credentials it promises nothing.
#[cors(origins = "https://*.github.io", methods = "GET")]
async fn private_suffix_without_credentials() {}

// The same of a name that the list does not know.
#[cors(origins = "https://*.internal", methods = "GET")]
async fn unknown_suffix_without_credentials() {}

// Each of them with its door open.
#[cors(
    origins = ["https://*.vercel.app", "https://exam*.com"],
    methods = "GET",
    credentials,
    danger_accept_public_suffixes = true
)]
async fn suffixes_through_their_door() {}

// One label, but `localhost` and what is below it never leave the machine.
#[cors(origins = ["http://*.localhost:*", "https://pr-*.localhost"], methods = "GET", credentials)]
async fn below_localhost() {}

// Any port of this machine, with cookies.
#[cors(origins = "http://localhost:*", methods = "GET", credentials)]
async fn any_port_with_credentials() {}

// Two wildcards, but one stands for the host's label and one for the whole port.
#[cors(origins = "https://*.example.com:*", methods = "GET", credentials)]
async fn label_and_port() {}

fn main() {
    let _: Router = Router::new()
        .route("/1", routes!(below_a_name_with_credentials))
        .route("/2", routes!(below_a_name_under_a_long_suffix))
        .route("/3", routes!(below_a_name_under_a_private_suffix))
        .route("/4", routes!(in_a_label_below_a_name))
        .route("/5", routes!(in_a_label_under_a_name))
        .route("/6", routes!(private_suffix_without_credentials))
        .route("/7", routes!(unknown_suffix_without_credentials))
        .route("/8", routes!(suffixes_through_their_door))
        .route("/9", routes!(below_localhost))
        .route("/10", routes!(any_port_with_credentials))
        .route("/11", routes!(label_and_port));
}
