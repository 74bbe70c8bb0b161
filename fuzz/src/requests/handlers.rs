//! The handlers, with the same policies as attributes, and one without.

use axum::extract::Request;
use axum::http::{HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{AppendHeaders, IntoResponse, Response};
use cors_runtime::cors;

/// What every handler says of its own policy, which is none of it true.
pub(super) const LIES: [(&str, &str); 3] = [
    ("access-control-allow-origin", "https://evil.example"),
    ("access-control-allow-origin", "*"),
    ("access-control-made-up", "1"),
];

/// What every handler answers: its lies, and a list that is to be added to.
type Answer = (AppendHeaders<[(&'static str, &'static str); 3]>, [(&'static str, &'static str); 1]);

const ANSWER: Answer = (AppendHeaders(LIES), [("vary", "accept-encoding")]);

/// Writes handlers that differ in nothing but their policies.
macro_rules! handlers {
    ($($name:ident: $policy:tt;)+) => {$(
        #[cors $policy]
        pub(super) async fn $name() -> Answer {
            ANSWER
        }
    )+};
}

handlers! {
    exact: (
        origins = ["https://foo.com", "https://bar.com"],
        methods = GET,
        timing_origins = "https://foo.com, https://bar.com",
        max_age = 5,
    );
    patterns: (origins = ["https://*.example.com", "http://localhost:*"], methods = "*", headers = "*", credentials);
    in_label: (origins = "https://pr-*.preview.example.com", methods = [GET, PURGE], expose_headers = "*", enforce);
    null: (origins = ["null", "https://[::1]:*"], methods = PUT, headers = "*", danger_accept_null_origin);
    own_options: (origins = "https://foo.com", methods = OPTIONS, timing_origins = "*");
    public: (
        origins = "*",
        methods = [GET, POST],
        headers = ["*", "authorization"],
        expose_headers = ["etag", "x-total"],
        enforce,
    );
    open: (origins = "*", methods = "*", headers = "*", expose_headers = "*");
    app: (
        origins = ["moz-extension://*", "tauri://localhost", "https://*.example.com:*"],
        methods = [POST, DELETE, HEAD],
        headers = "content-type, x-request-id",
        credentials,
        enforce,
        max_age = 86400,
        danger_accept_public_suffixes,
    );
}

/// The same without a policy, for a layer around it: it serves these methods.
#[allow(clippy::unused_async)] // axum takes it for a handler.
pub(super) async fn plain(methods: &'static [&'static str], method: Method) -> Response {
    let names = |wanted: &str| methods.contains(&wanted);
    let serves =
        names(method.as_str()) || (method == Method::HEAD && names("GET")) || (method != Method::OPTIONS && names("*"));
    if serves { ANSWER.into_response() } else { StatusCode::METHOD_NOT_ALLOWED.into_response() }
}

/// What makes [`deny`] answer.
pub(super) const DENIED: HeaderName = HeaderName::from_static("x-denied");

/// A login, in place of a real one: it answers in the handler's place, and lies as it does.
pub(super) async fn deny(request: Request, next: Next) -> Response {
    if request.headers().contains_key(DENIED) {
        return (StatusCode::UNAUTHORIZED, ANSWER).into_response();
    }
    next.run(request).await
}
