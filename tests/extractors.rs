//! The request headers that a preflight admits, as the handler's extractors ask for them.

use axum::extract::multipart::Multipart;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Form, FromRequestParts, OptionalFromRequestParts, Query, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_HEADERS, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json, Router};
use axum_extra::TypedHeader;
use axum_extra::either::{Either, Either3, Either8};
use axum_extra::extract::{Cached, JsonDeserializer, WithRejection};
use axum_extra::headers::authorization::{Authorization, Bearer};
use axum_extra::headers::{self, Header, Host, IfMatch};
use cors_runtime::{Policy, RequestHeaders, cors, policy, routes};
use support::{ask, preflight_from};

const PAGE: &str = "https://app.example.com";

/// An extractor of the application's own.
struct Tenant(String);

impl RequestHeaders for Tenant {
    const NAMES: &'static [&'static str] = &["X-Tenant", "x-region"];
}

impl<S: Sync> FromRequestParts<S> for Tenant {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        let tenant = parts.headers.get("x-tenant").and_then(|tenant| tenant.to_str().ok());
        tenant.map(|tenant| Self(tenant.to_owned())).ok_or(StatusCode::BAD_REQUEST)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Tenant {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, StatusCode> {
        Ok(<Self as FromRequestParts<S>>::from_request_parts(parts, state).await.ok())
    }
}

/// A typed header of the application's own.
struct RequestId(HeaderValue);

impl Header for RequestId {
    fn name() -> &'static HeaderName {
        static NAME: HeaderName = HeaderName::from_static("x-request-id");
        &NAME
    }

    fn decode<'i, I: Iterator<Item = &'i HeaderValue>>(values: &mut I) -> Result<Self, headers::Error> {
        values.next().cloned().map(Self).ok_or_else(headers::Error::invalid)
    }

    fn encode<E: Extend<HeaderValue>>(&self, values: &mut E) {
        values.extend([self.0.clone()]);
    }
}

impl RequestHeaders for RequestId {
    const NAMES: &'static [&'static str] = &["x-request-id"];
}

/// An extractor that nobody said anything of.
struct Silent;

impl<S: Sync> FromRequestParts<S> for Silent {
    type Rejection = StatusCode;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        Ok(Self)
    }
}

type Fields = Vec<(String, String)>;

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn json(Json(text): Json<String>) -> String {
    text
}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn optional_json(text: Option<Json<String>>) -> String {
    text.map_or_else(|| "nothing".to_owned(), |Json(text)| text)
}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn fallible_json(text: Result<Json<String>, JsonRejection>) -> String {
    text.map_or_else(|rejection| rejection.status().to_string(), |Json(text)| text)
}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn form(Form(fields): Form<Fields>) -> String {
    format!("{} fields", fields.len())
}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn multipart(_: Multipart) {}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn bearer(TypedHeader(authorization): TypedHeader<Authorization<Bearer>>) -> String {
    authorization.token().to_owned()
}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn own_extractor(Tenant(name): Tenant) -> String {
    name
}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn own_header(TypedHeader(RequestId(id)): TypedHeader<RequestId>) -> String {
    id.to_str().unwrap().to_owned()
}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn needs_nothing(_: TypedHeader<Host>, _: Query<Fields>, _: Silent) {}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn several(
    _: TypedHeader<IfMatch>,
    _: Option<TypedHeader<Authorization<Bearer>>>,
    _: TypedHeader<RequestId>,
    _: Result<Tenant, StatusCode>,
    _: Option<Tenant>,
    _: Json<Fields>,
) {
}

/// What `WithRejection` rejects with.
struct Apology;

impl From<JsonRejection> for Apology {
    fn from(_: JsonRejection) -> Self {
        Self
    }
}

impl IntoResponse for Apology {
    fn into_response(self) -> Response {
        StatusCode::UNPROCESSABLE_ENTITY.into_response()
    }
}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn around_others(
    _: Cached<TypedHeader<Authorization<Bearer>>>,
    WithRejection(Json(text), _): WithRejection<Json<String>, Apology>,
) -> String {
    text
}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn token_or_tenant(who: Either<TypedHeader<Authorization<Bearer>>, Tenant>) -> String {
    match who {
        Either::E1(TypedHeader(authorization)) => authorization.token().to_owned(),
        Either::E2(Tenant(name)) => name,
    }
}

/// What says nothing of itself does not hide the others.
#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn token_or_silence(_: Result<Either<TypedHeader<Authorization<Bearer>>, Silent>, StatusCode>) {}

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn nested(
    _: Either<Query<Fields>, axum_extra::either::Either<TypedHeader<IfMatch>, Silent>>,
    _: Either3<TypedHeader<Authorization<Bearer>>, TypedHeader<IfMatch>, HeaderMap>,
) {
}

type Any = Either8<Method, Tenant, Uri, Query<Fields>, State<()>, Extension<()>, TypedHeader<RequestId>, Tenant>;

#[cors(origins = "https://app.example.com", methods = "PUT")]
async fn one_of_eight(_: Any) {}

#[cors(origins = "https://app.example.com", methods = "PUT")]
#[allow(deprecated)]
async fn json_text(_: axum_extra::extract::OptionalPath<String>, _: JsonDeserializer<String>) {}

#[cors(origins = "https://app.example.com", methods = "PUT", headers = "content-type, x-request-id")]
async fn lists_more(_: Json<String>) {}

#[cors(origins = "https://app.example.com", methods = "PUT", headers = "X-Request-ID, x-region")]
async fn lists_others(_: Tenant, _: Json<String>) {}

#[cors(origins = "https://app.example.com", methods = "PUT", headers = [])]
async fn lists_none(_: Option<Json<String>>) {}

#[cors(origins = "https://app.example.com", methods = "PUT", headers = "*")]
async fn star(_: Tenant, _: Json<String>) {}

#[cors(origins = "https://app.example.com", methods = "PUT", headers = "*")]
async fn star_and_bearer(_: TypedHeader<Authorization<Bearer>>, _: Json<String>) {}

const SHARED: Policy = policy!(origins = "https://app.example.com", methods = "PUT", headers = "x-request-id");
const SHARED_STAR: Policy = policy!(origins = "https://app.example.com", methods = "PUT", headers = "*");
const SHARED_ORIGINS: Policy = policy!(origins = "https://app.example.com", methods = "PUT");

#[cors(policy = SHARED)]
async fn shared_list(_: Json<String>) {}

#[cors(policy = SHARED, headers = "x-own")]
async fn own_list(_: Json<String>) {}

#[cors(policy = SHARED)]
async fn shared_list_alone() {}

#[cors(policy = SHARED_STAR)]
async fn shared_star(_: TypedHeader<Authorization<Bearer>>) {}

#[cors(policy = SHARED_STAR, credentials)]
async fn shared_star_with_credentials(_: TypedHeader<Authorization<Bearer>>) {}

#[cors(policy = SHARED_ORIGINS)]
async fn no_list(_: Json<String>) {}

#[cors(origins = "https://app.example.com", methods = "PUT", headers = [])]
async fn admits_none(_: Form<Fields>) {}

/// `Access-Control-Allow-Headers` of a preflight for the one route of this router.
fn admitted(app: &Router) -> Option<String> {
    let answer = preflight_from(app, "/", PAGE, "PUT");
    assert_eq!((answer.status, answer.allow_origin()), (StatusCode::NO_CONTENT, Some(PAGE)));
    answer.value(ACCESS_CONTROL_ALLOW_HEADERS).map(str::to_owned)
}

/// The body that a page reads where it sends this header.
fn read(app: &Router, (name, value): (HeaderName, &str), body: &'static str) -> String {
    let answer = ask("PUT", "/").origin(PAGE).header(name, value).body(body).of(app);
    assert_eq!((answer.status, answer.allow_origin()), (StatusCode::OK, Some(PAGE)));
    answer.text().to_owned()
}

macro_rules! app {
    ($handler:ident) => {
        &Router::new().route("/", routes!($handler))
    };
}

#[test]
fn json_needs_its_content_type() {
    assert_eq!(admitted(app!(json)).as_deref(), Some("content-type"));
    assert_eq!(read(app!(json), (CONTENT_TYPE, "application/json"), "\"text\""), "text");
}

#[test]
fn what_may_be_missing_is_needed_all_the_same() {
    assert_eq!(admitted(app!(optional_json)).as_deref(), Some("content-type"));
    assert_eq!(read(app!(optional_json), (CONTENT_TYPE, "application/json"), "\"text\""), "text");
    assert_eq!(admitted(app!(fallible_json)).as_deref(), Some("content-type"));
    let refused = read(app!(fallible_json), (CONTENT_TYPE, "text/plain"), "\"text\"");
    assert_eq!(refused, "415 Unsupported Media Type");
}

#[test]
fn forms_need_nothing() {
    assert_eq!(admitted(app!(form)), None);
    assert_eq!(admitted(app!(multipart)), None);
    let fields = read(app!(form), (CONTENT_TYPE, "application/x-www-form-urlencoded"), "a=1&b=2");
    assert_eq!(fields, "2 fields");
}

#[test]
fn a_bearer_token_needs_authorization() {
    assert_eq!(admitted(app!(bearer)).as_deref(), Some("authorization"));
    assert_eq!(read(app!(bearer), (AUTHORIZATION, "Bearer secret"), ""), "secret");
}

#[test]
fn an_extractor_around_another_passes_on_what_that_needs() {
    assert_eq!(admitted(app!(around_others)).as_deref(), Some("authorization, content-type"));
}

#[test]
fn an_alternative_needs_what_any_of_its_parts_needs() {
    assert_eq!(admitted(app!(token_or_tenant)).as_deref(), Some("authorization, x-tenant, x-region"));
    assert_eq!(read(app!(token_or_tenant), (AUTHORIZATION, "Bearer secret"), ""), "secret");
    assert_eq!(admitted(app!(token_or_silence)).as_deref(), Some("authorization"));
    assert_eq!(admitted(app!(nested)).as_deref(), Some("if-match, authorization"));
    assert_eq!(admitted(app!(one_of_eight)).as_deref(), Some("x-tenant, x-region, x-request-id"));
}

#[test]
fn borrowed_json_needs_its_content_type() {
    assert_eq!(admitted(app!(json_text)).as_deref(), Some("content-type"));
}

#[test]
fn an_extractor_of_ones_own_says_what_it_needs() {
    assert_eq!(admitted(app!(own_extractor)).as_deref(), Some("x-tenant, x-region"));
    let name = HeaderName::from_static("x-tenant");
    assert_eq!(read(app!(own_extractor), (name, "acme"), ""), "acme");
}

#[test]
fn a_header_of_ones_own_says_what_it_needs() {
    assert_eq!(admitted(app!(own_header)).as_deref(), Some("x-request-id"));
    let name = HeaderName::from_static("x-request-id");
    assert_eq!(read(app!(own_header), (name, "17"), ""), "17");
}

#[test]
fn what_browsers_send_by_themselves_is_not_needed() {
    assert_eq!(admitted(app!(needs_nothing)), None);
}

#[test]
fn each_name_is_said_once_in_the_order_of_the_arguments() {
    let names = "if-match, authorization, x-request-id, x-tenant, x-region, content-type";
    assert_eq!(admitted(app!(several)).as_deref(), Some(names));
}

#[test]
fn what_is_needed_stands_behind_what_is_listed() {
    assert_eq!(admitted(app!(lists_more)).as_deref(), Some("content-type, x-request-id"));
    assert_eq!(admitted(app!(lists_others)).as_deref(), Some("x-request-id, x-region, x-tenant, content-type"));
    assert_eq!(admitted(app!(lists_none)).as_deref(), Some("content-type"));
    assert_eq!(admitted(app!(admits_none)), None);
}

#[test]
fn a_star_stands_for_what_is_needed_but_authorization() {
    assert_eq!(admitted(app!(star)).as_deref(), Some("*"));
    assert_eq!(admitted(app!(star_and_bearer)).as_deref(), Some("*, authorization"));
    assert_eq!(admitted(app!(shared_star)).as_deref(), Some("*, authorization"));
    // With credentials the names asked for are sent back, and none was.
    assert_eq!(admitted(app!(shared_star_with_credentials)), None);
}

#[test]
fn a_shared_policy_cannot_contradict_its_handler() {
    assert_eq!(admitted(app!(shared_list)).as_deref(), Some("x-request-id, content-type"));
    assert_eq!(admitted(app!(own_list)).as_deref(), Some("x-own, content-type"));
    assert_eq!(admitted(app!(shared_list_alone)).as_deref(), Some("x-request-id"));
    assert_eq!(admitted(app!(no_list)).as_deref(), Some("content-type"));
}
