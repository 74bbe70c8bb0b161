//! Policies in configuration files: the attribute's keys, read and written by serde.

use std::fmt;

use cors_policy::{Flag, Key, Listing, Mistake, Place, PolicyErrors, PolicySpec, Seconds};
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::{Policy, PolicyBuilder};

/// A policy as a configuration file or the environment gives it. The keys are those of the attribute; lists may be
/// comma-separated strings, and numbers and flags may be texts, as environment variables have them.
///
/// A key that does not exist is an error of reading, with the nearest key that does. Everything else is judged by
/// [`PolicyConfig::build`], all mistakes at once.
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
                    read_value(key, &mut spec, &mut map)?;
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
            mistakes.extend(spec.validate().err().into_iter().flatten());
            return Err(A::Error::custom(PolicyErrors::from(mistakes)));
        }
        Ok(PolicyConfig { spec })
    }
}

fn read_value<'de, A: MapAccess<'de>>(key: Key, spec: &mut PolicySpec, map: &mut A) -> Result<(), A::Error> {
    if key == Key::MaxAge {
        let SecondsValue(value) = map.next_value()?;
        spec.max_age = Some(Seconds { value, place: Place::default() });
    } else if let Some(slot) = spec.listing_mut(key) {
        let ListingValue(listing) = map.next_value()?;
        *slot = Some(listing);
    } else if let Some(slot) = spec.flag_mut(key) {
        let FlagValue(flag) = map.next_value()?;
        *slot = Some(Flag::from(flag));
    }
    Ok(())
}

struct ListingValue(Listing);

impl<'de> Deserialize<'de> for ListingValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListingVisitor;

        impl<'de> Visitor<'de> for ListingVisitor {
            type Value = ListingValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of strings")
            }

            fn visit_str<E>(self, text: &str) -> Result<ListingValue, E> {
                Ok(ListingValue(Listing::from_commas(text, Place::default())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<ListingValue, A::Error> {
                let mut texts: Vec<String> = Vec::new();
                while let Some(text) = seq.next_element()? {
                    texts.push(text);
                }
                Ok(ListingValue(Listing::of(texts)))
            }
        }

        deserializer.deserialize_any(ListingVisitor)
    }
}

struct FlagValue(bool);

impl<'de> Deserialize<'de> for FlagValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FlagVisitor;

        impl Visitor<'_> for FlagVisitor {
            type Value = FlagValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`true` or `false`")
            }

            fn visit_bool<E>(self, flag: bool) -> Result<FlagValue, E> {
                Ok(FlagValue(flag))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<FlagValue, E> {
                text.parse().map(FlagValue).map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(FlagVisitor)
    }
}

struct SecondsValue(i128);

impl<'de> Deserialize<'de> for SecondsValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SecondsVisitor;

        impl Visitor<'_> for SecondsVisitor {
            type Value = SecondsValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of seconds")
            }

            fn visit_i64<E>(self, seconds: i64) -> Result<SecondsValue, E> {
                Ok(SecondsValue(seconds.into()))
            }

            fn visit_u64<E>(self, seconds: u64) -> Result<SecondsValue, E> {
                Ok(SecondsValue(seconds.into()))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<SecondsValue, E> {
                text.parse().map(SecondsValue).map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(SecondsVisitor)
    }
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
