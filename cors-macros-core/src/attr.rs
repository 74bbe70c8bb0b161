//! An attribute as a value: a `PolicySpec` for the domain to judge, the paths that are code, and the place of each piece.
//!
//! This folder finds mistakes of form only, such as a value that its key cannot have. `crate::validate` judges the meaning.

mod code_path;
mod meant;
mod reader;
mod seconds;
mod value;

use cors_policy::{Key, Mistake, PolicySpec};
use proc_macro2::{Span, TokenStream};
use syn::Path;

use self::reader::Reader;
use crate::tokens::spans::Spans;

/// How a module's attribute hands its keys to the handlers inside: `#[cors(…, __module(…))]`.
pub(crate) const MODULE_KEYS: &str = "__module";

/// An attribute, as it was written.
pub(crate) struct Attribute {
    pub(crate) spec: PolicySpec,
    pub(crate) paths: Paths,
    /// Where the library is, if `crate = path` says so. It is no key of a policy, since only the macros need it.
    pub(crate) krate: Option<Path>,
    pub(crate) spans: Spans,
    /// The mistakes of form.
    pub(crate) mistakes: Vec<Mistake>,
    /// The keys that were written, also those whose value could not be read.
    keys: Vec<Key>,
    /// What unknown keys and values without a key were most likely meant to be.
    meant: Vec<Key>,
}

/// The values that name code, which the domain cannot read: it only learns that they are there.
#[derive(Default)]
pub(crate) struct Paths {
    pub(crate) origins_from: Option<Path>,
    pub(crate) origins_if: Option<Path>,
    pub(crate) policy: Option<Path>,
}

impl Attribute {
    /// Reads the tokens between an attribute's parentheses. Mistakes about what is missing are reported at `attribute`.
    pub(crate) fn parse(tokens: TokenStream, attribute: Span) -> Self {
        Reader { attribute: Self::empty(attribute), last: None }.read(tokens)
    }

    fn empty(attribute: Span) -> Self {
        Self {
            spec: PolicySpec::default(),
            paths: Paths::default(),
            krate: None,
            spans: Spans::new(attribute),
            mistakes: Vec::new(),
            keys: Vec::new(),
            meant: Vec::new(),
        }
    }

    /// Whether a key was written, whatever its value.
    pub(crate) fn has(&self, key: Key) -> bool {
        self.keys.contains(&key)
    }

    /// The keys that were written or meant.
    pub(crate) fn given(&self) -> Vec<Key> {
        [self.keys.as_slice(), &self.meant].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate;

    /// The first line of each mistake.
    fn mistakes(attribute: &str) -> Vec<String> {
        let attribute = Attribute::parse(attribute.parse().unwrap(), Span::call_site());
        let mistakes = validate::handler(&attribute).err().unwrap_or_default();
        mistakes.iter().map(|mistake| mistake.message().lines().next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn a_slip_is_one_mistake() {
        for (attribute, what) in [
            (r#"orgins = "*", methods = GET"#, "there is no key `orgins`"),
            (r#"origins = "https://a.example,", methods = GET"#, "`https://a.example,` ends in a comma"),
            (r#"origins = "*", methods = GET, max-age = 5"#, "there is no key `max-age`"),
            (r#"origins = "*", methods = [GET POST]"#, "a comma is missing in `GET POST`"),
            (
                r#"origins = ["https://a.example" "https://b.example"], methods = GET"#,
                "a comma is missing in `\"https://a.example\" \"https://b.example\"`",
            ),
            (
                r#"origins = "https://a.example" "https://b.example", methods = GET"#,
                "a comma is missing in `\"https://a.example\" \"https://b.example\"`",
            ),
            (r#"origins = "*", methods = "GET, POST, ""#, "`GET, POST, ` ends in a comma"),
            (r#""*", methods = GET"#, "`\"*\"` has no key"),
            (r#"origins = "*", GET"#, "`GET` has no key"),
            (r#"origins = "*", #[cfg(test)] methods = GET"#, "`#[cfg(test)]` is inside the list of keys"),
            (r#"origins = "*", methods = ALLOWED"#, "`ALLOWED` is not a registered method"),
            (r#"origins = "*", methods = [GET, ALL]"#, "`ALL` is not a registered method"),
            (r#"origins = "*", methods = GET, max_age = 10m"#, "`max_age` cannot be `10m`"),
            (r#"origins = "*" methods = GET"#, "a comma is missing before `methods`"),
            (r#"origins = "*", methods = GET credentials = false"#, "a comma is missing before `credentials`"),
            (r#"origins: "*", methods = GET"#, "`origins` is followed by `: \"*\"`"),
            (r#"origins => "*", methods = GET"#, "`origins` is followed by `=> \"*\"`"),
            (r#"origins = "*", methods(GET)"#, "`methods` is followed by `(GET)`"),
            (r"origins =, methods = GET", "`origins` has no value"),
        ] {
            assert_eq!(mistakes(attribute), [what], "{attribute}");
        }
    }

    #[test]
    fn what_follows_a_key_in_another_way_is_kept() {
        for (attribute, write) in [
            (r#"origins("*"), methods = GET"#, r#"origins = "*""#),
            (r#"origins = "https://a.example,", methods = GET"#, r#"origins = "https://a.example""#),
            (r#"origins = "*", methods = "GET, POST,""#, r#"methods = "GET, POST""#),
            (r#"origins = "*", methods = GET, max-age = 5"#, "`max_age`"),
            (r#"origins = "*", methods = GET, allow-headers = []"#, "`headers`"),
            (
                r#"origins = ["https://a.example" "https://b.example"], methods = GET"#,
                r#"origins = ["https://a.example", "https://b.example"]"#,
            ),
            (
                r#"origins = "https://a.example", "https://b.example", methods = GET"#,
                r#"origins = ["https://a.example", "https://b.example"]"#,
            ),
            (
                r#"origins = ["https://a.example"], "https://b.example", methods = GET"#,
                r#"origins = ["https://a.example", "https://b.example"]"#,
            ),
            (
                r#"dev_origins = "http://a.localhost", "http://b.localhost", methods = GET"#,
                r#"dev_origins = ["http://a.localhost", "http://b.localhost"]"#,
            ),
            (r#"origins = "*", methods = GET, POST"#, "methods = [GET, POST]"),
            (r#"origins = "*", methods = GET, headers = "x-a", "x-b""#, r#"headers = ["x-a", "x-b"]"#),
            (r#"origins = "*", methods = GET, headers = "x-a ,""#, r#"headers = "x-a""#),
            (r#"origins: "*", methods = GET"#, r#"origins = "*""#),
            (r#"origins = "*", methods(GET, POST)"#, "methods = [GET, POST]"),
            (r#"origins = "*", methods(GET)"#, "methods = GET"),
            (r#"origins = "*", methods = GET, credentials(true)"#, "credentials = true"),
            (r#"origins = "*", methods = GET, headers(header::ACCEPT)"#, r#"headers = "accept""#),
            (r#"origins = "*", methods = [Method::GET, Method::POST]"#, "methods = [GET, POST]"),
            (r#"origins = "*", methods = GET, headers = [header::ETAG, "x-a"]"#, r#"headers = ["etag", "x-a"]"#),
            (r#""*", methods = GET"#, r#"origins = "*""#),
            (r#"origins = "*", GET"#, "methods = GET"),
        ] {
            let parsed = Attribute::parse(attribute.parse().unwrap(), Span::call_site());
            let mistakes = validate::handler(&parsed).unwrap_err();
            assert_eq!(mistakes[0].message().lines().last(), Some(&*format!("write: {write}")), "{attribute}");
        }
    }

    #[test]
    fn flags_may_stand_bare() {
        let none: [&str; 0] = [];
        for flag in ["credentials", "enforce", "danger_accept_null_origin"] {
            assert_eq!(mistakes(&format!("origins = \"https://a.example\", methods = GET, {flag}")), none, "{flag}");
        }
    }

    #[test]
    fn what_follows_a_missing_comma_is_judged_too() {
        let both = ["a comma is missing before `methods`", "`get` has lower-case letters"];
        assert_eq!(mistakes(r#"origins = "*" methods = get"#), both);
    }

    #[test]
    fn a_path_is_one_that_the_expansion_can_contain() {
        for (attribute, what) in [
            ("origins_if = check::<A>, methods = GET", "`origins_if` cannot be `check::<A>`"),
            ("origins_from = A<B>, methods = GET", "`origins_from` cannot be `A<B>`"),
            ("policy = Fn(A) -> B", "`policy` cannot be `Fn(A) -> B`"),
        ] {
            assert_eq!(mistakes(attribute), [what], "{attribute}");
        }
        let none: [&str; 0] = [];
        assert_eq!(mistakes("origins_from = A::<B>::C, methods = GET"), none);
    }

    #[test]
    fn a_value_may_be_named_like_a_key() {
        let none: [&str; 0] = [];
        assert_eq!(mistakes("origins_from = origins, methods = GET"), none);
        assert_eq!(mistakes("origins_from = from::origins, methods = GET"), none);
    }
}
