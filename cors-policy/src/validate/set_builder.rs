//! Sets that are read while the program runs: from the environment, a file, a database.

use std::hash::{BuildHasher, RandomState};
use std::str::FromStr;

use super::dangers::{OriginRules, Reader};
use super::origins;
use crate::mistake::PolicyErrors;
use crate::spec::{Flag, ListValue, Stage};
use crate::{Key, OriginSet, SpanIndex};

impl OriginSet {
    /// Reads a set, as strictly as an attribute with `credentials` does: a set does not know which policy it will be used in.
    ///
    /// # Errors
    /// All mistakes of the list, each with its text; no set is made then. A list without entries is one: where nobody
    /// is known yet, begin with [`OriginSet::default`].
    pub fn parse<I>(origins: I) -> Result<Self, PolicyErrors>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        Self::builder().parse(origins)
    }

    /// Reads a set with the `danger_…` settings, which admit origins that [`OriginSet::parse`] refuses.
    ///
    /// ```
    /// # use cors_policy as cors_runtime;
    /// use cors_runtime::OriginSet;
    ///
    /// let intranet = OriginSet::builder()
    ///     .danger_accept_insecure_origins(true)
    ///     .parse(["http://wiki.corp.example"])
    ///     .unwrap();
    /// assert!(intranet.contains("http://wiki.corp.example"));
    /// ```
    pub fn builder() -> OriginSetBuilder {
        OriginSetBuilder::default()
    }
}

/// The comma-separated form, as an environment variable holds it. White space around the entries is nothing, and so is a
/// comma at the end: shells, YAML files and secrets bring both along.
impl FromStr for OriginSet {
    type Err = PolicyErrors;

    fn from_str(text: &str) -> Result<Self, PolicyErrors> {
        Self::builder().check(&ListValue::of_text(text))
    }
}

/// The `danger_…` settings of an [`OriginSet`]; made by [`OriginSet::builder`].
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct OriginSetBuilder {
    accept_insecure: bool,
    accept_public_suffixes: bool,
    accept_null: bool,
}

impl OriginSetBuilder {
    /// Admits origins without TLS that are not on the machine itself.
    pub fn danger_accept_insecure_origins(mut self, accept: bool) -> Self {
        self.accept_insecure = accept;
        self
    }

    /// Admits wildcards right under a name below which anyone may register.
    pub fn danger_accept_public_suffixes(mut self, accept: bool) -> Self {
        self.accept_public_suffixes = accept;
        self
    }

    /// Admits `null`, which every sandboxed page sends.
    pub fn danger_accept_null_origin(mut self, accept: bool) -> Self {
        self.accept_null = accept;
        self
    }

    /// Reads the set.
    ///
    /// # Errors
    /// All mistakes of the list, each with its text; no set is made then.
    pub fn parse<I>(self, origins: I) -> Result<OriginSet, PolicyErrors>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        self.check(&ListValue::of(origins.into_iter().map(|origin| origin.as_ref().to_owned())))
    }

    fn check(self, list: &ListValue) -> Result<OriginSet, PolicyErrors> {
        let rules = OriginRules {
            credentials: true,
            accept_insecure: self.accept_insecure,
            accept_public_suffixes: self.accept_public_suffixes,
            accept_null: self.accept_null,
            inherits: false,
            stage: Stage::Running,
            reader: Reader::OfSet,
        };
        // Users who may add origins to a set must not be able to choose ones that collide, so each set has its own seed.
        let seed = RandomState::new().hash_one(0);
        let mut mistakes = Vec::new();
        let lists = [(Key::OriginsFrom, Some(list)), (Key::DevOrigins, None)];
        let ([set, _], _) = origins::check(lists, rules, seed, &mut mistakes);
        match set {
            Some(set) if mistakes.is_empty() => Ok(set),
            _ => Err(PolicyErrors::without_keys(mistakes)),
        }
    }
}

/// A flag that was set by a call, and so is written nowhere.
impl From<bool> for Flag {
    fn from(value: bool) -> Self {
        Self { value, span: SpanIndex::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MistakeKind;

    #[test]
    fn a_list_without_an_end_is_refused() {
        let errors = OriginSet::parse(std::iter::repeat("")).unwrap_err();
        let messages: Vec<(MistakeKind, &str)> =
            errors.iter().map(|mistake| (mistake.kind(), mistake.fault.what.as_str())).collect();
        let expected = (MistakeKind::TooMany, "the list of origins has more than 2000000 entries");
        assert_eq!(messages, [expected]);
        let errors = ",".repeat(3_000_000).replacen(',', "x,", 1).parse::<OriginSet>().unwrap_err();
        let kinds: Vec<MistakeKind> = errors.iter().take(2).map(crate::Mistake::kind).collect();
        assert_eq!(kinds, [MistakeKind::TooMany]);
    }

    #[test]
    fn sets_are_as_strict_as_with_credentials() {
        let errors =
            OriginSet::parse(["http://a.example", "https://*.com", "null", "*", "https://b.example/"]).unwrap_err();
        let kinds: Vec<MistakeKind> = errors.iter().map(crate::Mistake::kind).collect();
        assert_eq!(
            kinds,
            [
                MistakeKind::Insecure,
                MistakeKind::PublicSuffix,
                MistakeKind::NullOrigin,
                MistakeKind::StarNotAlone,
                MistakeKind::NotAnOrigin
            ]
        );
    }

    #[test]
    fn a_danger_is_told_to_somebody_who_wrote_no_keys() {
        let dangers =
            ["http://a.example", "https://*.com", "https://*.internal", "null", "https://pr-*.com", "app://*"];
        let errors = OriginSet::parse(dangers).unwrap_err();
        assert_eq!(errors.iter().count(), dangers.len());
        for (mistake, door) in errors.iter().zip([
            "insecure_origins",
            "public_suffixes",
            "public_suffixes",
            "null_origin",
            "public_suffixes",
            "public_suffixes",
        ]) {
            let message = mistake.message();
            assert!(message.ends_with(&format!(" or OriginSet::builder().danger_accept_{door}(true)")), "{message}");
            assert!(!message.contains("together with credentials") && !message.contains(" = true"), "{message}");
            let on_credentials = message.contains("; a set is judged as for a policy with credentials\n");
            assert_eq!(on_credentials, !["null", "https://pr-*.com"].contains(&mistake.text()), "{message}");
        }
        assert!(errors.to_string().starts_with("`http://a.example` is admitted, but it is not secure\n"), "{errors}");
        let open = OriginSet::builder().danger_accept_null_origin(true).parse(["null", "http://a.example"]);
        assert_eq!(open.unwrap_err().iter().count(), 1);
    }

    #[test]
    fn doors_open() {
        let set = OriginSet::builder()
            .danger_accept_insecure_origins(true)
            .danger_accept_public_suffixes(true)
            .danger_accept_null_origin(true)
            .parse(["http://a.example", "https://*.com", "null", "file://", "https://pr-*.vercel.app", "app://*"])
            .unwrap();
        for origin in ["http://a.example", "https://x.y.com", "null", "file://", "https://pr-1.vercel.app", "app://x"] {
            assert!(set.contains(origin), "{origin}");
        }
    }

    #[test]
    fn what_several_hands_name_is_taken_once() {
        let set =
            OriginSet::parse(["https://a.example", "https://*.b.example", "https://a.example", "https://x.b.example"]);
        let set = set.unwrap();
        assert_eq!(set.iter().filter(|&text| text == "https://a.example").count(), 1);
        assert!(set.contains("https://a.example") && set.contains("https://x.b.example"));
        let set: OriginSet = "https://a.example,https://a.example".parse().unwrap();
        assert_eq!(set.len(), 1);
    }

    #[test]
    fn star_alone_is_no_set() {
        let errors = OriginSet::parse(["*"]).unwrap_err();
        assert_eq!(errors.iter().count(), 1);
    }

    #[test]
    fn a_database_without_tenants_is_a_set_that_admits_nobody() {
        let nobody = OriginSet::default();
        assert!(nobody.is_empty());
        assert!(!nobody.contains("https://a.example"));
        assert!(!nobody.contains(""));
        assert_eq!(nobody.iter().count(), 0);
    }

    #[test]
    fn an_environment_variable() {
        let set: OriginSet = "https://a.example , https://*.b.example".parse().unwrap();
        assert!(set.contains("https://x.b.example"));
        let set: OriginSet = " \thttps://a.example,\r\n  https://b.example ,\n".parse().unwrap();
        assert_eq!(set.iter().collect::<Vec<_>>(), ["https://a.example", "https://b.example"]);
        assert!("https://a.example,,https://b.example".parse::<OriginSet>().is_err());
    }

    #[test]
    fn an_empty_variable_is_answered_in_the_words_of_its_reader() {
        for text in ["", " ", ",", " , ,\n"] {
            let errors = text.parse::<OriginSet>().unwrap_err();
            assert_eq!(errors.iter().count(), 1, "{text:?}");
            assert!(errors.to_string().starts_with("the list of origins is empty\n"), "{errors}");
        }
    }

    #[test]
    fn both_mistakes_of_an_entry_are_told() {
        let errors = OriginSet::parse(["http://*.local"]).unwrap_err();
        let kinds: Vec<MistakeKind> = errors.iter().map(crate::Mistake::kind).collect();
        assert_eq!(kinds, [MistakeKind::Insecure, MistakeKind::PublicSuffix]);
    }

    #[test]
    fn applications_and_extensions_travel_no_network() {
        let set = OriginSet::parse(["tauri://localhost", "chrome-extension://abcdef", "app://.", "https://a.example"]);
        assert!(set.unwrap().contains("app://."));
        let errors = OriginSet::parse(["moz-extension://*"]).unwrap_err();
        assert_eq!(errors.iter().map(crate::Mistake::kind).collect::<Vec<_>>(), [MistakeKind::PublicSuffix]);
        let errors = OriginSet::parse(["file://"]).unwrap_err();
        assert_eq!(errors.iter().map(crate::Mistake::kind).collect::<Vec<_>>(), [MistakeKind::NullOrigin]);
    }

    #[test]
    fn a_list_in_json_is_one_mistake() {
        let errors = r#" ["https://a.example", "https://b.example"] "#.parse::<OriginSet>().unwrap_err();
        assert_eq!(errors.iter().count(), 1);
        assert!(errors.to_string().ends_with(r#"write: ["https://a.example", "https://b.example"]"#), "{errors}");
    }

    #[test]
    fn a_port_by_itself_belongs_to_the_origin_before_it() {
        let errors = "http://localhost:3000,3001".parse::<OriginSet>().unwrap_err();
        assert!(errors.to_string().ends_with("\nwrite: \"http://localhost:3001\""), "{errors}");
    }

    #[test]
    fn nothing_is_a_slip_but_nobody_can_be_said() {
        let errors = OriginSet::parse::<[&str; 0]>([]).unwrap_err();
        assert!(errors.to_string().contains("write: the origins that are meant, or `OriginSet::EMPTY`"));
        assert!(OriginSet::EMPTY.is_empty());
        assert!(!OriginSet::EMPTY.contains("https://a.example"));
    }
}
