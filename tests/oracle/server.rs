//! The server: the annotated handlers on paths of their own and together, each path beside its description.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use axum::routing::MethodRouter;
use cors_runtime::routes;
use futures_util::FutureExt as _;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::description::Described;
use crate::handlers;

/// Whether cookies may come along.
const WITH_CREDENTIALS: bool = true;
const WITHOUT: bool = false;

/// A policy in plain data: lists of origins, methods, request headers and exposed headers, separated by spaces.
fn described(lists: [&str; 4], credentials: bool) -> Described {
    let [origins, methods, headers, exposed] =
        lists.map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    Described { origins, methods, headers, exposed, credentials }
}

/// The paths, each as it is described and as it is mounted.
#[rustfmt::skip]
fn paths() -> Vec<(Vec<Described>, MethodRouter)> {
    const APP: &str = "https://app.example.com";
    let read = || described([APP, "GET", "", ""], WITHOUT);
    let read_as_admin = || described(["https://admin.example.com", "GET", "", "etag"], WITH_CREDENTIALS);
    let write = || described(
        ["https://admin.example.com https://app.example.com:8443", "POST PUT", "content-type x-request-id", "x-total"],
        WITH_CREDENTIALS,
    );
    let delete = || described([APP, "DELETE", "", ""], WITHOUT);
    let probe = || described([APP, "HEAD", "x-a", "etag x-secret"], WITHOUT);
    let subdomains = || described(["https://*.example.com", "GET PATCH", "", "etag"], WITH_CREDENTIALS);
    let public_write = || described(["*", "POST PUT PATCH", "*", ""], WITHOUT);
    let open = || described(["*", "*", "*", "*"], WITHOUT);
    let purge = || described([APP, "PURGE", "x-a", ""], WITHOUT);
    let describe = || described([APP, "OPTIONS", "", "etag"], WITHOUT);
    let all_methods_credentials = || described([APP, "*", "*", ""], WITH_CREDENTIALS);
    let developed = if cfg!(debug_assertions) { "https://app.example.com http://localhost:3000" } else { APP };
    vec![
        (vec![read()], routes!(handlers::read)),
        (vec![read_as_admin()], routes!(handlers::read_as_admin)),
        (vec![write()], routes!(handlers::write)),
        (vec![delete()], routes!(handlers::delete)),
        (vec![probe()], routes!(handlers::probe)),
        (vec![subdomains()], routes!(handlers::subdomains)),
        (vec![described(["https://pr-*.preview.example.com", "GET PUT", "x-a", ""], WITHOUT)], routes!(handlers::previews)),
        (vec![described(["http://localhost:*", "PUT GET", "*", ""], WITH_CREDENTIALS)], routes!(handlers::development)),
        (vec![described(["https://*.example.com:* http://[::1]:*", "GET", "x-a x-b", ""], WITHOUT)], routes!(handlers::any_port)),
        (vec![described(["null", "GET PUT", "", ""], WITHOUT)], routes!(handlers::sandboxed)),
        (vec![described(["*", "GET", "", "*"], WITHOUT)], routes!(handlers::public_read)),
        (vec![public_write()], routes!(handlers::public_write)),
        (vec![described(["*", "GET PUT", "* authorization", "x-total"], WITHOUT)], routes!(handlers::public_with_token)),
        (vec![open()], routes!(handlers::open)),
        (vec![described([APP, "*", "x-a", ""], WITHOUT)], routes!(handlers::all_methods)),
        (vec![all_methods_credentials()], routes!(handlers::all_methods_credentials)),
        (vec![described([APP, "GET", "authorization", "*"], WITHOUT)], routes!(handlers::token_only)),
        (vec![described([APP, "GET POST PUT", "", ""], WITHOUT)], routes!(handlers::no_headers)),
        (vec![purge()], routes!(handlers::purge)),
        (vec![described(["https://*.example.com", "PURGE QUERY", "", ""], WITH_CREDENTIALS)], routes!(handlers::purge_and_query)),
        (vec![describe()], routes!(handlers::describe)),
        (vec![described([APP, "GET POST", "", "etag"], WITHOUT)], routes!(handlers::enforced)),
        (vec![described([developed, "PUT", "", ""], WITHOUT)], routes!(handlers::developed)),
        (vec![described(["http://app.example.com", "GET", "", "x-total"], WITHOUT)], routes!(handlers::insecure)),
        (vec![described([APP, "GET", "", "x-secret"], WITHOUT)], routes!(handlers::timed)),
        (vec![described(["http://127.0.0.1:8080 http://[::1]:8080", "PUT", "", ""], WITH_CREDENTIALS)], routes!(handlers::addresses)),
        (vec![described(["moz-extension://a1b2-c3", "PUT", "content-type", ""], WITHOUT)], routes!(handlers::extension)),
        (vec![described([APP, "PUT", "content-type", ""], WITHOUT)], routes!(handlers::typed)),
        (vec![read(), write(), delete()], routes!(handlers::read, handlers::write, handlers::delete)),
        (vec![read_as_admin(), probe(), purge()], routes!(handlers::read_as_admin, handlers::probe, handlers::purge)),
        (vec![subdomains(), write(), describe()], routes!(handlers::subdomains, handlers::write, handlers::describe)),
        (vec![public_write(), read_as_admin()], routes!(handlers::public_write, handlers::read_as_admin)),
        (vec![read_as_admin(), public_write()], routes!(handlers::read_as_admin, handlers::public_write)),
        (vec![describe(), open()], routes!(handlers::describe, handlers::open)),
        (vec![describe(), all_methods_credentials()], routes!(handlers::describe, handlers::all_methods_credentials)),
    ]
}

/// One router, and the descriptions of what stands under `/0`, `/1` and so on.
pub(crate) struct Table {
    pub(crate) paths: Vec<Vec<Described>>,
    router: Router,
}

impl Table {
    pub(crate) fn new() -> Self {
        let mut table = Self { paths: Vec::new(), router: Router::new() };
        for (number, (path, route)) in paths().into_iter().enumerate() {
            table.paths.push(path);
            table.router = table.router.route(&format!("/{number}"), route);
        }
        table.router = table.router.with_state(());
        table
    }

    /// Answers a request. No handler waits for anything, so one poll is enough.
    pub(crate) fn answer(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let response = self.router.clone().oneshot(request.map(Body::from)).now_or_never().expect("an answer at once");
        let (parts, body) = response.expect("an answer").into_parts();
        let body = body.collect().now_or_never().expect("a body at once").expect("a whole body");
        Response::from_parts(parts, body.to_bytes().to_vec())
    }
}
