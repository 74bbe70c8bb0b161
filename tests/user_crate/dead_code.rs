//! A handler that is mounted without its policy is warned of, at its name.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::cargo;

/// The names at which rustc says that a policy is lost.
fn names_of_lost_policies() -> BTreeSet<String> {
    let checked = cargo::run("check", &[]);
    let messages = checked.messages.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    messages
        .filter(|message| message["target"]["name"] == "shop" && message["message"]["code"]["code"] == "dead_code")
        .map(|message| {
            let warning = &message["message"];
            let said = warning["message"].as_str().unwrap();
            assert!(said.contains("mount_with_routes_or_its_cors_policy_is_lost"), "{said}");
            let spans = warning["spans"].as_array().unwrap();
            let span = spans.iter().find(|span| span["is_primary"] == true).unwrap();
            underlined(span)
        })
        .collect()
}

/// The source text under a span of one line.
fn underlined(span: &Value) -> String {
    let line = &span["text"][0];
    let column = |key: &str| usize::try_from(line[key].as_u64().unwrap()).unwrap() - 1;
    line["text"].as_str().unwrap()[column("highlight_start")..column("highlight_end")].to_owned()
}

#[test]
fn handlers_mounted_without_their_policy_and_no_others() {
    let expected = ["private_by_get", "public_by_get", "in_a_module_by_get"];
    assert_eq!(names_of_lost_policies(), expected.map(str::to_owned).into());
}
