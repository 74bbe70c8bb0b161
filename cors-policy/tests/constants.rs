//! What a program's constants are evaluated with, called here while a program runs.

use std::panic::catch_unwind;

use cors_policy::FieldValue;
use cors_policy::for_macros::{
    ConstPolicy, DynamicSources, MountedMethods, RequiredHeaders, check_header_names, fault_if_partial,
    method_conflict, no_method_conflict,
};

fn between_lists(origins: &'static [&'static str], dev_origins: &'static [&'static str]) -> Option<String> {
    let policy = ConstPolicy { origins: Some(origins), dev_origins: Some(dev_origins), ..ConstPolicy::EMPTY };
    fault_if_partial(&policy, DynamicSources::default()).map(|fault| fault.as_str().to_owned())
}

#[test]
fn each_entry_of_one_list_is_compared_with_each_of_the_other() {
    assert_eq!(between_lists(&[], &[]), None);
    assert_eq!(between_lists(&["https://a.example", "https://b.example"], &["http://localhost:3000"]), None);
    let twice = between_lists(&["https://a.example", "https://b.example"], &["https://c.example", "https://b.example"]);
    assert!(twice.as_deref().is_some_and(|fault| fault.starts_with("`https://b.example` stands twice")), "{twice:?}");
    let covered =
        between_lists(&["https://x.example", "https://*.a.example"], &["https://b.example", "https://b.a.example"]);
    let begin = "`https://b.a.example` is already admitted by `https://*.a.example`";
    assert!(covered.as_deref().is_some_and(|fault| fault.starts_with(begin)), "{covered:?}");
    let covered = between_lists(&["https://b.a.example"], &["https://*.a.example"]);
    assert!(covered.as_deref().is_some_and(|fault| fault.starts_with(begin)), "{covered:?}");
}

#[test]
fn each_handler_is_compared_with_each() {
    let mounted = |handler, named| MountedMethods { handler, methods: Some([named, named]) };
    let all = [mounted("one", "GET"), mounted("two", "PUT"), mounted("three", "DELETE, PUT")];
    let conflict = method_conflict(&all).unwrap();
    assert!(conflict.as_str().starts_with("`two` and `three` both serve PUT"), "{}", conflict.as_str());
    assert!(
        method_conflict(&all[..2]).is_none() && method_conflict(&all[..1]).is_none() && method_conflict(&[]).is_none()
    );
    let without = MountedMethods { handler: "four", methods: None };
    assert!(method_conflict(&[without, mounted("one", "GET"), without]).is_none());
}

#[test]
fn a_conflict_and_a_wrong_name_stop_the_compiler() {
    const ONE: MountedMethods = MountedMethods { handler: "one", methods: Some(["GET", "GET, HEAD"]) };
    no_method_conflict(&[ONE]);
    assert!(catch_unwind(|| no_method_conflict(&[ONE, ONE])).is_err());
    let required = |names| RequiredHeaders { extractor: "Id", names };
    check_header_names(&required(&["x-id"]));
    assert!(catch_unwind(|| check_header_names(&required(&["x-id", "x id"]))).is_err());
    assert!(catch_unwind(|| check_header_names(&required(&["*"]))).is_err());
}

#[test]
fn a_field_value_is_the_list_of_its_members() {
    let empty = FieldValue::constant("");
    let constant = FieldValue::constant("a, b");
    let joined = FieldValue::join(&["a", "b"]);
    for value in [&constant, &joined] {
        assert_eq!((value.as_str(), value.is_empty()), ("a, b", false));
        assert_eq!(value.iter().collect::<Vec<_>>(), ["a", "b"]);
        assert!(value.contains(b"b") && !value.contains(b"a, b") && !value.contains(b""));
    }
    assert!(constant == joined && constant != empty);
    assert!(empty.is_empty() && empty.iter().next().is_none());
}
