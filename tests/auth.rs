//! The example `auth` in process: what a login behind `CorsRouter` answers, cookie by cookie.

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::{Request, StatusCode, header};
use tower::ServiceExt as _;

#[path = "../examples/auth/api.rs"]
mod api;
#[path = "../examples/auth/tally.rs"]
mod tally;

const APP: &str = "https://app.example.com";
const EVIL: &str = "https://evil.example.net";

/// A page of some origin, together with the cookies that its browser keeps for the API.
struct Page {
    api: Router,
    origin: &'static str,
    cookie: Option<String>,
}

impl Page {
    fn of(origin: &'static str) -> Self {
        Self { api: tally::around(api::api()), origin, cookie: None }
    }

    async fn preflight(&self, path: &str, method: &str) -> Response {
        let request = Request::options(path).header("access-control-request-method", method);
        self.send(request.body(Body::empty())).await
    }

    async fn call(&mut self, method: &str, path: &str, json: &'static str) -> Response {
        let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let answer = self.send(request.body(Body::from(json))).await;
        if let Some(cookie) = answer.headers().get("set-cookie") {
            let cookie = cookie.to_str().expect("a cookie is text");
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        answer
    }

    async fn send(&self, request: http::Result<Request<Body>>) -> Response {
        let mut request = request.expect("the request is well-formed");
        request.headers_mut().insert(header::ORIGIN, self.origin.parse().expect("an origin is a header's value"));
        self.api.clone().oneshot(request).await.expect("a router does not fail")
    }

    async fn log_in(&mut self) -> Response {
        self.call("POST", "/session", r#"{"name":"Ada"}"#).await
    }
}

/// Whether a page of the admitted origin may read the answer to a call that took cookies along.
fn is_readable(answer: &Response) -> bool {
    let headers = answer.headers();
    let says = |name, value: &str| headers.get(name).is_some_and(|said| said == value);
    says("access-control-allow-origin", APP) && says("access-control-allow-credentials", "true")
}

fn says_nothing_of_cors(answer: &Response) -> bool {
    !answer.headers().keys().any(|name| name.as_str().starts_with("access-control-"))
}

async fn text(answer: Response) -> String {
    let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.expect("the body is short");
    String::from_utf8(body.to_vec()).expect("the body is text")
}

#[tokio::test]
async fn from_login_to_logout() {
    let mut page = Page::of(APP);
    let answer = page.call("GET", "/account", "").await;
    assert_eq!((answer.status(), is_readable(&answer)), (StatusCode::UNAUTHORIZED, true), "before the login");

    let answer = page.log_in().await;
    assert_eq!((answer.status(), is_readable(&answer)), (StatusCode::NO_CONTENT, true));
    let answer = page.call("PUT", "/account", r#"{"name":"Grace"}"#).await;
    assert_eq!((answer.status(), is_readable(&answer)), (StatusCode::NO_CONTENT, true));
    let answer = page.call("GET", "/account", "").await;
    assert_eq!((answer.status(), is_readable(&answer)), (StatusCode::OK, true));
    assert_eq!(text(answer).await, r#"{"name":"Grace"}"#);

    let stolen = page.cookie.clone();
    let answer = page.call("DELETE", "/session", "").await;
    assert_eq!((answer.status(), is_readable(&answer)), (StatusCode::NO_CONTENT, true));
    page.cookie = stolen;
    let answer = page.call("GET", "/account", "").await;
    assert_eq!((answer.status(), is_readable(&answer)), (StatusCode::UNAUTHORIZED, true), "the server forgot it too");
}

#[tokio::test]
async fn scripts_and_other_sites_do_not_get_at_the_cookie() {
    let answer = Page::of(APP).log_in().await;
    let cookie = answer.headers()["set-cookie"].to_str().expect("a cookie is text");
    let mut attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
    attributes.sort_unstable();
    let secure = (!cfg!(debug_assertions)).then_some("Secure");
    let expected: Vec<&str> = ["HttpOnly", "Path=/", "SameSite=Strict"].into_iter().chain(secure).collect();
    assert_eq!(attributes, expected);
}

#[tokio::test]
async fn a_login_changes_the_sessions_identifier() {
    let mut page = Page::of(APP);
    page.log_in().await;
    let planted = page.cookie.clone();
    page.log_in().await;
    assert!(page.cookie.is_some() && page.cookie != planted);
}

#[tokio::test]
async fn what_an_extractor_rejects_is_readable() {
    let answer = Page::of(APP).call("POST", "/session", "{}").await;
    assert_eq!((answer.status(), is_readable(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, true));
}

#[tokio::test]
async fn another_origin_is_refused_before_the_session_layer() {
    let mut page = Page::of(APP);
    page.log_in().await;
    let before = counts(&page).await;
    // Worse than a browser would: with the user's cookie, and without waiting for the preflight.
    page.origin = EVIL;
    for (method, path) in [("GET", "/account"), ("PUT", "/account"), ("POST", "/session"), ("DELETE", "/session")] {
        for answer in [page.preflight(path, method).await, page.call(method, path, r#"{"name":"Eve"}"#).await] {
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{method} {path}");
            assert!(says_nothing_of_cors(&answer), "{method} {path}");
        }
    }
    let after = counts(&page).await;
    assert_eq!(after["at_session_layer"], before["at_session_layer"]);
    page.origin = APP;
    assert_eq!(text(page.call("GET", "/account", "").await).await, r#"{"name":"Ada"}"#, "nothing has changed");
}

#[tokio::test]
async fn preflights_are_answered_before_the_session_layer() {
    let mut page = Page::of(APP);
    for (path, method) in [("/account", "GET"), ("/account", "PUT"), ("/session", "POST"), ("/session", "DELETE")] {
        let answer = page.preflight(path, method).await;
        assert_eq!((answer.status(), is_readable(&answer)), (StatusCode::NO_CONTENT, true), "{method} {path}");
        assert!(!answer.headers().contains_key("set-cookie"));
    }
    page.log_in().await;
    let counts = counts(&page).await;
    assert_eq!(counts["arrived"], serde_json::json!({ "preflights": 4, "calls": 1 }));
    assert_eq!(counts["at_session_layer"], serde_json::json!({ "preflights": 0, "calls": 1 }));
}

/// The example's own counts, which every origin may read.
async fn counts(page: &Page) -> serde_json::Value {
    let answer = page.send(Request::get("/tally").body(Body::empty())).await;
    serde_json::from_str(&text(answer).await).expect("the tally is JSON")
}

#[test]
fn what_the_api_opens() {
    let origins = if cfg!(debug_assertions) { "https://app.example.com, (dev) http://localhost:*" } else { APP };
    let policies = api::api().policies();
    let opened: Vec<_> = policies
        .iter()
        .map(|row| (row.path(), row.methods(), row.origins(), row.credentials(), row.enforced()))
        .collect();
    assert_eq!(
        opened,
        [
            ("/account", "GET, HEAD", origins, true, true),
            ("/account", "PUT", origins, true, true),
            ("/session", "POST", origins, true, true),
            ("/session", "DELETE", origins, true, true),
        ]
    );
}
