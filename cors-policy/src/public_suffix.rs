//! Names under which anyone may register: the Public Suffix List, its private section included.

use crate::origin::is_localhost;

/// Whether anyone may register a name right under `name` (`com`, `co.uk`, `github.io`).
///
/// A single label that the list does not know counts as one, by the list's own default rule `*`. `localhost` does not:
/// RFC 6761 section 6.3 keeps it, and every name under it, on the machine itself.
pub(crate) fn anyone_may_register_under(name: &str) -> bool {
    if is_localhost(name) {
        return false;
    }
    // The second question finds rules like `*.kawasaki.jp`, whose own name is no suffix though all names under it are.
    is_suffix(name) || is_suffix(&format!("x.{name}"))
}

/// Whether the list has a rule for `name`, and does not only fall back on its default.
pub(crate) fn is_listed(name: &str) -> bool {
    let below = format!("x.{name}");
    [name, &below].iter().any(|name| psl2::lookup(name).is_some_and(|found| found.is_known()))
}

/// A name that the list cannot read counts as a suffix too, so that it is refused.
fn is_suffix(name: &str) -> bool {
    psl2::lookup(name).is_none_or(|found| found.is_public_suffix())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::process::Command;

    use super::*;
    use crate::origin::punycode;

    fn cargo(arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO")).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The rules of the list, as the crate `psl` ships them.
    fn rules() -> BTreeSet<String> {
        // Of other platforms' packages, cargo may have none here.
        let version = cargo(&["-vV"]);
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        let metadata = cargo(&["metadata", "--format-version=1", "--filter-platform", host]);
        let manifests = metadata.split("\"manifest_path\":\"").skip(1).filter_map(|rest| rest.split('"').next());
        let manifest = manifests.into_iter().find(|path| path.contains("/psl-2.")).expect("`psl` among the packages");
        let rules = fs::read_to_string(manifest.replace("Cargo.toml", "data/rules.txt")).unwrap();
        rules.lines().map(in_ascii).collect()
    }

    /// A rule or a name with its Unicode labels as Punycode.
    fn in_ascii(name: &str) -> String {
        let in_ascii = |label: &str| format!("xn--{}", punycode::encode_label(label));
        let labels = name.split('.').map(|label| if label.is_ascii() { label.to_owned() } else { in_ascii(label) });
        labels.collect::<Vec<_>>().join(".")
    }

    /// How many labels of a name are its public suffix, and whether a rule says so: the algorithm of the list's own wiki.
    fn suffix_by_the_rules(rules: &BTreeSet<String>, name: &str) -> (usize, bool) {
        let labels: Vec<&str> = name.split('.').collect();
        let ends = (0..labels.len()).map(|from| &labels[from..]);
        for end in ends.clone() {
            if rules.contains(&format!("!{}", end.join("."))) {
                return (end.len() - 1, true);
            }
        }
        for end in ends {
            if rules.contains(&end.join(".")) || rules.contains(&format!("*.{}", end[1..].join("."))) {
                return (end.len(), true);
            }
        }
        (1, false)
    }

    #[test]
    fn every_rule_of_the_list() {
        let rules = rules();
        assert!(rules.len() > 10_000, "only {} rules", rules.len());
        let mut wrong = Vec::new();
        for rule in &rules {
            let name = rule.trim_start_matches(['!', '*']).trim_start_matches('.');
            for name in [name.to_owned(), format!("x.{name}"), format!("y.x.{name}"), format!("y{name}")] {
                let (labels, is_known) = suffix_by_the_rules(&rules, &name);
                let found = psl2::lookup(&name).expect("a name that can be read");
                if (found.suffix().split('.').count(), found.is_known()) != (labels, is_known) {
                    wrong.push(name.clone());
                }
                if is_suffix(&name) != (name.split('.').count() == labels) {
                    wrong.push(name);
                }
            }
        }
        assert!(
            wrong.is_empty(),
            "{} names are answered otherwise, such as {:?}",
            wrong.len(),
            &wrong[..wrong.len().min(9)]
        );
    }

    #[test]
    fn both_sections_and_the_default_rule() {
        for name in ["com", "co.uk", "github.io", "vercel.app", "internal", "kawasaki.jp", "ck", "xn--p1ai"] {
            assert!(anyone_may_register_under(name), "{name}");
        }
    }

    #[test]
    fn rules_of_the_list() {
        for name in ["com", "github.io", "kawasaki.jp", "ck"] {
            assert!(is_listed(name), "{name}");
        }
        for name in ["internal", "local", "corp"] {
            assert!(!is_listed(name), "{name}");
        }
    }

    #[test]
    fn names_that_have_an_owner() {
        for name in [
            "example.com",
            "example.co.uk",
            "me.github.io",
            "corp.internal",
            "city.kawasaki.jp",
            "localhost",
            "app.localhost",
        ] {
            assert!(!anyone_may_register_under(name), "{name}");
        }
    }
}
