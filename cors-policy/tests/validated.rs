//! What a validated policy and its mistakes say of themselves, as the other crates ask them.

use cors_policy::for_macros::ConstPolicy;
use cors_policy::{
    Completeness, ExposedHeaderNames, Key, ListValue, Methods, Mistake, MistakeKind, OriginSet, Origins, Policy,
    PolicySpec, RequestHeaderNames, Seconds, SpanIndex, Stage,
};

// What a spec has under a key.
#[allow(clippy::unnecessary_wraps)]
fn list(texts: &[&str]) -> Option<ListValue> {
    Some(ListValue::of(texts.iter().copied()))
}

fn policy(origins: &[&str], methods: &[&str]) -> Policy {
    PolicySpec { origins: list(origins), methods: list(methods), stage: Stage::Running, ..PolicySpec::default() }
        .validate()
        .unwrap()
}

#[test]
fn methods_are_told_as_named_and_as_allowed() {
    let listed = policy(&["https://a.example"], &["GET", "PUT"]);
    let methods = listed.keys().methods.as_ref().unwrap();
    assert_eq!((methods.named(), methods.allowed()), ("GET, PUT", "GET, HEAD, PUT"));
    let any = policy(&["https://a.example"], &["*"]);
    let methods = any.keys().methods.as_ref().unwrap();
    assert_eq!((methods.named(), methods.allowed(), methods), ("*", "*", &Methods::Any));
}

#[test]
fn a_policy_serves_the_methods_it_names() {
    let listed = policy(&["https://a.example"], &["GET"]);
    let any = policy(&["https://a.example"], &["*"]);
    for (method, by_list, by_star) in [
        ("GET", true, true),
        ("HEAD", true, true),
        ("PUT", false, true),
        ("OPTIONS", false, false),
        ("a b", false, false),
    ] {
        let served = [&listed, &any].map(|policy| policy.serves(method.as_bytes()));
        assert_eq!(served, [by_list, by_star], "{method}");
    }
    assert!(!Policy::default().serves(b"GET"));
}

#[test]
fn credentials_and_everybody_are_told() {
    let spec = PolicySpec {
        origins: list(&["https://a.example"]),
        dev_origins: list(&["http://localhost:3000"]),
        methods: list(&["GET"]),
        expose_headers: list(&["ETag", "x-a"]),
        headers: list(&["X-B"]),
        credentials: Some(true.into()),
        max_age: Some(Seconds { value: 600, span: SpanIndex::default() }),
        ..PolicySpec::default()
    };
    let with = spec.validate().unwrap();
    assert!(with.takes_credentials() && !with.admits_everybody());
    let keys = with.keys();
    assert_eq!(keys.expose_headers.as_ref().map(ExposedHeaderNames::as_str), Some("etag, x-a"));
    assert_eq!(keys.headers.as_ref().map(RequestHeaderNames::as_str), Some("x-b"));
    assert_eq!(keys.max_age.as_ref().map(|age| (age.seconds(), age.digits().as_str())), Some((600, "600")));
    assert_eq!(keys.dev_origins.as_ref().map(OriginSet::len), Some(1));
    let release = with.without_dev_origins();
    assert_eq!(release.keys().dev_origins.as_ref().map(OriginSet::len), Some(0));

    let without = policy(&["*"], &["GET"]);
    assert!(!without.takes_credentials() && without.admits_everybody());
    assert!(without.without_dev_origins().keys().dev_origins.is_none());
}

#[test]
fn what_is_deferred_is_told_until_the_keys_are_complete() {
    let spec = PolicySpec {
        origins: list(&["http://a.example"]),
        dev_origins: list(&["http://b.example"]),
        completeness: Completeness::Partial,
        stage: Stage::Compiling,
        ..PolicySpec::default()
    };
    let shared = spec.validate().unwrap();
    assert!(shared.deferred_faults().insecure.as_ref().is_some_and(|text| text.as_str().contains("http://a.example")));
    assert!(
        shared.dev_deferred_faults().insecure.as_ref().is_some_and(|text| text.as_str().contains("http://b.example"))
    );
    let complete = shared.without_deferred_faults();
    assert!(complete.deferred_faults().insecure.is_none() && complete.dev_deferred_faults().insecure.is_none());
}

fn kinds(spec: &PolicySpec) -> Vec<(MistakeKind, Key)> {
    let mistakes = spec.validate().err().unwrap_or_default();
    mistakes.iter().map(|mistake| (mistake.kind(), mistake.key())).collect()
}

#[test]
fn a_complete_policy_has_origins_and_methods() {
    let spec = PolicySpec { completeness: Completeness::Full, ..PolicySpec::default() };
    assert_eq!(kinds(&spec), [(MistakeKind::Missing, Key::Origins), (MistakeKind::Missing, Key::Methods)]);
    for completeness in [Completeness::Partial, Completeness::Inherits] {
        assert_eq!(kinds(&PolicySpec { completeness, ..PolicySpec::default() }), [], "{completeness:?}");
    }
    let span = Some(SpanIndex::default());
    let full = PolicySpec { methods: list(&["GET"]), ..spec };
    for spec in [
        PolicySpec { origins_from: span, ..full.clone() },
        PolicySpec { origins_if: span, ..full.clone() },
        PolicySpec { dev_origins: list(&["http://localhost"]), ..full },
    ] {
        assert_eq!(kinds(&spec), [], "{spec:?}");
    }
}

#[test]
fn a_star_stands_alone_and_without_credentials() {
    let span = Some(SpanIndex::default());
    let star = PolicySpec { origins: list(&["*"]), methods: list(&["GET"]), ..PolicySpec::default() };
    assert_eq!(kinds(&star), []);
    assert_eq!(kinds(&PolicySpec { credentials: Some(false.into()), ..star.clone() }), []);
    let with = PolicySpec { credentials: Some(true.into()), ..star.clone() };
    assert_eq!(kinds(&with), [(MistakeKind::StarWithCredentials, Key::Origins)]);
    for (spec, key) in [
        (PolicySpec { dev_origins: list(&["http://localhost"]), ..star.clone() }, Key::DevOrigins),
        (PolicySpec { origins_from: span, ..star.clone() }, Key::OriginsFrom),
        (PolicySpec { origins_if: span, ..star.clone() }, Key::OriginsIf),
    ] {
        assert_eq!(kinds(&spec), [(MistakeKind::StarNotAlone, key)]);
    }
}

#[test]
fn a_danger_is_accepted_by_its_own_key_alone() {
    let insecure = PolicySpec {
        origins: list(&["http://a.example"]),
        methods: list(&["GET"]),
        credentials: Some(true.into()),
        ..PolicySpec::default()
    };
    assert_eq!(kinds(&insecure), [(MistakeKind::Insecure, Key::Origins)]);
    assert_eq!(kinds(&PolicySpec { accept_insecure_origins: Some(true.into()), ..insecure.clone() }), []);
    for spec in [
        PolicySpec { accept_insecure_origins: Some(false.into()), ..insecure.clone() },
        PolicySpec { accept_public_suffixes: Some(true.into()), ..insecure.clone() },
        PolicySpec { accept_null_origin: Some(true.into()), ..insecure },
    ] {
        assert_eq!(kinds(&spec), [(MistakeKind::Insecure, Key::Origins)]);
    }
}

#[test]
fn what_the_macros_wrote_down_is_the_policy_again() {
    let written = ConstPolicy {
        origins: Some(&["https://*.a.example", "https://b.example"]),
        dev_origins: Some(&["http://localhost:*"]),
        methods: Some(["GET", "GET, HEAD"]),
        ..ConstPolicy::EMPTY
    };
    let policy = written.to_policy();
    let keys = policy.keys();
    let Some(Origins::Listed(set)) = &keys.origins else { panic!("{keys:?}") };
    assert!(set.contains("https://b.example") && set.contains("https://x.a.example"));
    assert!(!set.contains("https://a.example") && !set.contains("http://localhost:3000"));
    assert!(keys.dev_origins.as_ref().is_some_and(|set| set.contains("http://localhost:3000")));
    assert!(policy.serves(b"HEAD") && !policy.serves(b"PUT"));
}

#[test]
fn a_key_is_its_name() {
    for key in Key::ALL {
        let name: &str = key.as_ref();
        assert_eq!(name, key.as_str());
        assert!(key == *name && key == name, "{name}");
        assert!(key != *"x" && key != "x", "{name}");
    }
}

#[test]
fn mistakes_are_told_one_by_one_with_their_places() {
    let mut origins = ListValue::of(["https://a.example/"]);
    origins.items[0].span = SpanIndex(7);
    let spec = PolicySpec { origins: Some(origins), methods: list(&["GET"]), ..PolicySpec::default() };
    let mistakes = spec.validate().unwrap_err();
    assert_eq!(mistakes.iter().map(Mistake::span).collect::<Vec<_>>(), [SpanIndex(7)]);

    let errors = OriginSet::parse(["null", "https://b.example/"]).unwrap_err();
    let texts: Vec<&str> = (&errors).into_iter().map(Mistake::text).collect();
    assert_eq!(texts, ["null", "https://b.example/"]);
    assert_eq!(
        errors.into_iter().map(|mistake| mistake.text().to_owned()).collect::<Vec<_>>(),
        ["null", "https://b.example/"]
    );
}
