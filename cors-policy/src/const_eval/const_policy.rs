//! A policy as a constant of a program: what the macros write down, in as few words as can be, since each word costs every
//! build.

use super::required_headers::{RequiredHeaders, with_required};
use crate::OriginSet;
use crate::http::field_value::FieldValue;
use crate::origin::{OriginPattern, SetBuilder};
use crate::policy::{
    DeferredFaults, ExposedHeaderNames, MaxAge, Methods, Origins, Policy, PolicyKeys, RequestHeaderNames,
};

/// A valid policy as a constant, of which the macros write only the keys that were given. A list of names is the text that is
/// sent, `*` included.
///
/// ```
/// use cors_policy::for_macros::ConstPolicy;
///
/// static POLICY: ConstPolicy =
///     ConstPolicy { methods: Some(["GET", "GET, HEAD"]), headers: Some("*"), ..ConstPolicy::EMPTY };
/// assert!(POLICY.to_policy().serves(b"HEAD"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ConstPolicy {
    /// Whether `origins` is `"*"`.
    pub everybody: bool,
    /// The listed origins.
    pub origins: Option<&'static [&'static str]>,
    /// The further origins of builds with `debug_assertions`.
    pub dev_origins: Option<&'static [&'static str]>,
    /// The methods that the key names, and these with the HEAD that GET brings.
    pub methods: Option<[&'static str; 2]>,
    /// The request headers.
    pub headers: Option<&'static str>,
    /// The response headers.
    pub expose_headers: Option<&'static str>,
    /// Whether credentials are taken along.
    pub credentials: Option<bool>,
    /// The seconds, as a number and in decimal digits.
    pub max_age: Option<(u32, &'static str)>,
    /// `Timing-Allow-Origin`.
    pub timing_origins: Option<&'static str>,
    /// Whether other origins' actual requests are stopped.
    pub enforce: Option<bool>,
    /// Whether insecure origins may stand beside credentials.
    pub accept_insecure_origins: Option<bool>,
    /// Whether wildcards may stand right under a public suffix.
    pub accept_public_suffixes: Option<bool>,
    /// Whether `null` may be listed.
    pub accept_null_origin: Option<bool>,
    /// What would be wrong with `origins` beside keys of a handler.
    pub deferred_faults: DeferredFaults<&'static str>,
    /// What would be wrong with `dev_origins` beside keys of a handler.
    pub dev_deferred_faults: DeferredFaults<&'static str>,
}

impl ConstPolicy {
    /// A policy without keys.
    pub const EMPTY: Self = Self {
        everybody: false,
        origins: None,
        dev_origins: None,
        methods: None,
        headers: None,
        expose_headers: None,
        credentials: None,
        max_age: None,
        timing_origins: None,
        enforce: None,
        accept_insecure_origins: None,
        accept_public_suffixes: None,
        accept_null_origin: None,
        deferred_faults: DeferredFaults::NONE,
        dev_deferred_faults: DeferredFaults::NONE,
    };

    /// Whether credentials are taken along.
    #[must_use]
    pub const fn takes_credentials(&self) -> bool {
        matches!(self.credentials, Some(true))
    }

    /// The policy of a handler whose extractors require these request headers.
    #[must_use]
    pub fn to_policy_of_handler(&self, extractors: &[RequiredHeaders]) -> Policy {
        let mut policy = self.to_policy();
        policy.keys.headers = with_required(policy.keys.headers, extractors);
        policy
    }

    /// The policy that was written down, without deferred faults: further keys can meet it only in this form.
    #[must_use]
    pub fn to_policy(&self) -> Policy {
        // Taken apart without `..`, so that a new key cannot be forgotten here.
        let Self {
            everybody,
            origins,
            dev_origins,
            methods,
            headers,
            expose_headers,
            credentials,
            max_age,
            timing_origins,
            enforce,
            accept_insecure_origins,
            accept_public_suffixes,
            accept_null_origin,
            deferred_faults: _,
            dev_deferred_faults: _,
        } = *self;
        let keys = PolicyKeys {
            origins: if everybody { Some(Origins::Any) } else { origins.map(|texts| Origins::Listed(set(texts))) },
            dev_origins: dev_origins.map(set),
            methods: methods.map(Methods::of_constant),
            headers: headers.map(RequestHeaderNames::of_constant),
            expose_headers: expose_headers.map(ExposedHeaderNames::of_constant),
            credentials,
            max_age: max_age.map(|(seconds, digits)| MaxAge { seconds, digits: FieldValue::constant(digits) }),
            timing_origins: timing_origins.map(FieldValue::constant),
            enforce,
            accept_insecure_origins,
            accept_public_suffixes,
            accept_null_origin,
        };
        Policy { keys, ..Policy::EMPTY }
    }
}

/// The set of a list that was validated when the program was compiled. Nobody else chose its entries, so no seed is needed.
fn set(texts: &[&str]) -> OriginSet {
    let patterns: Vec<OriginPattern> = texts.iter().filter_map(|text| OriginPattern::of_valid(text)).collect();
    SetBuilder::build(&patterns.iter(), 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::star::{STAR, STAR_AND_AUTHORIZATION};

    #[test]
    fn stars() {
        let headers = |names| ConstPolicy { headers: Some(names), ..ConstPolicy::EMPTY }.to_policy().keys.headers;
        for authorization in [false, true] {
            let names = RequestHeaderNames::Any { authorization };
            let text = if authorization { STAR_AND_AUTHORIZATION } else { STAR };
            assert_eq!(names.as_str(), text);
            assert_eq!(headers(text), Some(names));
        }
        // A name may have the sign as one of its letters.
        let listed = |names| Some(RequestHeaderNames::Listed(FieldValue::constant(names)));
        assert_eq!(headers("*a"), listed("*a"));
        assert_eq!(headers(""), listed(""));
        let policy = ConstPolicy { methods: Some(["*", "*"]), expose_headers: Some("*"), ..ConstPolicy::EMPTY };
        let policy = policy.to_policy();
        assert_eq!(policy.keys.methods, Some(Methods::Any));
        assert_eq!(policy.keys.expose_headers, Some(ExposedHeaderNames::Any));
    }
}
