//! A value of a configuration, as the file has it: judged later, beside all others.

use std::fmt;

use cors_policy::{Listing, Place};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What stands under a key.
pub(super) enum Value {
    Text(String),
    List(Vec<Value>),
    Number(i128),
    Flag(bool),
    /// What no key takes, as a reader is told of it.
    Other(String),
}

impl Value {
    /// The value as a list, or the text of what is none.
    pub(super) fn listing(self) -> Result<Listing, String> {
        let texts = match self {
            Self::Text(text) => return Ok(Listing::from_commas(&text, Place::default())),
            Self::List(values) => values.into_iter().map(|value| match value {
                Self::Text(text) => Ok(text),
                other => Err(other.to_string()),
            }),
            other => return Err(other.to_string()),
        };
        texts.collect::<Result<Vec<String>, String>>().map(Listing::of)
    }

    /// The value as a flag, which environment variables have as a text, or the text of what is none.
    pub(super) fn flag(self) -> Result<bool, String> {
        match self {
            Self::Flag(flag) => Ok(flag),
            Self::Text(text) => text.parse().map_err(|_| text),
            other => Err(other.to_string()),
        }
    }

    /// The value as a number, which environment variables have as a text, or the text of what is none.
    pub(super) fn number(self) -> Result<i128, String> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Text(text) => text.parse().map_err(|_| text),
            other => Err(other.to_string()),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Other(text) => f.write_str(text),
            Self::List(_) => f.write_str("[…]"),
            Self::Number(number) => number.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a list of strings, a number, `true` or `false`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Other(number.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Other("null".to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other("{…}".to_owned()))
    }
}
