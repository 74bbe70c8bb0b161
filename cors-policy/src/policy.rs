//! A policy that has been judged: whatever this type holds may exist.

use crate::{FieldLine, OriginSet, is_token};

/// A valid policy, as the rules see it. Partial ones (made by `policy!`) leave keys out for a handler to add.
///
/// The fields are for the macros to write down as constants. Made any other way than by validation, a policy may be one
/// that browsers refuse.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools)]
pub struct Policy {
    /// Who may read.
    pub origins: Option<Origins>,
    /// Who else may read in builds with `debug_assertions`.
    pub dev_origins: Option<OriginSet>,
    /// The methods a preflight admits.
    pub methods: Option<Methods>,
    /// The request headers a preflight admits.
    pub headers: Option<RequestHeaderNames>,
    /// The response headers scripts may read.
    pub expose_headers: Option<ExposedHeaderNames>,
    /// Whether credentials are taken along.
    pub credentials: Option<bool>,
    /// How long a preflight's answer may be kept.
    pub max_age: Option<MaxAge>,
    /// `Timing-Allow-Origin`, as it is sent.
    pub timing_origins: Option<FieldLine>,
    /// Whether other origins' actual requests are stopped.
    pub enforce: Option<bool>,
    /// The door for insecure origins.
    pub accept_insecure_origins: Option<bool>,
    /// The door for wildcards right under a public suffix.
    pub accept_public_suffixes: Option<bool>,
    /// The door for `null`.
    pub accept_null_origin: Option<bool>,
    /// What the origins would need a door or the absence of credentials for.
    pub hazards: Hazards,
    /// The same for `dev_origins`.
    pub dev_hazards: Hazards,
}

/// Who may read.
#[derive(Clone, Debug)]
pub enum Origins {
    /// `"*"`: everybody.
    Any,
    /// These.
    Listed(OriginSet),
}

/// The methods a preflight admits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Methods {
    /// `"*"`: all but OPTIONS.
    Any,
    /// These.
    Listed {
        /// The methods that were written down.
        named: FieldLine,
        /// The same with the HEAD that GET brings: what `Access-Control-Allow-Methods` says.
        allowed: FieldLine,
    },
}

/// The request headers a preflight admits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestHeaderNames {
    /// `"*"`: all, but `authorization` only where it is listed beside (Fetch, "CORS non-wildcard request-header name").
    Any {
        /// Whether `authorization` is listed beside.
        authorization: bool,
    },
    /// These, in lower case.
    Listed(FieldLine),
}

/// The response headers scripts may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExposedHeaderNames {
    /// `"*"`: all.
    Any,
    /// These, in lower case.
    Listed(FieldLine),
}

impl ExposedHeaderNames {
    /// The value of `Access-Control-Expose-Headers`.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match self {
            Self::Any => "*",
            Self::Listed(line) => line.as_str(),
        }
    }
}

/// How long a preflight's answer may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaxAge {
    /// Seconds.
    pub seconds: u32,
    /// The same in decimal digits, as they are sent.
    pub digits: FieldLine,
}

/// A sentence about the first entry of a list that is admissible only under a condition, for each such condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hazards<Line = FieldLine> {
    /// `null`, which needs its door.
    pub null: Option<Line>,
    /// A wildcard inside a label right under a public suffix, which needs its door.
    pub label_under_suffix: Option<Line>,
    /// An insecure origin, which needs its door where there are credentials.
    pub insecure: Option<Line>,
    /// `*.` right under a public suffix, which needs its door where there are credentials.
    pub subdomains_under_suffix: Option<Line>,
}

impl Policy {
    /// Whether credentials are taken along.
    #[must_use]
    pub const fn takes_credentials(&self) -> bool {
        matches!(self.credentials, Some(true))
    }

    /// Whether everybody may read, so that no answer depends on the request's origin.
    #[must_use]
    pub const fn admits_everybody(&self) -> bool {
        matches!(self.origins, Some(Origins::Any))
    }

    /// Whether a method is one the policy's handler serves.
    #[must_use]
    pub fn serves(&self, method: &[u8]) -> bool {
        match &self.methods {
            None => false,
            Some(Methods::Any) => method != b"OPTIONS" && is_token(method),
            Some(Methods::Listed { allowed, .. }) => allowed.contains(method),
        }
    }
}

impl<Line> Hazards<Line> {
    /// A list without such entries.
    pub const NONE: Self = Self { null: None, label_under_suffix: None, insecure: None, subdomains_under_suffix: None };
}

impl<Line> Default for Hazards<Line> {
    fn default() -> Self {
        Self::NONE
    }
}
