//! Mistakes of form: keys that do not exist, and values that their keys cannot have. The front ends find these, since each
//! reads another language; the words are the same for all of them.

use crate::mistake::{Fault, Mistake, MistakeKind};
use crate::{Key, SpanIndex, ValueForm};

/// Why a name or an expression is no value of an attribute's key.
const TEXT_NOT_VALUES: &str = "the attribute sees text, not values";

impl Mistake {
    /// A key that does not exist.
    #[must_use]
    pub fn unknown_key(name: &str, span: SpanIndex) -> Self {
        unknown(name, span, |_| true)
    }

    /// A key that does not exist, in a configuration file: only keys are advised that a file can have.
    #[must_use]
    pub fn unknown_key_of_configuration(name: &str, span: SpanIndex) -> Self {
        unknown(name, span, |key| !key.names_code())
    }

    /// A key whose value names code, in a configuration file.
    #[must_use]
    pub fn only_in_code(key: Key, span: SpanIndex) -> Self {
        Fault::new(
            MistakeKind::UnknownKey,
            format!("`{key}` is a key of source code, not of a configuration"),
            "its value is a path in the program, which a file cannot name",
            IN_A_FILE,
        )
        .at(key, key.as_str(), span)
    }

    /// A key that is there twice.
    #[must_use]
    pub fn repeated_key(key: Key, span: SpanIndex) -> Self {
        Fault::new(
            MistakeKind::RepeatedKey,
            format!("`{key}` is given twice"),
            "only one of the two could count, and a reader cannot see which",
            format!("one `{key}` with everything that is meant"),
        )
        .at(key, key.as_str(), span)
    }

    /// A value without its key; `meant` is the key that this value shows, and the value as it is to be written there.
    #[must_use]
    pub fn value_without_key(text: &str, meant: Option<&(Key, String)>, span: SpanIndex) -> Self {
        let write = match meant {
            Some((key, value)) => format!("{key} = {value}"),
            None => format!("{}, or another key before it", example(Key::Origins)),
        };
        of_form(
            format!("`{text}` has no key"),
            "a policy consists of keys with values, and a value alone does not say what it is for",
            write,
        )
        .at(meant.map_or(Key::Origins, |(key, _)| *key), text, span)
    }

    /// A key right after another one's value.
    #[must_use]
    pub fn missing_comma(name: &str, span: SpanIndex) -> Self {
        of_form(
            format!("a comma is missing before `{name}`"),
            "keys are separated by commas",
            format!("a comma, then `{name}`"),
        )
        .at(Key::parse(name).unwrap_or(Key::Origins), name, span)
    }

    /// Several elements without a comma between them; `meant` is the key with the list that was meant.
    #[must_use]
    pub fn missing_comma_between_elements(key: Key, text: &str, meant: String, span: SpanIndex) -> Self {
        let why = "the elements of a list are separated by commas";
        of_form(format!("a comma is missing in `{text}`"), why, meant).at(key, text, span)
    }

    /// A condition on the sort of build in place of a value; `dev` is what was meant for development, `always` for every
    /// build.
    #[must_use]
    pub fn condition_as_value(key: Key, text: &str, dev: Option<&str>, always: Option<&str>, span: SpanIndex) -> Self {
        let dev = dev.map_or_else(|| example(Key::DevOrigins), |value| format!("{} = {value}", Key::DevOrigins));
        let write = match always {
            Some(value) => format!("{key} = {value}, {dev}"),
            None => dev,
        };
        of_form(
            format!("`{key}` cannot be `{text}`, a condition"),
            "the attribute sees text, not values; `dev_origins` are admitted where debug_assertions are on, and only there",
            write,
        )
        .at(key, text, span)
    }

    /// A comma at the end of a text in source code; `meant` is the text without it.
    #[must_use]
    pub fn comma_at_the_end(key: Key, text: &str, meant: &str, span: SpanIndex) -> Self {
        Fault::new(
            MistakeKind::Empty,
            format!("`{text}` ends in a comma"),
            "a comma stands between two entries, so either one is missing after it or the comma is one too many",
            format!("{key} = {meant:?}"),
        )
        .at(key, text, span)
    }

    /// An attribute among the keys.
    #[must_use]
    pub fn attribute_among_keys(text: &str, span: SpanIndex) -> Self {
        of_form(
            format!("`{text}` is inside the list of keys"),
            "the compiler evaluates conditions on items and not inside the list of an attribute",
            "two attributes above the handler: #[cfg_attr(CONDITION, cors(…))] and #[cfg_attr(not(CONDITION), cors(…))]; \
             for debug_assertions, the key dev_origins",
        )
        .at(Key::Policy, text, span)
    }

    /// A key whose value follows it in another way than by `=`; `meant` is the value that was meant, where it can be read.
    #[must_use]
    pub fn missing_equals(key: Key, text: &str, meant: Option<String>, span: SpanIndex) -> Self {
        of_form(format!("`{key}` is followed by `{text}`"), "a `=` joins a key and its value", with_value(key, meant))
            .at(key, text, span)
    }

    /// A value that has not the form its key asks for; `meant` is the value that was meant, where the front end can read it.
    #[must_use]
    pub fn shape(key: Key, text: &str, meant: Option<String>, span: SpanIndex) -> Self {
        let what =
            if text.is_empty() { format!("`{key}` has no value") } else { format!("`{key}` cannot be `{text}`") };
        let write = with_value(key, meant.or_else(|| value_meant(key, text)));
        of_form(what, format!("`{key}` takes {}", form(key)), write).at(key, text, span)
    }

    /// An expression whose value can be told from its text; `meant` is the key with that value, or the value alone.
    #[must_use]
    pub fn expression(key: Key, text: &str, meant: String, span: SpanIndex) -> Self {
        let what = format!("`{key}` cannot be `{text}`");
        let why = format!("{TEXT_NOT_VALUES}, and `{key}` takes {}", form(key));
        of_form(what, why, meant).at(key, text, span)
    }

    /// The name of a constant in place of a value.
    #[must_use]
    pub fn constant_as_value(key: Key, name: &str, span: SpanIndex) -> Self {
        let what = format!("`{key}` cannot be `{name}`, the name of a constant");
        let last = name.rsplit("::").next().unwrap_or(name);
        let write = format!(
            "policy = {name}, where {last} is a shared policy: const {last}: Policy = policy!({})",
            example(key)
        );
        let write = match key {
            Key::Origins | Key::DevOrigins => {
                format!("{write}; or origins_from = {name}, where {last} is a static OriginSet or SharedOrigins")
            }
            _ => write,
        };
        of_form(what, TEXT_NOT_VALUES, write).at(key, name, span)
    }

    /// An environment variable in place of a value.
    #[must_use]
    pub fn environment_as_value(key: Key, text: &str, span: SpanIndex) -> Self {
        let what = format!("`{key}` cannot be `{text}`, an environment variable");
        match key {
            Key::Origins | Key::DevOrigins | Key::OriginsFrom => of_form(
                what,
                "the attribute sees text, not values; a `static` can read the variable when the program starts",
                "origins_from = ORIGINS, where ORIGINS is a static LazyLock<OriginSet> that parses the variable's text",
            ),
            _ => of_form(
                what,
                "the attribute sees text, not values; only code that runs when the program starts can read the variable",
                format!("{}, or a policy that Policy::builder() makes at run time, given to a CorsLayer", example(key)),
            ),
        }
        .at(key, text, span)
    }
}

/// A fault of a value's form.
fn of_form(what: impl Into<String>, why: impl Into<String>, write: impl Into<String>) -> Fault {
    Fault::new(MistakeKind::Shape, what, why, write)
}

/// What a file can say in place of a key whose value names code.
const IN_A_FILE: &str = "the origins themselves under `origins`; or give this key to the builder, in code";

fn unknown(name: &str, span: SpanIndex, is_possible: fn(Key) -> bool) -> Mistake {
    let meant = Key::nearest(name);
    let write = match meant {
        Some(key) if is_possible(key) => format!("`{key}`"),
        Some(key) => format!("{IN_A_FILE}, as `{key}`"),
        None => {
            let keys = Key::ALL.into_iter().filter(|&key| is_possible(key)).map(|key| format!("`{key}`"));
            format!("one of {}", keys.collect::<Vec<_>>().join(", "))
        }
    };
    Fault::new(
        MistakeKind::UnknownKey,
        format!("there is no key `{name}`"),
        "a key that does nothing would make the policy another one than it seems to be",
        write,
    )
    // An unknown name belongs to no key; it is filed under the one it was most likely meant to be.
    .at(meant.unwrap_or(Key::Policy), name, span)
}

fn with_value(key: Key, meant: Option<String>) -> String {
    meant.map_or_else(|| example(key), |value| format!("{key} = {value}"))
}

/// The value that a text of another form means: `"600"`, `"1h"` and `600.0` are seconds, `"yes"` and `1` are flags.
fn value_meant(key: Key, text: &str) -> Option<String> {
    let text = text.trim_matches('"');
    match key.value_form() {
        ValueForm::Seconds => {
            let whole = text.split_once('.').filter(|(_, part)| part.bytes().all(|byte| byte.is_ascii_digit()));
            seconds_in(whole.map_or(text, |(whole, _)| whole)).map(|seconds| seconds.to_string())
        }
        ValueForm::Flag => flag_in(text).map(|flag| flag.to_string()),
        ValueForm::List => {
            let may_be_empty = matches!(key, Key::Headers | Key::ExposeHeaders);
            (may_be_empty && matches!(text, "null" | "None" | "false")).then(|| "[]".to_owned())
        }
        ValueForm::OriginSource | ValueForm::OriginCheck | ValueForm::SharedPolicy => None,
    }
}

/// The form of a key's values.
fn form(key: Key) -> &'static str {
    match key.value_form() {
        ValueForm::List if key == Key::Methods => "a method, a string or a list of methods",
        ValueForm::List => "a string or a list of strings",
        ValueForm::Flag => "`true` or `false`",
        ValueForm::Seconds => "a whole number of seconds",
        ValueForm::OriginSource => "the path of a `static`",
        ValueForm::OriginCheck => "the path of an `#[origin_check]` function",
        ValueForm::SharedPolicy => "the path of a `Policy`",
    }
}

/// A key with a value of the right form.
fn example(key: Key) -> String {
    let value = match key {
        Key::Origins | Key::TimingOrigins => "\"https://app.example.com\"",
        Key::DevOrigins => "\"http://localhost:*\"",
        Key::Methods => "[GET, POST]",
        Key::Headers => "[\"x-request-id\"]",
        Key::ExposeHeaders => "[\"etag\"]",
        Key::MaxAge => "600",
        Key::Credentials
        | Key::Enforce
        | Key::AcceptInsecureOrigins
        | Key::AcceptPublicSuffixes
        | Key::AcceptNullOrigin => "true",
        Key::OriginsFrom => "ORIGINS",
        Key::OriginsIf => "is_partner",
        Key::Policy => "PARTNERS",
    };
    format!("{key} = {value}")
}

/// The seconds that a text such as `10m` or `1 hour` means; none where it means no whole number of them.
///
/// ```
/// assert_eq!(cors_policy::seconds_in("1h"), Some(3600));
/// assert_eq!(cors_policy::seconds_in("10 minutes"), Some(600));
/// assert_eq!(cors_policy::seconds_in("600"), Some(600));
/// assert_eq!(cors_policy::seconds_in("soon"), None);
/// ```
#[must_use]
pub fn seconds_in(text: &str) -> Option<i128> {
    let text = text.trim();
    let end = text.find(|sign: char| !(sign.is_ascii_digit() || sign == '_')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: i128 = number.replace('_', "").parse().ok()?;
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
        "d" | "day" | "days" => 86_400,
        _ => return None,
    };
    number.checked_mul(unit)
}

/// The flag that a text such as `yes` or `off` means.
///
/// ```
/// assert_eq!(cors_policy::flag_in("yes"), Some(true));
/// assert_eq!(cors_policy::flag_in("0"), Some(false));
/// assert_eq!(cors_policy::flag_in("perhaps"), None);
/// ```
#[must_use]
pub fn flag_in(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        // `include` and `omit` are Fetch's words for credentials.
        "true" | "yes" | "on" | "1" | "y" | "t" | "allow" | "include" | "enabled" => Some(true),
        "false" | "no" | "off" | "0" | "n" | "f" | "deny" | "omit" | "disabled" | "none" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_advised_what_it_can_have() {
        let write = |name| Mistake::unknown_key_of_configuration(name, SpanIndex::default()).fault.write;
        assert!(write("nope").starts_with("one of `origins`, `dev_origins`, `methods`, "), "{}", write("nope"));
        assert!(!write("nope").contains("policy") && !write("nope").contains("origins_if"));
        assert!(write("predicate").ends_with("to the builder, in code, as `origins_if`"), "{}", write("predicate"));
        assert_eq!(write("orgins"), "`origins`");
        assert!(Mistake::unknown_key("nope", SpanIndex::default()).fault.write.contains("`origins_if`"));
    }

    #[test]
    fn the_value_that_was_meant() {
        for (key, text, meant) in [
            (Key::MaxAge, "\"600\"", Some("600")),
            (Key::MaxAge, "\"1h\"", Some("3600")),
            (Key::MaxAge, "600.0", Some("600")),
            (Key::MaxAge, "10m", Some("600")),
            (Key::MaxAge, "\"soon\"", None),
            (Key::Enforce, "\"yes\"", Some("true")),
            (Key::Credentials, "0", Some("false")),
            (Key::ExposeHeaders, "null", Some("[]")),
            (Key::Origins, "7", None),
        ] {
            assert_eq!(value_meant(key, text).as_deref(), meant, "{key} = {text}");
        }
    }
}
