//! `methods = "*"`: every method but OPTIONS.

use axum::Router;
use axum::http::{Method, StatusCode};
use cors_runtime::{cors, routes};

use support::{ask, each, preflight};

const APP: &str = "https://app.example.com";

#[cors(origins = "https://app.example.com", methods = "*")]
async fn plain(method: Method) -> String {
    method.to_string()
}

#[cors(origins = "https://app.example.com", methods = "*", headers = "x-token", credentials)]
async fn with_credentials(method: Method) -> String {
    method.to_string()
}

fn app() -> Router {
    Router::new().route("/plain", routes!(plain)).route("/credentials", routes!(with_credentials))
}

#[test]
fn every_method_runs_the_handler() {
    let app = app();
    each(["/plain", "/credentials"], |path| {
        each(["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PURGE", "QUERY", "patch", "X"], |method| {
            let answer = ask(method, path).origin(APP).of(&app);
            assert_eq!((answer.status, answer.text()), (StatusCode::OK, method));
            assert_eq!(answer.value("access-control-allow-origin"), Some(APP));
            assert_eq!(ask(method, path).origin("https://evil.example").of(&app).cors(), []);
        });
        let head = ask("HEAD", path).origin(APP).of(&app);
        assert_eq!((head.status, head.text()), (StatusCode::OK, ""));
        assert_eq!(head.value("access-control-allow-origin"), Some(APP));
    });
}

#[test]
fn without_credentials_a_star_is_sent() {
    each(["GET", "HEAD", "POST", "PUT", "PATCH", "PURGE", "patch", "OPTIONS"], |method| {
        let answer = preflight("/plain", APP, method).of(&app());
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.cors(), [("access-control-allow-methods", "*"), ("access-control-allow-origin", APP)]);
    });
}

#[test]
fn with_credentials_the_method_asked_for_is_sent() {
    each(["GET", "HEAD", "POST", "PUT", "PATCH", "PURGE", "patch", "!#$%&'*+-.^_`|~"], |method| {
        let answer = preflight("/credentials", APP, method).of(&app());
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(
            answer.cors(),
            [
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-headers", "x-token"),
                ("access-control-allow-methods", method),
                ("access-control-allow-origin", APP),
            ],
        );
        answer.varies_by(&["origin", "access-control-request-method"]);
    });
}

#[test]
fn options_is_not_among_them() {
    let app = app();
    let answer = ask("OPTIONS", "/credentials").origin(APP).of(&app);
    assert_eq!((answer.status, answer.text()), (StatusCode::NO_CONTENT, ""));
    // A browser with credentials takes no `*` for a method, and OPTIONS must not stand there for itself.
    let answer = preflight("/credentials", APP, "OPTIONS").of(&app);
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let methods = answer.admitted_methods();
    assert!(methods.contains(&"GET") && !methods.contains(&"OPTIONS"), "{methods:?}");
}

#[test]
fn others_and_malformed_methods_are_refused() {
    let app = app();
    each(["/plain", "/credentials"], |path| {
        preflight(path, "https://evil.example", "GET").of(&app).is_refused();
        each(["", "G T", "GET,PUT", "GET\t"], |method| {
            preflight(path, APP, method).of(&app).is_refused();
        });
    });
}
