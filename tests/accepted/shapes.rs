//! Ways of writing that look unusual and are none of the attribute's business.

use axum::Router;
use cors_runtime::{cors, routes};

// Raw strings.
#[cors(origins = r"https://app.example.com", methods = r#"GET"#)]
async fn raw_strings() {}

// Escapes: the text is what counts.
#[cors(origins = "https://app.example.com\u{3A}8443", methods = "\x47ET")]
async fn escapes() {}

// Commas after the last of everything.
#[cors(origins = ["https://app.example.com",], methods = [GET,], headers = ["x-a",],)]
async fn trailing_commas() {}

// Any order of the keys.
#[cors(max_age = 600, methods = GET, credentials, origins = "https://app.example.com")]
async fn any_order() {}

// The bare word, and the value it stands for.
#[cors(origins = "https://app.example.com", methods = "GET", credentials)]
async fn credentials_bare() {}
#[cors(origins = "https://app.example.com", methods = "GET", credentials = true)]
async fn credentials_in_full() {}

// So may every key that is on or off.
#[cors(origins = "null", methods = "GET", enforce, danger_accept_null_origin)]
async fn flags_bare() {}

// Brackets and braces are an attribute's parentheses too.
#[cors[origins = "https://app.example.com", methods = "GET"]]
async fn in_brackets() {}
#[cors { origins = "https://app.example.com", methods = "GET" }]
async fn in_braces() {}

// Origins in one string, over two lines of source.
#[cors(
    origins = "https://app.example.com, \
               https://admin.example.com",
    methods = "GET"
)]
async fn over_two_lines() {}

// A literal that a macro hands on.
macro_rules! handler {
    ($name:ident, $origin:expr, $age:literal) => {
        #[cors(origins = $origin, methods = [GET, POST], max_age = $age, enforce = true)]
        async fn $name() {}
    };
}
handler!(through_a_macro, "https://app.example.com", 60);

// A handler named like a key, one named like a type, and one like a word of the language.
#[cors(origins = "https://app.example.com", methods = "GET")]
async fn origins() {}
#[cors(origins = "https://app.example.com", methods = "GET")]
#[allow(non_snake_case)]
async fn Router_() {}
#[cors(origins = "https://app.example.com", methods = "GET")]
async fn r#loop() {}

fn main() {
    let _: Router = Router::new()
        .route("/1", routes!(raw_strings))
        .route("/2", routes!(escapes))
        .route("/3", routes!(trailing_commas))
        .route("/4", routes!(any_order))
        .route("/5", routes!(credentials_bare))
        .route("/6", routes!(credentials_in_full))
        .route("/7", routes!(in_brackets))
        .route("/8", routes!(in_braces))
        .route("/9", routes!(over_two_lines))
        .route("/10", routes!(through_a_macro))
        .route("/11", routes!(origins))
        .route("/12", routes!(Router_))
        .route("/13", routes!(r#loop))
        .route("/14", routes!(flags_bare));
}
