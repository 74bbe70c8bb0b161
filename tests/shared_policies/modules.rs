//! `#[cors]` on a module: defaults for the handlers directly inside it.

use axum::Router;
use cors_runtime::{Origin, cors, origin_check, routes};
use support::{each, from, preflight_from};

use super::{BASE_ORIGIN, OWN_ORIGIN};

/// What stands outside must not be what the module's own keys mean by these names.
mod outside {
    use cors_runtime::{Policy, policy};

    pub const SHARED: Policy = policy!(origins = "https://outside.example", methods = "GET");
}

#[allow(unused_imports)]
use outside::SHARED;

#[cors(
    origins = "https://base.example",
    dev_origins = "http://localhost:*",
    methods = "GET",
    headers = ["x-base"],
    credentials,
    max_age = 600
)]
mod defaults {
    use cors_runtime::cors;

    #[cors]
    pub async fn bare() {}

    #[cors()]
    pub async fn empty() {}

    #[cors(methods = [PUT], max_age = 0, credentials = false)]
    pub async fn overrides() {}

    /// The attribute may be named by its path, and others may stand around it.
    #[allow(clippy::unused_async)]
    #[cors_runtime::cors(origins = "https://own.example", dev_origins = "http://127.0.0.1:*")]
    #[tracing::instrument]
    pub(super) async fn by_path() {}

    /// Not a handler.
    #[allow(dead_code)]
    #[derive(Clone)]
    pub struct Item;

    pub mod nested {
        use cors_runtime::cors;

        #[cors(origins = "https://own.example", methods = "POST")]
        pub async fn has_no_defaults() {}
    }
}

#[test]
fn are_merged_key_by_key() {
    let app: Router = Router::new().route("/", routes!(defaults::bare, defaults::overrides));
    let answer = preflight_from(&app, "/", BASE_ORIGIN, "GET");
    assert_eq!(answer.allow_origin(), Some(BASE_ORIGIN));
    assert_eq!(answer.value("access-control-max-age"), Some("600"));
    assert_eq!(answer.value("access-control-allow-credentials"), Some("true"));
    assert_eq!(answer.value("access-control-allow-headers"), Some("x-base"));
    assert_eq!(from(&app, "http://localhost:3000", "GET", "/").allow_origin(), Some("http://localhost:3000"));

    let answer = preflight_from(&app, "/", BASE_ORIGIN, "PUT");
    assert_eq!(answer.allow_origin(), Some(BASE_ORIGIN));
    assert_eq!(answer.value("access-control-allow-methods"), Some("PUT"));
    assert_eq!(answer.value("access-control-max-age"), Some("0"));
    assert_eq!(answer.value("access-control-allow-credentials"), None);
    assert_eq!(answer.value("access-control-allow-headers"), Some("x-base"));
}

#[test]
fn reach_every_form_of_the_attribute() {
    let app: Router = Router::new().route("/", routes!(defaults::empty));
    assert_eq!(from(&app, BASE_ORIGIN, "GET", "/").allow_origin(), Some(BASE_ORIGIN));
    let app: Router = Router::new().route("/", routes!(defaults::by_path));
    let cases = [
        (OWN_ORIGIN, Some(OWN_ORIGIN)),
        ("http://127.0.0.1:3000", Some("http://127.0.0.1:3000")),
        (BASE_ORIGIN, None),
        ("http://localhost:3000", None),
    ];
    each(cases, |(origin, expected)| assert_eq!(from(&app, origin, "GET", "/").allow_origin(), expected));
}

#[test]
fn do_not_reach_a_nested_module() {
    let app: Router = Router::new().route("/", routes!(defaults::nested::has_no_defaults));
    let answer = preflight_from(&app, "/", OWN_ORIGIN, "POST");
    assert_eq!(answer.allow_origin(), Some(OWN_ORIGIN));
    each(["access-control-max-age", "access-control-allow-credentials", "access-control-allow-headers"], |name| {
        assert_eq!(answer.value(name), None);
    });
}

#[cors(policy = SHARED, origins_if = is_partner, origins_from = FILE)]
mod paths {
    use std::sync::LazyLock;

    use cors_runtime::{Origin, OriginSet, Policy, cors, origin_check, policy};

    const SHARED: Policy = policy!(methods = "GET", max_age = 60);

    static FILE: LazyLock<OriginSet> = LazyLock::new(|| OriginSet::parse(["https://file.example"]).unwrap());

    #[origin_check]
    async fn is_partner(origin: Origin) -> bool {
        origin.as_str() == "https://inside.example"
    }

    #[cors]
    pub async fn show() {}

    #[cors(origins_if = super::is_partner, policy = super::outside::SHARED)]
    pub async fn looks_outside() {}
}

#[origin_check]
async fn is_partner(origin: Origin) -> bool {
    origin.as_str() == "https://partner.example"
}

#[test]
fn paths_resolve_inside() {
    let app: Router = Router::new().route("/", routes!(paths::show));
    let cases = [
        ("https://inside.example", true),
        ("https://file.example", true),
        ("https://partner.example", false),
        ("https://outside.example", false),
    ];
    each(cases, |(origin, expected)| assert_eq!(from(&app, origin, "GET", "/").allow_origin().is_some(), expected));
    assert_eq!(preflight_from(&app, "/", "https://file.example", "GET").value("access-control-max-age"), Some("60"));

    let app: Router = Router::new().route("/", routes!(paths::looks_outside));
    let cases = [
        ("https://inside.example", false),
        ("https://file.example", true),
        ("https://partner.example", true),
        ("https://outside.example", true),
    ];
    each(cases, |(origin, expected)| assert_eq!(from(&app, origin, "GET", "/").allow_origin().is_some(), expected));
}

/// Both modules have defaults; each is for what stands directly in it.
#[cors(origins = "https://base.example", methods = "GET", max_age = 600)]
mod outer {
    use cors_runtime::cors;

    #[cors]
    pub async fn show() {}

    #[cors(origins = "https://own.example", methods = "PUT")]
    pub mod inner {
        use cors_runtime::cors;

        #[cors]
        pub async fn change() {}
    }
}

#[test]
fn a_nested_module_has_its_own() {
    let app: Router = Router::new().route("/", routes!(outer::show, outer::inner::change));
    assert_eq!(preflight_from(&app, "/", BASE_ORIGIN, "GET").value("access-control-max-age"), Some("600"));
    let answer = preflight_from(&app, "/", OWN_ORIGIN, "PUT");
    assert_eq!(answer.allow_origin(), Some(OWN_ORIGIN));
    assert_eq!(answer.value("access-control-max-age"), None);
}
