//! Header names and ages that look like mistakes and are none.

use axum::extract::Form;
use axum::{Json, Router};
use axum_extra::TypedHeader;
use axum_extra::headers::authorization::{Authorization, Bearer};
use axum_extra::headers::{Host, Range};
use cors_runtime::{cors, routes};

// None at all, which is not the same as no key.
#[cors(origins = "https://app.example.com", methods = "PUT", headers = [])]
async fn none() {}

// `*` does not stand for `authorization`, so the two are no repetition.
#[cors(origins = "https://app.example.com", methods = "PUT", headers = ["*", "authorization"])]
async fn star_and_authorization(_: TypedHeader<Authorization<Bearer>>) {}

// With credentials the names asked for are sent back, `authorization` among them.
#[cors(origins = "https://app.example.com", methods = "PUT", headers = "*", credentials)]
async fn star_with_credentials(_: TypedHeader<Authorization<Bearer>>) {}

// Upper case: header names have none.
#[cors(origins = "https://app.example.com", methods = "PUT", headers = "Content-Type, X-Request-ID")]
async fn upper_case(_: Json<String>) {}

// What an extractor needs is admitted, whatever is listed.
#[cors(origins = "https://app.example.com", methods = "PUT", headers = ["x-request-id"])]
async fn needed_besides(_: Option<Json<String>>) {}
#[cors(origins = "https://app.example.com", methods = "PUT", headers = "*")]
async fn star_without_authorization(_: TypedHeader<Authorization<Bearer>>) {}

// A form's type needs no preflight, so it need not be listed.
#[cors(origins = "https://app.example.com", methods = "POST", headers = [])]
async fn form(_: Form<Vec<(String, String)>>) {}

// Nor need headers that browsers set themselves, or that are on the safelist.
#[cors(origins = "https://app.example.com", methods = "PUT", headers = [])]
async fn set_by_browsers(_: TypedHeader<Host>, _: TypedHeader<Range>) {}

// Begin like forbidden names; the hyphen makes the difference.
#[cors(origins = "https://app.example.com", methods = "PUT", headers = ["security", "proxy", "cookies"])]
async fn nearly_forbidden() {}

// Forbidden in answers, but no response header; and a request header with a name that answers have too.
#[cors(origins = "https://app.example.com", methods = "PUT", headers = ["set-cookie-hint", "etag", "cache-control"])]
async fn names_that_answers_have() {}

// On the safelist already, and yet worth naming.
#[cors(origins = "https://app.example.com", methods = "PUT", headers = "accept, range")]
async fn safelisted() {}

// Every token character there is.
#[cors(origins = "https://app.example.com", methods = "PUT", headers = "x!#$%&'*+-.^_`|~9")]
async fn signs() {}

// `*` without credentials means all.
#[cors(origins = "https://app.example.com", methods = "GET", expose_headers = "*")]
async fn all_exposed() {}

// None exposed, said aloud.
#[cors(origins = "https://app.example.com", methods = "GET", expose_headers = [])]
async fn none_exposed() {}

// Seen by scripts anyway, and yet worth naming; `date` is forbidden in requests only.
#[cors(origins = "https://app.example.com", methods = "GET", expose_headers = "Content-Type, date")]
async fn exposed_anyway() {}

// Not at all, and as long as can be, with the separators of Rust's numbers.
#[cors(origins = "https://app.example.com", methods = "GET", max_age = 0)]
async fn not_kept() {}
#[cors(origins = "https://app.example.com", methods = "GET", max_age = 86_400)]
async fn kept_for_a_day() {}

// Hexadecimal, with a type.
#[cors(origins = "https://app.example.com", methods = "GET", max_age = 0x258u32)]
async fn kept_for_ten_minutes() {}

fn main() {
    let _: Router = Router::new()
        .route("/1", routes!(none))
        .route("/2", routes!(star_and_authorization))
        .route("/3", routes!(star_with_credentials))
        .route("/4", routes!(upper_case))
        .route("/5", routes!(form))
        .route("/6", routes!(set_by_browsers))
        .route("/7", routes!(nearly_forbidden))
        .route("/8", routes!(names_that_answers_have))
        .route("/9", routes!(safelisted))
        .route("/10", routes!(signs))
        .route("/11", routes!(all_exposed))
        .route("/12", routes!(none_exposed))
        .route("/13", routes!(exposed_anyway))
        .route("/14", routes!(not_kept))
        .route("/15", routes!(kept_for_a_day))
        .route("/16", routes!(kept_for_ten_minutes))
        .route("/17", routes!(needed_besides))
        .route("/18", routes!(star_without_authorization));
}
