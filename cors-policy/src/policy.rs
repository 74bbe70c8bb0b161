//! A policy that has passed validation: whatever this type holds may exist.

use crate::http::field_value::FieldValue;
use crate::http::method_bits::MethodBits;
use crate::http::star::{STAR, STAR_AND_AUTHORIZATION, is_star, star_is_method};
use crate::http::token::is_token;
use crate::origin::OriginSet;

/// A valid policy, as the rules see it. A partial one (made by `policy!`) leaves keys out for a handler to add.
///
/// Its fields are private, so that none is made but by [`PolicySpec::validate`](crate::PolicySpec::validate), or from the
/// constant that the macros wrote down after it. [`keys`](Self::keys) shows all of it. The default has no keys.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    pub(crate) keys: PolicyKeys,
    pub(crate) deferred_faults: DeferredFaults,
    pub(crate) dev_deferred_faults: DeferredFaults,
}

/// The value of each key of a policy.
///
/// Whoever lists the keys takes this apart without `..`: then the compiler names each such place when a key is added.
#[derive(Clone, Debug, Default)]
pub struct PolicyKeys {
    /// Who may read.
    pub origins: Option<Origins>,
    /// Who else may read in builds with `debug_assertions`.
    pub dev_origins: Option<OriginSet>,
    /// The methods that a preflight admits.
    pub methods: Option<Methods>,
    /// The request headers that a preflight admits.
    pub headers: Option<RequestHeaderNames>,
    /// The response headers that scripts may read.
    pub expose_headers: Option<ExposedHeaderNames>,
    /// Whether credentials are taken along.
    pub credentials: Option<bool>,
    /// How long browsers may keep a preflight's answer.
    pub max_age: Option<MaxAge>,
    /// The value of `Timing-Allow-Origin`.
    pub timing_origins: Option<FieldValue>,
    /// Whether actual requests of other origins are stopped before the handler.
    pub enforce: Option<bool>,
    /// Whether insecure origins (`http:`) may stand beside credentials.
    pub accept_insecure_origins: Option<bool>,
    /// Whether wildcards may stand right under a public suffix.
    pub accept_public_suffixes: Option<bool>,
    /// Whether `null` may be listed.
    pub accept_null_origin: Option<bool>,
}

/// Who may read.
// A policy holds one of these and is moved only while it is made, so a box would save nothing.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Origins {
    /// `"*"`: everybody.
    Any,
    /// The pages of these origins.
    Listed(OriginSet),
}

/// The methods that a preflight admits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Methods {
    /// `"*"`: all but OPTIONS.
    Any,
    /// The methods on these lists.
    Listed {
        /// The methods that the key names.
        named: FieldValue,
        /// The named methods and the HEAD that GET brings: what `Access-Control-Allow-Methods` says.
        allowed: FieldValue,
    },
}

impl Methods {
    /// Reads the two lists of a constant.
    pub(crate) fn of_constant([named, allowed]: [&'static str; 2]) -> Self {
        if is_star(named) {
            return Self::Any;
        }
        Self::Listed { named: FieldValue::constant(named), allowed: FieldValue::constant(allowed) }
    }

    /// The methods that the key names, as a list; `*` for all.
    #[must_use]
    pub fn named(&self) -> &str {
        match self {
            Self::Any => STAR,
            Self::Listed { named, .. } => named.as_str(),
        }
    }

    /// The methods that a preflight admits, as a list; `*` for all.
    #[must_use]
    pub fn allowed(&self) -> &str {
        match self {
            Self::Any => STAR,
            Self::Listed { allowed, .. } => allowed.as_str(),
        }
    }

    /// The common ones among the methods that a preflight admits.
    #[must_use]
    pub fn bits(&self) -> MethodBits {
        match self {
            Self::Any => MethodBits::STAR,
            Self::Listed { allowed, .. } => MethodBits::on(allowed.as_str()),
        }
    }
}

/// The request headers that a preflight admits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestHeaderNames {
    /// `"*"`: all, but `authorization` only where it is listed beside (Fetch, "CORS non-wildcard request-header name").
    Any {
        /// Whether `authorization` is listed beside.
        authorization: bool,
    },
    /// The headers of these names, which are in lower case.
    Listed(FieldValue),
}

impl RequestHeaderNames {
    /// Reads the list of a constant.
    pub(crate) fn of_constant(names: &'static str) -> Self {
        match names.as_bytes() {
            b"*" => Self::Any { authorization: false },
            b"*, authorization" => Self::Any { authorization: true },
            _ => Self::Listed(FieldValue::constant(names)),
        }
    }

    /// The value of `Access-Control-Allow-Headers` without credentials.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Any { authorization: false } => STAR,
            Self::Any { authorization: true } => STAR_AND_AUTHORIZATION,
            Self::Listed(names) => names.as_str(),
        }
    }
}

/// The response headers that scripts may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExposedHeaderNames {
    /// `"*"`: all.
    Any,
    /// The headers of these names, which are in lower case.
    Listed(FieldValue),
}

impl ExposedHeaderNames {
    /// Reads the list of a constant.
    pub(crate) fn of_constant(names: &'static str) -> Self {
        if is_star(names) {
            return Self::Any;
        }
        Self::Listed(FieldValue::constant(names))
    }

    /// The value of `Access-Control-Expose-Headers`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Any => STAR,
            Self::Listed(names) => names.as_str(),
        }
    }
}

/// How long browsers may keep a preflight's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaxAge {
    pub(crate) seconds: u32,
    pub(crate) digits: FieldValue,
}

impl MaxAge {
    /// The time in seconds.
    #[must_use]
    pub const fn seconds(&self) -> u32 {
        self.seconds
    }

    /// The value of `Access-Control-Max-Age`: the seconds in decimal digits.
    #[must_use]
    pub const fn digits(&self) -> &FieldValue {
        &self.digits
    }
}

/// What would be wrong with a list of origins under a condition that only the other keys decide.
///
/// A shared policy is checked without the keys of the handlers that start from it. So a sentence about the first offending
/// origin is kept for each condition, and reported where the keys that meet it are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeferredFaults<Text = FieldValue> {
    /// `null` is listed: a fault without `danger_accept_null_origin`.
    pub null: Option<Text>,
    /// A wildcard inside a label right under a public suffix is listed: a fault without `danger_accept_public_suffixes`.
    pub label_under_suffix: Option<Text>,
    /// An insecure origin is listed: a fault with credentials, and without `danger_accept_insecure_origins`.
    pub insecure: Option<Text>,
    /// `*.` right under a public suffix is listed: a fault with credentials, and without `danger_accept_public_suffixes`.
    pub subdomains_under_suffix: Option<Text>,
}

impl Policy {
    /// The value of every key.
    #[must_use]
    pub const fn keys(&self) -> &PolicyKeys {
        &self.keys
    }

    /// What would be wrong with `origins` beside keys of a handler.
    #[must_use]
    pub const fn deferred_faults(&self) -> &DeferredFaults {
        &self.deferred_faults
    }

    /// What would be wrong with `dev_origins` beside keys of a handler.
    #[must_use]
    pub const fn dev_deferred_faults(&self) -> &DeferredFaults {
        &self.dev_deferred_faults
    }

    /// The policy for a handler that starts from no other: nothing is deferred, since its keys are complete.
    #[must_use]
    pub fn without_deferred_faults(self) -> Self {
        Self { deferred_faults: DeferredFaults::NONE, dev_deferred_faults: DeferredFaults::NONE, ..self }
    }

    /// The policy of a release build. The list of `dev_origins` is then empty and not absent, so that a policy does not lack
    /// origins in a release build only.
    #[must_use]
    pub fn without_dev_origins(mut self) -> Self {
        self.keys.dev_origins = self.keys.dev_origins.map(|_| OriginSet::EMPTY);
        self
    }

    /// Whether credentials are taken along.
    #[must_use]
    pub const fn takes_credentials(&self) -> bool {
        matches!(self.keys.credentials, Some(true))
    }

    /// Whether everybody may read, so that no answer depends on the request's origin.
    #[must_use]
    pub const fn admits_everybody(&self) -> bool {
        matches!(self.keys.origins, Some(Origins::Any))
    }

    /// Whether a preflight for this method is admitted.
    #[must_use]
    pub fn serves(&self, method: &[u8]) -> bool {
        match &self.keys.methods {
            None => false,
            Some(Methods::Any) => star_is_method(method) && is_token(method),
            Some(Methods::Listed { allowed, .. }) => allowed.contains(method),
        }
    }
}

impl<Text> DeferredFaults<Text> {
    /// A list with which nothing can be wrong later.
    pub const NONE: Self = Self { null: None, label_under_suffix: None, insecure: None, subdomains_under_suffix: None };
}

impl<Text> Default for DeferredFaults<Text> {
    fn default() -> Self {
        Self::NONE
    }
}
