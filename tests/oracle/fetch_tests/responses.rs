//! What the browser demands of answers, and what it then shows.

use http::{Method, StatusCode};
use support::each;

use super::{API, PAGE, allowed, answer, fetch, get, is_allowed, names, put, refusal};
use crate::fetch::{Browser, CorsFailure, Credentials, Fetched, Outcome, PreflightRefusal, ScriptRequest};

// ----- the CORS check

/// The CORS check's verdict on a simple answer with these `Access-Control-Allow-Origin` and
/// `Access-Control-Allow-Credentials` field lines. The request reaches the server in any case.
fn verdict(credentials: Credentials, origins: &[&str], allow_credentials: &[&str]) -> Option<CorsFailure> {
    let origins = origins.iter().map(|value| ("access-control-allow-origin", *value));
    let allow_credentials = allow_credentials.iter().map(|value| ("access-control-allow-credentials", *value));
    let headers: Vec<_> = origins.chain(allow_credentials).collect();
    let fetched = fetch(&get().credentials(credentials), &[], &headers);
    assert!(fetched.actual.is_some());
    match fetched.outcome {
        Outcome::Allowed(_) => None,
        Outcome::ResponseBlocked(failure) => Some(failure),
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_credentials_the_origin_or_the_wildcard_is_needed_exactly_once() {
    each([Credentials::Omit, Credentials::SameOrigin], |mode| {
        assert_eq!(verdict(mode, &[], &["true"]), Some(CorsFailure::NoAllowOrigin));
        each([PAGE, "*", " * ", "\thttps://app.example.com "], |origin| {
            each([&[][..], &["true"], &["nonsense"]], |allow_credentials| {
                assert_eq!(verdict(mode, &[origin], allow_credentials), None);
            });
        });
        let cases = [
            &[""][..],
            &["null"],
            &["https://app.example.com/"],
            &["https://APP.example.com"],
            &["https://app.example.com:443"],
            &["http://app.example.com"],
            &["https://app.example.com, https://other.example.com"],
            &[PAGE, PAGE],
            &["*", "*"],
            &["*", ""],
        ];
        each(cases, |origins| {
            let expected = CorsFailure::AllowOriginDiffers(origins.join(", "));
            assert_eq!(verdict(mode, origins, &[]), Some(expected));
        });
    });
}

#[test]
fn with_credentials_the_origin_itself_and_true_are_needed() {
    let mode = Credentials::Include;
    assert_eq!(verdict(mode, &[PAGE], &["true"]), None);
    assert_eq!(verdict(mode, &[], &["true"]), Some(CorsFailure::NoAllowOrigin));
    let wildcard = CorsFailure::AllowOriginDiffers("*".to_owned());
    assert_eq!(verdict(mode, &["*"], &["true"]), Some(wildcard));
    each([&[][..], &[""], &["True"], &["false"], &["true", "true"]], |allow_credentials| {
        assert_eq!(verdict(mode, &[PAGE], allow_credentials), Some(CorsFailure::CredentialsNotAllowed));
    });
}

#[test]
fn an_opaque_origin_is_null_and_matches_only_itself() {
    let page = Browser::at("null");
    each([("null", true), ("*", true), ("NULL", false), (PAGE, false)], |(value, is_shared)| {
        let headers = [("access-control-allow-origin", value)];
        let fetched = page.fetch(&get(), |_| answer(200, &headers));
        assert_eq!(is_allowed(&fetched), is_shared);
        assert_eq!(fetched.actual.unwrap().headers()["origin"], "null");
    });
}

#[test]
fn the_actual_answer_needs_its_own_permission() {
    let preflight = [("access-control-allow-origin", PAGE), ("access-control-allow-methods", "PUT")];
    let fetched = fetch(&put(), &preflight, &[]);
    assert!(fetched.preflight.is_some() && fetched.actual.is_some());
    assert!(matches!(fetched.outcome, Outcome::ResponseBlocked(CorsFailure::NoAllowOrigin)));
}

#[test]
fn any_status_of_the_actual_answer_is_shared() {
    each([200, 204, 304, 400, 401, 403, 404, 405, 500], |status| {
        let fetched = Browser::at(PAGE).fetch(&get(), |_| answer(status, &[("access-control-allow-origin", "*")]));
        assert_eq!(allowed(&fetched).status(), status);
    });
}

// ----- the judgement of a preflight's answer

/// A preflight's answer that admits `PAGE` with credentials, and these methods and names.
fn judged(script: &ScriptRequest, methods: &[&str], names: &[&str]) -> Fetched {
    let mut headers = vec![("access-control-allow-origin", PAGE), ("access-control-allow-credentials", "true")];
    headers.extend(methods.iter().map(|value| ("access-control-allow-methods", *value)));
    headers.extend(names.iter().map(|value| ("access-control-allow-headers", *value)));
    fetch(script, &headers, &headers[..2])
}

#[test]
fn a_preflight_must_pass_the_cors_check_with_the_credentials_of_the_request() {
    let any_origin = [("access-control-allow-origin", "*"), ("access-control-allow-methods", "PUT")];
    assert!(fetch(&put(), &any_origin, &any_origin[..1]).actual.is_some());
    assert_eq!(
        refusal(&fetch(&put().credentials(Credentials::Include), &any_origin, &[])),
        PreflightRefusal::CorsCheck(CorsFailure::AllowOriginDiffers("*".to_owned()))
    );
    assert_eq!(refusal(&fetch(&put(), &[], &[])), PreflightRefusal::CorsCheck(CorsFailure::NoAllowOrigin));
    let one_origin = [("access-control-allow-origin", PAGE), ("access-control-allow-methods", "PUT")];
    assert_eq!(
        refusal(&fetch(&put().credentials(Credentials::Include), &one_origin, &[])),
        PreflightRefusal::CorsCheck(CorsFailure::CredentialsNotAllowed)
    );
}

#[test]
fn a_preflight_must_be_answered_with_an_ok_status() {
    let headers = [("access-control-allow-origin", "*"), ("access-control-allow-methods", "*")];
    each([200, 204, 299], |status| {
        let fetched = Browser::at(PAGE).fetch(&put(), |_| answer(status, &headers));
        assert!(fetched.actual.is_some());
    });
    each([302, 304, 400, 401, 403, 404, 405, 500], |status| {
        let fetched = Browser::at(PAGE).fetch(&put(), |_| answer(status, &headers));
        let expected = StatusCode::from_u16(status).unwrap();
        assert_eq!(refusal(&fetched), PreflightRefusal::NotOk(expected));
    });
}

#[test]
fn the_method_must_be_listed_in_its_own_case() {
    each([&["PUT"][..], &["GET, PUT"], &["GET", "PUT"], &[" ,PUT\t,,"], &["DELETE,PUT"]], |methods| {
        assert!(is_allowed(&judged(&put(), methods, &[])));
    });
    each([&[][..], &[""], &["put"], &["GET, POST"], &["PUTS"]], |methods| {
        let expected = PreflightRefusal::MethodNotAllowed(Method::PUT);
        assert_eq!(refusal(&judged(&put(), methods, &[])), expected);
    });
    let patch = ScriptRequest::new("patch", API);
    assert!(matches!(refusal(&judged(&patch, &["PATCH"], &[])), PreflightRefusal::MethodNotAllowed(_)));
}

#[test]
fn safelisted_methods_need_no_listing() {
    each(["GET", "HEAD", "POST"], |method| {
        let script = ScriptRequest::new(method, API).header("x-a", "1");
        assert!(is_allowed(&judged(&script, &["PUT"], &["x-a"])));
        assert!(is_allowed(&judged(&script, &[], &["x-a"])));
    });
}

#[test]
fn the_wildcard_for_methods_holds_without_credentials() {
    each([&["*"][..], &["GET, *"], &["GET", "*"]], |methods| {
        assert!(is_allowed(&judged(&put(), methods, &[])));
        let with_credentials = put().credentials(Credentials::Include);
        assert_eq!(refusal(&judged(&with_credentials, methods, &[])), PreflightRefusal::MethodNotAllowed(Method::PUT));
    });
    // A method that is called `*` is not covered by any wildcard then, but named by it.
    let star = ScriptRequest::new("*", API).credentials(Credentials::Include);
    assert!(is_allowed(&judged(&star, &["*"], &[])));
}

#[test]
fn every_unsafe_name_must_be_listed_in_any_case() {
    let script = get().header("x-a", "1").header("X-B", "2");
    each([&["x-a, x-b"][..], &["X-A,X-b"], &["x-b", "x-a"], &["x-a,,x-b,x-c"]], |names| {
        assert!(is_allowed(&judged(&script, &[], names)));
    });
    each([&["x-a"][..], &["x-a, x-bb"], &["x-a x"]], |names| {
        let refusal = refusal(&judged(&script, &[], names));
        let is_expected = match refusal {
            PreflightRefusal::HeaderNotAllowed(name) => name == "x-b",
            PreflightRefusal::AllowHeadersMalformed => names == ["x-a x"],
            _ => false,
        };
        assert!(is_expected);
    });
    assert_eq!(refusal(&judged(&script, &[], &[])), PreflightRefusal::HeaderNotAllowed("x-a".to_owned()));
}

#[test]
fn the_wildcard_for_names_holds_without_credentials() {
    let script = get().header("x-a", "1");
    assert!(is_allowed(&judged(&script, &[], &["*"])));
    assert!(is_allowed(&judged(&script, &[], &["x-b, *"])));
    let expected = PreflightRefusal::HeaderNotAllowed("x-a".to_owned());
    let with_credentials = script.credentials(Credentials::Include);
    assert_eq!(refusal(&judged(&with_credentials, &[], &["*"])), expected);
}

#[test]
fn authorization_is_never_covered_by_the_wildcard() {
    let script = get().header("Authorization", "Bearer x").header("x-a", "1");
    let expected = PreflightRefusal::HeaderNotAllowed("authorization".to_owned());
    assert_eq!(refusal(&judged(&script, &[], &["*"])), expected);
    assert_eq!(refusal(&judged(&script, &[], &["x-a"])), expected);
    assert_eq!(refusal(&judged(&script, &[], &[])), expected);
    assert!(is_allowed(&judged(&script, &[], &["*, authorization"])));
    assert!(is_allowed(&judged(&script, &[], &["AUTHORIZATION", "*"])));
}

#[test]
fn a_malformed_list_fails_even_where_nothing_is_needed_from_it() {
    each(["PUT; DELETE", "PUT DELETE", "\"PUT\"", "PUT,(x)", "PUT/1"], |list| {
        let fetched = judged(&put(), &["PUT", list], &[]);
        assert_eq!(refusal(&fetched), PreflightRefusal::AllowMethodsMalformed);
        let fetched = judged(&put(), &["PUT"], &[list]);
        assert_eq!(refusal(&fetched), PreflightRefusal::AllowHeadersMalformed);
    });
}

// ----- what the script sees

/// The names a script sees of an answer with these `Access-Control-Expose-Headers` field lines.
fn seen(credentials: Credentials, exposed: &[&str]) -> Vec<String> {
    let mut headers = vec![
        ("access-control-allow-origin", PAGE),
        ("access-control-allow-credentials", "true"),
        ("etag", "\"1\""),
        ("x-a", "1"),
        ("set-cookie", "a=b"),
        ("content-type", "text/plain"),
    ];
    headers.extend(exposed.iter().map(|value| ("access-control-expose-headers", *value)));
    let fetched = fetch(&get().credentials(credentials), &[], &headers);
    names(allowed(&fetched).headers()).into_iter().map(str::to_owned).collect()
}

#[test]
fn the_safelisted_response_headers_are_always_seen() {
    let headers = [
        ("access-control-allow-origin", "*"),
        ("cache-control", "no-store"),
        ("content-language", "en"),
        ("content-length", "4"),
        ("content-type", "text/plain"),
        ("expires", "0"),
        ("last-modified", "0"),
        ("pragma", "no-cache"),
        ("date", "0"),
        ("location", "/"),
        ("vary", "origin"),
        ("set-cookie", "a=b"),
    ];
    let fetched = fetch(&get(), &[], &headers);
    let expected =
        ["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"];
    assert_eq!(names(allowed(&fetched).headers()), expected);
    assert_eq!(allowed(&fetched).body(), b"body");
}

#[test]
fn exposed_headers_are_seen_and_cookies_never() {
    assert_eq!(seen(Credentials::Omit, &[]), ["content-type"]);
    assert_eq!(seen(Credentials::Omit, &["ETag"]), ["content-type", "etag"]);
    assert_eq!(seen(Credentials::Include, &["etag", "X-A, set-cookie"]), ["content-type", "etag", "x-a"]);
    assert_eq!(seen(Credentials::Include, &[", etag,,"]), ["content-type", "etag"]);
}

#[test]
fn a_malformed_list_exposes_nothing() {
    each(["etag; x-a", "\"etag\"", "etag x-a"], |list| {
        assert_eq!(seen(Credentials::Omit, &["x-a", list]), ["content-type"]);
    });
}

#[test]
fn the_wildcard_exposes_everything_but_cookies_and_only_without_credentials() {
    let everything = [
        "access-control-allow-credentials",
        "access-control-allow-origin",
        "access-control-expose-headers",
        "content-type",
        "etag",
        "x-a",
    ];
    each([&["*"][..], &["x-b, *"], &["x-b", "*"]], |exposed| {
        assert_eq!(seen(Credentials::SameOrigin, exposed), everything);
    });
    assert_eq!(seen(Credentials::Include, &["*"]), ["content-type"]);
    assert_eq!(seen(Credentials::Include, &["*, x-a"]), ["content-type", "x-a"]);
}

#[test]
fn all_lines_of_a_visible_header_are_seen() {
    let headers = [("access-control-allow-origin", "*"), ("cache-control", "private"), ("cache-control", "no-store")];
    let fetched = fetch(&get(), &[], &headers);
    let lines: Vec<_> = allowed(&fetched).headers().get_all("cache-control").iter().collect();
    assert_eq!(lines, ["private", "no-store"]);
}

#[test]
fn head_and_null_body_statuses_have_no_body() {
    let headers = [("access-control-allow-origin", "*")];
    let head = fetch(&ScriptRequest::new("HEAD", API), &[], &headers);
    assert!(allowed(&head).body().is_empty());
    let no_content = Browser::at(PAGE).fetch(&get(), |_| answer(204, &headers));
    assert!(allowed(&no_content).body().is_empty());
}

#[test]
fn redirects_are_followed_unseen_once_they_pass_the_cors_check() {
    let headers = [("location", "/elsewhere"), ("access-control-allow-origin", "*")];
    each([301, 302, 303, 307, 308], |status| {
        let fetched = Browser::at(PAGE).fetch(&get(), |_| answer(status, &headers));
        assert!(matches!(fetched.outcome, Outcome::Redirected(location) if location == "/elsewhere"));
        let fetched = Browser::at(PAGE).fetch(&get(), |_| answer(status, &headers[..1]));
        assert!(matches!(fetched.outcome, Outcome::ResponseBlocked(_)));
        let fetched = Browser::at(PAGE).fetch(&get(), |_| answer(status, &headers[1..]));
        assert_eq!(allowed(&fetched).status(), status);
    });
    let created = Browser::at(PAGE).fetch(&get(), |_| answer(201, &headers));
    assert_eq!(allowed(&created).status(), 201);
}
