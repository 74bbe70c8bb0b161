//! Policies in configuration files: the attribute's keys, read and written by serde.

mod value;

use std::fmt;

use cors_policy::{Flag, Key, Mistake, MistakeKind, Place, PolicyErrors, PolicySpec, Seconds};
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use self::value::Value;
use crate::{Policy, PolicyBuilder};

/// A policy as a configuration file or the environment gives it. The keys are those of the attribute; lists may be
/// comma-separated strings, and numbers and flags may be texts, as environment variables have them.
///
/// A key that does not exist is an error of reading, with the nearest key that does, and so is a value that has not the
/// form its key asks for; all other mistakes are told with it. What could be read is judged by [`PolicyConfig::build`].
///
/// ```
/// use cors_runtime::PolicyConfig;
///
/// let config: PolicyConfig = serde_json::from_str(
///     r#"{ "origins": ["https://app.example.com"], "methods": "GET, POST", "max_age": 600 }"#,
/// ).unwrap();
/// assert!(config.build().is_ok());
///
/// let slip = serde_json::from_str::<PolicyConfig>(r#"{ "orgins": "*" }"#).unwrap_err();
/// assert!(slip.to_string().contains("write: `origins`"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyConfig {
    spec: PolicySpec,
}

impl PolicyConfig {
    /// Judges what was read and makes a policy of it.
    ///
    /// # Errors
    /// All mistakes, each with its kind, its key, the offending text and the words that the compiler would have said.
    pub fn build(&self) -> Result<Policy, PolicyErrors> {
        self.builder().build()
    }

    /// A builder with these keys, to add what only code can give: `origins_from` and `origins_if`.
    pub fn builder(&self) -> PolicyBuilder {
        PolicyBuilder::of(self.spec.clone())
    }
}

/// The keys whose values name code.
const ONLY_IN_CODE: [Key; 3] = [Key::OriginsFrom, Key::OriginsIf, Key::Policy];

impl<'de> Deserialize<'de> for PolicyConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PolicyVisitor)
    }
}

struct PolicyVisitor;

impl<'de> Visitor<'de> for PolicyVisitor {
    type Value = PolicyConfig;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the keys of a CORS policy")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PolicyConfig, A::Error> {
        let mut spec = PolicySpec::default();
        let mut mistakes = Vec::new();
        let mut read: Vec<Key> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let place = Place::default();
            let known = Key::parse(&name).filter(|key| !ONLY_IN_CODE.contains(key));
            match known {
                Some(key) if read.contains(&key) => mistakes.push(Mistake::repeated_key(key, place)),
                Some(key) => {
                    read.push(key);
                    if let Err(text) = put(key, map.next_value()?, &mut spec) {
                        mistakes.push(Mistake::misread(key, &text, place));
                    }
                    continue;
                }
                None => mistakes.push(match Key::parse(&name) {
                    Some(key) => Mistake::only_in_code(key, place),
                    None => Mistake::unknown_key(&name, place),
                }),
            }
            map.next_value::<IgnoredAny>()?;
        }
        if !mistakes.is_empty() {
            // Whoever mends a file wants to do it once.
            let others = spec.validate().err().unwrap_or_default();
            // A key that could not be read is there all the same.
            let misread: Vec<Key> = mistakes.iter().map(Mistake::key).collect();
            let missing = |other: &Mistake| other.kind() == MistakeKind::Missing && misread.contains(&other.key());
            mistakes.extend(others.into_iter().filter(|other| !missing(other)));
            return Err(A::Error::custom(PolicyErrors::from(mistakes)));
        }
        Ok(PolicyConfig { spec })
    }
}

/// Puts a value under its key; the error is the text of a value that has not the form its key asks for.
fn put(key: Key, value: Value, spec: &mut PolicySpec) -> Result<(), String> {
    if key == Key::MaxAge {
        spec.max_age = Some(Seconds { value: value.number()?, place: Place::default() });
    } else if let Some(slot) = spec.listing_mut(key) {
        *slot = Some(value.listing()?);
    } else if let Some(slot) = spec.flag_mut(key) {
        *slot = Some(Flag::from(value.flag()?));
    }
    Ok(())
}

impl Serialize for PolicyConfig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut spec = self.spec.clone();
        let mut map = serializer.serialize_map(None)?;
        for key in Key::ALL {
            if key == Key::MaxAge {
                if let Some(seconds) = spec.max_age {
                    // What does not fit was a mistake already, and is written as the largest that does.
                    map.serialize_entry(key.as_str(), &i64::try_from(seconds.value).unwrap_or(i64::MAX))?;
                }
            } else if let Some(Some(listing)) = spec.listing_mut(key) {
                let texts: Vec<&str> = listing.entries.iter().map(|entry| entry.text.as_str()).collect();
                // `"*"` is read from a list as well, but the star alone is how it is written.
                if listing.is_star() {
                    map.serialize_entry(key.as_str(), "*")?;
                } else {
                    map.serialize_entry(key.as_str(), &texts)?;
                }
            } else if let Some(Some(flag)) = spec.flag_mut(key) {
                map.serialize_entry(key.as_str(), &flag.value)?;
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::PolicyConfig;

    fn refused(text: &str) -> String {
        serde_json::from_str::<PolicyConfig>(text).unwrap_err().to_string()
    }

    #[test]
    fn values_of_the_wrong_shape_are_told_together_with_all_other_mistakes() {
        let text = r#"{ "origins": 1, "methods": "get", "credentials": "perhaps", "max_age": 1.5,
                        "headers": ["etag", null], "enforce": { "a": [1] } }"#;
        let told = refused(text);
        for mistake in [
            "origins: `origins` cannot be `1`",
            "methods: `get`",
            "credentials: `credentials` cannot be `perhaps`",
            "max_age: `max_age` cannot be `1.5`",
            "headers: `headers` cannot be `null`",
            "enforce: `enforce` cannot be `{…}`",
        ] {
            assert!(told.contains(mistake), "{mistake} in:\n{told}");
        }
        assert!(!told.contains("compiled"), "{told}");
    }

    #[test]
    fn a_key_that_was_misread_is_not_missing_as_well() {
        for text in [r#"{ "orgins": "*", "methods": "GET" }"#, r#"{ "origins": 1, "methods": "GET" }"#] {
            let told = refused(text);
            assert_eq!(told.matches("write: ").count(), 1, "{told}");
        }
    }

    #[test]
    fn texts_serve_where_the_environment_has_nothing_else() {
        let text = r#"{ "origins": "https://a.example", "methods": "GET", "max_age": "60", "credentials": "true" }"#;
        let typed = r#"{ "origins": ["https://a.example"], "methods": ["GET"], "max_age": 60, "credentials": true }"#;
        let read = |text| serde_json::to_string(&serde_json::from_str::<PolicyConfig>(text).unwrap()).unwrap();
        assert_eq!(read(text), read(typed));
    }
}
