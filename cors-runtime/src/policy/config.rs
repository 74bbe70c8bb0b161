//! Policies in configuration files: the attribute's keys, read and written by serde.

use std::fmt;

use cors_policy::{Flag, Key, ListValue, Mistake, PolicyErrors, PolicySpec, Seconds, Slot, SpanIndex, Stage};
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::{Policy, PolicyBuilder};

/// A policy as a configuration file or the environment gives it. The keys are those of the attribute; lists may be
/// comma-separated strings, and numbers and flags may be texts, as environment variables have them.
///
/// A key that does not exist (with the nearest that does) and a value of the wrong form are errors of reading. Everything
/// else is judged by [`PolicyConfig::build`]. Either way all mistakes are told at once, each with its key.
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
        let mut spec = PolicySpec { stage: Stage::Running, ..PolicySpec::default() };
        let mut mistakes = Vec::new();
        let mut given: Vec<Key> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let span = SpanIndex::default();
            let value: ConfigValue = map.next_value()?;
            match Key::parse(&name) {
                Some(key) if given.contains(&key) => mistakes.push(Mistake::repeated_key(key, span)),
                Some(key) => read(key, value, &mut spec, &mut mistakes),
                None => mistakes.push(Mistake::unknown_key_of_configuration(&name, span)),
            }
            given.extend(Key::parse(&name).or_else(|| Key::nearest(&name)));
        }
        if mistakes.is_empty() {
            return Ok(PolicyConfig { spec });
        }
        // Whoever mends a file wants to do it once.
        let mistakes = spec.mistakes_after(mistakes, &given);
        // Readers add where in the file they are; behind our last word that would read like a part of the advice.
        Err(A::Error::custom(format_args!("{}\n", PolicyErrors::from(mistakes))))
    }
}

/// Puts a value under its key, or notes why it cannot be there.
fn read(key: Key, value: ConfigValue, spec: &mut PolicySpec, mistakes: &mut Vec<Mistake>) {
    let span = SpanIndex::default();
    let mut note_shape = |value: &ConfigValue| mistakes.push(Mistake::shape(key, &value.to_string(), None, span));
    match (spec.slot(key), value) {
        (Slot::Code, _) => mistakes.push(Mistake::only_in_code(key, span)),
        (Slot::Seconds(slot), value) => match value.as_seconds() {
            Some(value) => *slot = Some(Seconds { value, span }),
            None => note_shape(&value),
        },
        (Slot::Flag(slot), value) => match value.as_flag() {
            Some(flag) => *slot = Some(Flag::from(flag)),
            None => note_shape(&value),
        },
        (Slot::List(slot), ConfigValue::Text(text)) => *slot = Some(ListValue::of_text(&text)),
        (Slot::List(slot), ConfigValue::List(elements)) => {
            let mut texts: Vec<&str> = Vec::new();
            for element in &elements {
                match element {
                    ConfigValue::Text(text) => texts.push(text),
                    other => note_shape(other),
                }
            }
            // A list in which nothing could be read is not empty besides.
            if elements.is_empty() || !texts.is_empty() {
                *slot = Some(ListValue::of(texts));
            }
        }
        (Slot::List(_), other) => note_shape(&other),
    }
}

/// A value as it stands in a configuration, before it is known whether its key can have it.
enum ConfigValue {
    Text(String),
    Flag(bool),
    Number(i128),
    List(Vec<ConfigValue>),
    /// What no key can have, as a reader would call it.
    Other(String),
}

impl ConfigValue {
    /// Environment variables have numbers and flags as texts.
    fn as_seconds(&self) -> Option<i128> {
        match self {
            Self::Number(seconds) => Some(*seconds),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }
}

impl fmt::Display for ConfigValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::List(_) => f.write_str("a list"),
            Self::Other(what) => f.write_str(what),
        }
    }
}

impl<'de> Deserialize<'de> for ConfigValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ConfigValueVisitor)
    }
}

struct ConfigValueVisitor;

impl<'de> Visitor<'de> for ConfigValueVisitor {
    type Value = ConfigValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a list of strings, a number, `true` or `false`")
    }

    fn visit_str<E>(self, text: &str) -> Result<ConfigValue, E> {
        Ok(ConfigValue::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<ConfigValue, E> {
        Ok(ConfigValue::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<ConfigValue, E> {
        Ok(ConfigValue::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<ConfigValue, E> {
        Ok(ConfigValue::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<ConfigValue, E> {
        // As it was written: `600.0` said to be no `600` would puzzle.
        Ok(ConfigValue::Other(format!("{number:?}")))
    }

    fn visit_unit<E>(self) -> Result<ConfigValue, E> {
        Ok(ConfigValue::Other("null".to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<ConfigValue, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element()? {
            elements.push(element);
        }
        Ok(ConfigValue::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ConfigValue, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(ConfigValue::Other("a table".to_owned()))
    }
}

impl Serialize for PolicyConfig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut spec = self.spec.clone();
        let mut map = serializer.serialize_map(None)?;
        for key in Key::ALL {
            match spec.slot(key) {
                // What does not fit was a mistake already, and is written as the largest that does.
                Slot::Seconds(Some(seconds)) => {
                    map.serialize_entry(key.as_str(), &i64::try_from(seconds.value).unwrap_or(i64::MAX))?;
                }
                // `"*"` is read from a list as well, but the star alone is how it is written.
                Slot::List(Some(list)) if list.is_star() => map.serialize_entry(key.as_str(), "*")?,
                Slot::List(Some(list)) => {
                    let texts: Vec<&str> = list.items.iter().map(|item| item.text.as_str()).collect();
                    map.serialize_entry(key.as_str(), &texts)?;
                }
                Slot::Flag(Some(flag)) => map.serialize_entry(key.as_str(), &flag.value)?,
                Slot::Seconds(None) | Slot::List(None) | Slot::Flag(None) | Slot::Code => {}
            }
        }
        map.end()
    }
}
