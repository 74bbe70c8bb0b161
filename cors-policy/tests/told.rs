//! What a refusal says of itself: to a metric, to a log, to whoever entered an origin.

use cors_policy::{OriginSet, Refusal};

#[test]
fn every_sort_has_its_word() {
    let headers = |asked: &str, admitted| Refusal::of_headers(asked.as_bytes(), admitted).unwrap();
    for (refusal, reason, text) in [
        (Refusal::of_origin(None, &|_| false, &mut std::iter::empty()), "origin_repeated", "more than one origin"),
        (
            Refusal::of_origin(Some(b"https://a.example"), &|_| false, &mut std::iter::empty()),
            "origin_not_admitted",
            "the origin https://a.example is not admitted",
        ),
        (Refusal::MethodMalformed, "method_malformed", "exactly one method"),
        (Refusal::of_method(b"PUT", "GET"), "method_not_served", "PUT is not served on this path, which serves GET"),
        (headers("x-a", ""), "header_not_admitted", "x-a is not admitted; the policy admits no request header"),
        (headers("x-a", "x-b"), "header_not_admitted", "x-a is not admitted; the policy admits x-b"),
    ] {
        assert_eq!(refusal.reason(), reason);
        assert!(refusal.to_string().ends_with(text), "{refusal}");
    }
}

#[test]
fn the_origin_is_told_where_it_is_what_was_refused() {
    let refusal = |sent| Refusal::of_origin(sent, &|_| false, &mut std::iter::empty());
    assert_eq!(refusal(Some(b"https://a.example")).origin(), Some("https://a.example"));
    assert_eq!(refusal(None).origin(), None);
    assert_eq!(Refusal::MethodMalformed.origin(), None);
}

#[test]
fn authorization_has_a_hint_and_other_headers_have_none() {
    let hint = |asked: &[u8]| Refusal::of_headers(asked, "x-a").unwrap().hint();
    assert!(hint(b"authorization").is_some_and(|hint| hint.contains("`headers`")));
    assert!(hint(b"Authorization").is_some());
    assert_eq!(hint(b"x-b"), None);
    assert_eq!(Refusal::MethodMalformed.hint(), None);
}

#[test]
fn a_set_explains_what_it_does_not_admit() {
    let set = OriginSet::parse(["https://app.example.com"]).unwrap();
    assert_eq!(set.explain("https://app.example.com"), None);
    let refusal = set.explain("http://app.example.com").unwrap();
    assert_eq!(refusal.hint().as_deref(), Some("the scheme differs: https://app.example.com is admitted"));
    assert_eq!(set.explain("https://other.example").and_then(|refusal| refusal.hint()), None);
}

#[test]
fn a_dot_at_the_end_is_told_from_a_dot_alone() {
    let text = |origin: &str| OriginSet::parse([origin]).unwrap_err().to_string();
    assert!(text("https://a.example.").contains("ends in a dot"), "{}", text("https://a.example."));
    assert!(text("https://a.").contains("ends in a dot"), "{}", text("https://a."));
    assert!(!text("https://.").contains("ends in a dot"), "{}", text("https://."));
}
