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
    [name, &below].iter().any(|name| psl::suffix(name.as_bytes()).is_some_and(|suffix| suffix.is_known()))
}

fn is_suffix(name: &str) -> bool {
    psl::suffix(name.as_bytes()).is_some_and(|suffix| suffix.as_bytes() == name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

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
