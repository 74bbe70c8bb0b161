//! Request headers that preflights admit.

use axum::extract::rejection::JsonRejection;
use axum::extract::{Form, FromRequestParts, Multipart, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::{Json, Router};
use axum_extra::TypedHeader;
use axum_extra::headers::authorization::Bearer;
use axum_extra::headers::{Authorization, IfNoneMatch, UserAgent};
use cors_runtime::{RequestHeaders, cors, routes};

use support::{Answer, each, preflight};

const APP: &str = "https://app.example.com";
const ASKED: &str = "access-control-request-headers";
const ALLOWED: &str = "access-control-allow-headers";

#[cors(origins = "https://app.example.com", methods = PUT, headers = "X-Request-Id, content-type , x-b")]
async fn listed() {}

#[cors(origins = "https://app.example.com", methods = PUT, headers = "*")]
async fn star() {}

#[cors(origins = "https://app.example.com", methods = PUT, headers = ["*", "authorization"])]
async fn star_and_authorization() {}

#[cors(origins = "https://app.example.com", methods = PUT, headers = "*", credentials, max_age = 5)]
async fn echoing() {}

#[cors(origins = "https://app.example.com", methods = "*", headers = "*", credentials)]
async fn echoing_methods_too() {}

#[cors(origins = "https://app.example.com", methods = PUT, headers = [])]
async fn none() {}

fn app() -> Router {
    Router::new()
        .route("/listed", routes!(listed))
        .route("/star", routes!(star))
        .route("/star-and-authorization", routes!(star_and_authorization))
        .route("/echoing", routes!(echoing))
        .route("/echoing-methods-too", routes!(echoing_methods_too))
        .route("/none", routes!(none))
}

/// The answer to a preflight that asks for headers by these field lines.
fn asking<L: AsRef<[u8]>>(path: &str, lines: &[L]) -> Answer {
    let asked = lines.iter().fold(preflight(path, APP, "PUT"), |asked, line| asked.header(ASKED, line));
    let answer = asked.of(&app());
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "the browser judges the headers");
    assert_eq!(answer.value("access-control-allow-origin"), Some(APP));
    answer
}

#[test]
fn list_is_sent_whole_whatever_is_asked_for() {
    each([&[][..], &["x-b"], &["x-other"], &["x-b", "\u{e9}"], &[""]], |lines| {
        let answer = asking("/listed", lines);
        let names = answer.value(ALLOWED).expect("a list").to_ascii_lowercase();
        assert_eq!(names, "x-request-id, content-type, x-b");
        answer.varies_by(&["origin", "access-control-request-method"]);
    });
    assert_eq!(asking("/none", &[b"x-a"]).value(ALLOWED), None);
}

#[test]
fn star_without_credentials_is_sent_as_it_is() {
    each([&[][..], &["x-b,x-c"], &["authorization"], &["a b"]], |lines| {
        assert_eq!(asking("/star", lines).value(ALLOWED), Some("*"));
        let answer = asking("/star-and-authorization", lines);
        assert_eq!(answer.value(ALLOWED), Some("*, authorization"));
        answer.varies_by(&["origin", "access-control-request-method"]);
    });
}

#[test]
fn star_with_credentials_sends_back_what_was_asked_for() {
    each(["x-a", "authorization,content-type,x-b", "X-Upper", "x-a, x-b", "!#$%&'*+-.^_`|~"], |line| {
        let answer = asking("/echoing", &[line]);
        assert_eq!(answer.value(ALLOWED), Some(line));
        assert_eq!(answer.value("access-control-allow-credentials"), Some("true"));
        answer.varies_by(&["origin", "access-control-request-method", "access-control-request-headers"]);
    });
    let answer = asking("/echoing-methods-too", &[b"x-a"]);
    assert_eq!(answer.value(ALLOWED), Some("x-a"));
    assert_eq!(answer.value("access-control-allow-methods"), Some("PUT"));
}

#[test]
fn nothing_asked_for_nothing_sent_back() {
    let answer = asking::<&str>("/echoing", &[]);
    assert_eq!(answer.value(ALLOWED), None);
    answer.varies_by(&["origin", "access-control-request-method", "access-control-request-headers"]);
}

#[test]
fn many_field_lines_are_one_list() {
    let answer = asking("/echoing", &["x-a", "x-b,x-c", "x-d"]);
    let names: Vec<&str> = answer.value(ALLOWED).expect("one line").split(',').map(str::trim).collect();
    assert_eq!(names, ["x-a", "x-b", "x-c", "x-d"]);
    assert_eq!(asking("/echoing", &["x-a", "x b"]).value(ALLOWED), None);
    assert_eq!(asking("/echoing", &["x-a", "\u{e9}"]).value(ALLOWED), None);
}

#[test]
fn empty_elements_are_passed_over() {
    each([&["x-a,,x-b"][..], &["x-a,x-b,"], &[",x-a , x-b"], &["x-a", "", "x-b"], &["x-a", " , ", "x-b"]], |lines| {
        let answer = asking("/echoing", lines);
        assert_eq!(answer.value(ALLOWED), Some("x-a,x-b"));
    });
    each([&[",,,"][..], &[""], &["", ","]], |lines| assert_eq!(asking("/echoing", lines).value(ALLOWED), None));
    assert_eq!(asking("/echoing", &["x-a,,x b"]).value(ALLOWED), None);
}

#[test]
fn what_is_no_list_of_names_is_not_sent_back() {
    let lines: [&[u8]; 9] =
        [b"x a", b"x-a;x-b", b"x-a,\"x-b\"", b"x-\xc3\xa9", b"x-a: 1", b"(x)", b"x-a, <b>", b"\xff", b"x@a"];
    each(lines, |line| {
        let answer = asking("/echoing", &[line]);
        assert_eq!(answer.value(ALLOWED), None, "{}", String::from_utf8_lossy(line));
        // The rest of the policy stands.
        assert_eq!(answer.value("access-control-max-age"), Some("5"));
        answer.varies_by(&["origin", "access-control-request-method", "access-control-request-headers"]);
    });
}

#[test]
fn names_are_sent_back_below_eight_kibibytes() {
    const LIMIT: usize = 8 * 1024;
    let below = "a".repeat(LIMIT - 1);
    assert_eq!(asking("/echoing", &[&below]).value(ALLOWED), Some(below.as_str()));
    assert_eq!(asking("/echoing", &["a".repeat(LIMIT)]).value(ALLOWED), None);

    // All field lines joined by commas count.
    let half = "a".repeat(LIMIT / 2 - 1);
    let joined = asking("/echoing", &[&half, &half]);
    assert_eq!(joined.value(ALLOWED).map(str::len), Some(LIMIT - 1));
    let longer = "a".repeat(LIMIT / 2);
    assert_eq!(asking("/echoing", &[&half, &longer]).value(ALLOWED), None);
    let names = vec!["x-name"; 5000].join(",");
    assert_eq!(asking("/echoing", &[names]).value(ALLOWED), None);
}

#[test]
fn commas_cost_nothing() {
    let commas = ",".repeat(64 * 1024);
    each(["/listed", "/star", "/star-and-authorization", "/echoing", "/none"], |path| {
        let flooded = asking(path, &[&commas]);
        assert_eq!(flooded.headers, asking::<&str>(path, &[]).headers);
    });
    let line = b",".repeat(1024);
    let lines = vec![line.as_slice(); 64];
    assert_eq!(asking("/echoing", &lines).value(ALLOWED), None);
}

/// An extractor of the user's own that needs two headers.
struct Tenant;

impl RequestHeaders for Tenant {
    const NAMES: &'static [&'static str] = &["x-tenant", "X-Region"];
}

impl<S: Sync> FromRequestParts<S> for Tenant {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts.headers.get("x-tenant").map(|_| Self).ok_or(StatusCode::BAD_REQUEST)
    }
}

#[cors(origins = "https://app.example.com", methods = PUT)]
async fn json(_: Json<String>) {}

#[cors(origins = "https://app.example.com", methods = PUT)]
async fn form(State(()): State<()>, _: Query<Vec<(String, String)>>, _: Form<Vec<(String, String)>>) {}

#[cors(origins = "https://app.example.com", methods = PUT)]
async fn multipart(_: Multipart) {}

#[cors(origins = "https://app.example.com", methods = PUT)]
async fn typed(_: TypedHeader<Authorization<Bearer>>, _: TypedHeader<UserAgent>, _: TypedHeader<IfNoneMatch>) {}

#[cors(origins = "https://app.example.com", methods = PUT)]
async fn optional(_: Option<TypedHeader<Authorization<Bearer>>>, _: Result<Json<String>, JsonRejection>) {}

#[cors(origins = "https://app.example.com", methods = PUT)]
async fn own(_: Tenant, _: Json<String>) {}

#[cors(origins = "https://app.example.com", methods = PUT, headers = ["x-more", "Content-Type"])]
async fn json_and_more(_: Json<String>) {}

#[cors(origins = "https://app.example.com", methods = PUT, headers = "*", credentials)]
async fn json_and_all(_: Json<String>) {}

#[test]
fn extractors_speak_for_themselves() {
    let app = Router::new()
        .route("/json", routes!(json))
        .route("/form", routes!(form))
        .route("/multipart", routes!(multipart))
        .route("/typed", routes!(typed))
        .route("/optional", routes!(optional))
        .route("/own", routes!(own))
        .route("/json-and-more", routes!(json_and_more))
        .route("/json-and-all", routes!(json_and_all))
        .with_state(());
    let cases = [
        ("/json", vec!["content-type"]),
        ("/form", vec![]),
        ("/multipart", vec![]),
        ("/typed", vec!["authorization", "if-none-match"]),
        ("/optional", vec!["authorization", "content-type"]),
        ("/own", vec!["content-type", "x-region", "x-tenant"]),
        ("/json-and-more", vec!["content-type", "x-more"]),
        ("/json-and-all", vec![]),
    ];
    each(cases, |(path, mut names)| {
        let answer = preflight(path, APP, "PUT").of(&app);
        let line = answer.value(ALLOWED).map(str::to_ascii_lowercase);
        let mut admitted: Vec<&str> = line.iter().flat_map(|line| line.split(", ")).collect();
        admitted.sort_unstable();
        names.sort_unstable();
        assert_eq!(admitted, names);
    });
}
