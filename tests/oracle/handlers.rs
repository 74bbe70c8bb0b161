//! Annotated handlers of many kinds, as a user writes them.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::response::AppendHeaders;
use cors_runtime::cors;

/// What every handler answers: names that may be exposed, one that scripts always read, one they never read, and a lie
/// about the policy.
pub(crate) type Answer = AppendHeaders<[(&'static str, &'static str); 6]>;

const ANSWER: Answer = AppendHeaders([
    ("cache-control", "no-store"),
    ("etag", "\"7\""),
    ("set-cookie", "a=b"),
    ("x-secret", "1"),
    ("x-total", "2"),
    ("access-control-allow-origin", "https://evil.example"),
]);

/// Writes handlers that differ in nothing but their policies.
macro_rules! handlers {
    ($($name:ident: $policy:tt;)+) => {$(
        #[cors $policy]
        pub(crate) async fn $name() -> Answer {
            ANSWER
        }
    )+};
}

handlers! {
    read: (origins = "https://app.example.com", methods = GET);
    read_as_admin: (origins = "https://admin.example.com", methods = GET, expose_headers = "etag", credentials);
    write: (
        origins = ["https://admin.example.com", "https://app.example.com:8443"],
        methods = [POST, PUT],
        headers = ["content-type", "X-Request-Id"],
        expose_headers = "X-Total",
        credentials,
    );
    delete: (origins = "https://app.example.com", methods = "DELETE", max_age = 5);
    probe: (origins = "https://app.example.com", methods = "HEAD", headers = "x-a", expose_headers = "etag, x-secret");
    subdomains: (origins = "https://*.example.com", methods = [GET, PATCH], credentials, expose_headers = "etag");
    previews: (origins = "https://pr-*.preview.example.com", methods = [GET, PUT], headers = "x-a");
    development: (origins = "http://localhost:*", methods = "PUT, GET", headers = "*", credentials);
    any_port: (origins = ["https://*.example.com:*", "http://[::1]:*"], methods = GET, headers = "x-a, x-b");
    sandboxed: (origins = "null", danger_accept_null_origin = true, methods = [GET, PUT]);
    public_read: (origins = "*", methods = GET, expose_headers = "*");
    public_write: (origins = "*", methods = [POST, PUT, PATCH], headers = "*");
    public_with_token: (
        origins = "*",
        methods = [GET, PUT],
        headers = ["*", "authorization"],
        expose_headers = "x-total",
    );
    open: (origins = "*", methods = "*", headers = "*", expose_headers = "*");
    all_methods: (origins = "https://app.example.com", methods = "*", headers = "x-a");
    all_methods_credentials: (origins = "https://app.example.com", methods = "*", headers = "*", credentials);
    token_only: (origins = "https://app.example.com", methods = GET, headers = "authorization", expose_headers = "*");
    no_headers: (origins = "https://app.example.com", methods = [GET, POST, PUT], headers = []);
    purge: (origins = "https://app.example.com", methods = "PURGE", headers = "x-a");
    purge_and_query: (origins = "https://*.example.com", methods = [PURGE, QUERY], credentials);
    describe: (origins = "https://app.example.com", methods = OPTIONS, expose_headers = "etag");
    enforced: (origins = "https://app.example.com", methods = [GET, POST], enforce = true, expose_headers = "etag");
    developed: (origins = "https://app.example.com", dev_origins = "http://localhost:3000", methods = PUT);
    insecure: (origins = "http://app.example.com", methods = GET, expose_headers = "x-total");
    timed: (origins = "https://app.example.com", methods = GET, timing_origins = "*", expose_headers = "x-secret");
    addresses: (origins = ["http://127.0.0.1:8080", "http://[::1]:8080"], methods = PUT, credentials);
    extension: (origins = "moz-extension://a1b2-c3", methods = [PUT], headers = "content-type");
}

/// An extractor says which header is needed.
#[cors(origins = "https://app.example.com", methods = PUT)]
pub(crate) async fn typed(_: Result<Json<u8>, JsonRejection>) -> Answer {
    ANSWER
}
