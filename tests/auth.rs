//! The example `auth` in process: what a login behind `CorsRouter` answers, cookie by cookie.

use axum::Router;
use http::StatusCode;
use support::{Answer, ask, each, from, preflight};

// An example is a program, which no test can name as a dependency.
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

    fn preflight(&self, path: &str, method: &str) -> Answer {
        preflight(path, self.origin, method).of(&self.api)
    }

    fn call(&mut self, method: &str, path: &str, json: &'static str) -> Answer {
        let asked = ask(method, path).origin(self.origin).header("content-type", "application/json").body(json);
        let answer = asked.headers(self.cookie.iter().map(|cookie| ("cookie", cookie))).of(&self.api);
        if let Some(cookie) = answer.value("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        answer
    }

    fn log_in(&mut self) -> Answer {
        self.call("POST", "/session", r#"{"name":"Ada"}"#)
    }
}

/// Whether a page of the admitted origin may read the answer to a call that took cookies along.
fn is_readable(answer: &Answer) -> bool {
    answer.allow_origin() == Some(APP) && answer.value("access-control-allow-credentials") == Some("true")
}

#[test]
fn from_login_to_logout() {
    let mut page = Page::of(APP);
    let answer = page.call("GET", "/account", "");
    assert_eq!((answer.status, is_readable(&answer)), (StatusCode::UNAUTHORIZED, true), "before the login");

    let answer = page.log_in();
    assert_eq!((answer.status, is_readable(&answer)), (StatusCode::NO_CONTENT, true));
    let answer = page.call("PUT", "/account", r#"{"name":"Grace"}"#);
    assert_eq!((answer.status, is_readable(&answer)), (StatusCode::NO_CONTENT, true));
    let answer = page.call("GET", "/account", "");
    assert_eq!((answer.status, is_readable(&answer)), (StatusCode::OK, true));
    assert_eq!(answer.text(), r#"{"name":"Grace"}"#);

    let stolen = page.cookie.clone();
    let answer = page.call("DELETE", "/session", "");
    assert_eq!((answer.status, is_readable(&answer)), (StatusCode::NO_CONTENT, true));
    page.cookie = stolen;
    let answer = page.call("GET", "/account", "");
    assert_eq!((answer.status, is_readable(&answer)), (StatusCode::UNAUTHORIZED, true), "the server forgot it too");
}

#[test]
fn scripts_and_other_sites_do_not_get_at_the_cookie() {
    let answer = Page::of(APP).log_in();
    let cookie = answer.value("set-cookie").expect("a cookie");
    let mut attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
    attributes.sort_unstable();
    let secure = (!cfg!(debug_assertions)).then_some("Secure");
    let expected: Vec<&str> = ["HttpOnly", "Path=/", "SameSite=Strict"].into_iter().chain(secure).collect();
    assert_eq!(attributes, expected);
}

#[test]
fn a_login_changes_the_sessions_identifier() {
    let mut page = Page::of(APP);
    page.log_in();
    let planted = page.cookie.clone();
    page.log_in();
    assert!(page.cookie.is_some() && page.cookie != planted);
}

#[test]
fn what_an_extractor_rejects_is_readable() {
    let answer = Page::of(APP).call("POST", "/session", "{}");
    assert_eq!((answer.status, is_readable(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, true));
}

#[test]
fn another_origin_is_refused_before_the_session_layer() {
    let mut page = Page::of(APP);
    page.log_in();
    let before = counts(&page);
    // Worse than a browser would: with the user's cookie, and without waiting for the preflight.
    page.origin = EVIL;
    let cases = [("GET", "/account"), ("PUT", "/account"), ("POST", "/session"), ("DELETE", "/session")];
    each(cases, |(method, path)| {
        each([page.preflight(path, method), page.call(method, path, r#"{"name":"Eve"}"#)], |answer| {
            answer.is_refused();
        });
    });
    let after = counts(&page);
    assert_eq!(after["at_session_layer"], before["at_session_layer"]);
    page.origin = APP;
    assert_eq!(page.call("GET", "/account", "").text(), r#"{"name":"Ada"}"#, "nothing has changed");
}

#[test]
fn preflights_are_answered_before_the_session_layer() {
    let mut page = Page::of(APP);
    let cases = [("/account", "GET"), ("/account", "PUT"), ("/session", "POST"), ("/session", "DELETE")];
    each(cases, |(path, method)| {
        let answer = page.preflight(path, method);
        assert_eq!((answer.status, is_readable(&answer)), (StatusCode::NO_CONTENT, true));
        assert!(answer.value("set-cookie").is_none());
    });
    page.log_in();
    let counts = counts(&page);
    assert_eq!(counts["arrived"], serde_json::json!({ "preflights": 4, "calls": 1 }));
    assert_eq!(counts["at_session_layer"], serde_json::json!({ "preflights": 0, "calls": 1 }));
}

/// The example's own counts, which every origin may read.
fn counts(page: &Page) -> serde_json::Value {
    let answer = from(&page.api, page.origin, "GET", "/tally");
    serde_json::from_str(answer.text()).expect("the tally is JSON")
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
