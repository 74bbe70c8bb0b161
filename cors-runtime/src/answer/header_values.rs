//! The header values of a policy: how each is made, and those that are the same in every answer.

use cors_policy::{ExposedHeaderNames, FieldValue, Methods, Policy, RequestHeaderNames};
use http::header::HeaderValue;

pub(crate) const STAR: HeaderValue = HeaderValue::from_static(cors_policy::STAR);
pub(crate) const TRUE: HeaderValue = HeaderValue::from_static("true");

/// How the header value of a text is made. The texts of a valid policy are made of tokens, origins and digits, which header
/// values can always hold.
pub(crate) type MakeValue = fn(&str) -> Option<HeaderValue>;

/// A value that is never freed, for the policies of handlers: each is made once and lives as long as the program. Cloning such
/// a value counts nothing, so no two cores wait for each other.
pub(crate) fn value_for_ever(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok().map(|_| HeaderValue::from_static(text.to_owned().leak()))
}

/// A value that is freed with the last answer that has it, for policies that a running program may replace.
pub(crate) fn value_while_used(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok()
}

/// The values of the headers that are the same in every answer.
#[derive(Debug)]
pub(crate) struct HeaderValues {
    pub(crate) allow_methods: Option<HeaderValue>,
    pub(crate) allow_headers: Option<HeaderValue>,
    pub(crate) expose_headers: Option<HeaderValue>,
    pub(crate) max_age: Option<HeaderValue>,
    pub(crate) timing_allow_origin: Option<HeaderValue>,
}

impl HeaderValues {
    pub(crate) fn of(rules: &Policy, value: MakeValue) -> Self {
        // With credentials `*` would be read as a method or a header of that name; those asked for are sent back.
        let star = !rules.takes_credentials();
        let keys = rules.keys();
        let methods = keys.methods.as_ref().filter(|methods| star || **methods != Methods::Any);
        let headers = keys.headers.as_ref().filter(|names| star || !matches!(names, RequestHeaderNames::Any { .. }));
        let value = |text: Option<&str>| text.filter(|text| !text.is_empty()).and_then(value);
        Self {
            allow_methods: value(methods.map(Methods::allowed)),
            allow_headers: value(headers.map(RequestHeaderNames::as_str)),
            expose_headers: value(keys.expose_headers.as_ref().map(ExposedHeaderNames::as_str)),
            max_age: value(keys.max_age.as_ref().map(|max_age| max_age.digits().as_str())),
            timing_allow_origin: value(keys.timing_origins.as_ref().map(FieldValue::as_str)),
        }
    }
}
