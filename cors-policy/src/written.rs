//! A policy as a program holds it: what the macros write down, in as few words as can be, since each costs every build.

use crate::origin::ConstantSet;
use crate::policy::{ExposedHeaderNames, Hazards, MaxAge, Methods, Origins, Policy, RequestHeaderNames};
use crate::{FieldLine, OriginSet};

/// A valid policy as plain constants, of which only the keys that were given are written. Lines of names stand as they are
/// sent, `*` included.
///
/// ```
/// use cors_policy::{Policy, Written};
///
/// static RULES: Written = Written { methods: Some(["GET", "GET, HEAD"]), headers: Some("*"), ..Written::EMPTY };
/// assert!(Policy::written(&RULES).serves(b"HEAD"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// Whether `origins` is `"*"`.
    pub everybody: bool,
    /// The listed origins.
    pub origins: Option<ConstantSet>,
    /// Those of builds with `debug_assertions`.
    pub dev_origins: Option<ConstantSet>,
    /// The methods that were named, and the same with the HEAD that GET brings.
    pub methods: Option<[&'static str; 2]>,
    /// The request headers.
    pub headers: Option<&'static str>,
    /// The response headers.
    pub expose_headers: Option<&'static str>,
    /// Whether credentials are taken along.
    pub credentials: Option<bool>,
    /// Seconds, and the same in decimal digits.
    pub max_age: Option<(u32, &'static str)>,
    /// `Timing-Allow-Origin`.
    pub timing_origins: Option<&'static str>,
    /// Whether other origins' actual requests are stopped.
    pub enforce: Option<bool>,
    /// The door for insecure origins.
    pub accept_insecure_origins: Option<bool>,
    /// The door for wildcards right under a public suffix.
    pub accept_public_suffixes: Option<bool>,
    /// The door for `null`.
    pub accept_null_origin: Option<bool>,
    /// What the origins would need a door or the absence of credentials for.
    pub hazards: Hazards<&'static str>,
    /// The same for `dev_origins`.
    pub dev_hazards: Hazards<&'static str>,
}

impl Written {
    /// A policy that says nothing.
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
        hazards: Hazards::NONE,
        dev_hazards: Hazards::NONE,
    };

    /// The listed request headers; none where the key is not given.
    #[must_use]
    pub const fn listed_headers(&self) -> &'static str {
        match self.headers {
            Some(line) => line,
            None => "",
        }
    }

    /// Whether credentials are taken along.
    #[must_use]
    pub const fn takes_credentials(&self) -> bool {
        matches!(self.credentials, Some(true))
    }
}

impl Policy {
    /// A policy that says nothing.
    pub const EMPTY: Self = Self::written(&Written::EMPTY);

    /// The policy that was written down, without notes on what it may not meet: other keys meet it only as it is written.
    #[must_use]
    pub const fn written(written: &Written) -> Self {
        Self {
            origins: match written.origins {
                _ if written.everybody => Some(Origins::Any),
                Some(set) => Some(Origins::Listed(OriginSet::constant(set))),
                None => None,
            },
            dev_origins: match written.dev_origins {
                Some(set) => Some(OriginSet::constant(set)),
                None => None,
            },
            methods: match written.methods {
                Some([named, allowed]) => Some(match named.as_bytes() {
                    b"*" => Methods::Any,
                    _ => Methods::Listed { named: FieldLine::constant(named), allowed: FieldLine::constant(allowed) },
                }),
                None => None,
            },
            headers: match written.headers {
                Some(names) => Some(match names.as_bytes() {
                    b"*" => RequestHeaderNames::Any { authorization: false },
                    b"*, authorization" => RequestHeaderNames::Any { authorization: true },
                    _ => RequestHeaderNames::Listed(FieldLine::constant(names)),
                }),
                None => None,
            },
            expose_headers: match written.expose_headers {
                Some(names) => Some(match names.as_bytes() {
                    b"*" => ExposedHeaderNames::Any,
                    _ => ExposedHeaderNames::Listed(FieldLine::constant(names)),
                }),
                None => None,
            },
            credentials: written.credentials,
            max_age: match written.max_age {
                Some((seconds, digits)) => Some(MaxAge { seconds, digits: FieldLine::constant(digits) }),
                None => None,
            },
            timing_origins: line(written.timing_origins),
            enforce: written.enforce,
            accept_insecure_origins: written.accept_insecure_origins,
            accept_public_suffixes: written.accept_public_suffixes,
            accept_null_origin: written.accept_null_origin,
            hazards: Hazards::NONE,
            dev_hazards: Hazards::NONE,
        }
    }
}

const fn line(line: Option<&'static str>) -> Option<FieldLine> {
    match line {
        Some(line) => Some(FieldLine::constant(line)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars() {
        let written = |names| Policy::written(&Written { headers: Some(names), ..Written::EMPTY }).headers;
        assert_eq!(written("*"), Some(RequestHeaderNames::Any { authorization: false }));
        assert_eq!(written("*, authorization"), Some(RequestHeaderNames::Any { authorization: true }));
        // `*` is a letter of names, too.
        let listed = |names| Some(RequestHeaderNames::Listed(FieldLine::constant(names)));
        assert_eq!(written("*a"), listed("*a"));
        assert_eq!(written(""), listed(""));
        let written = Written { methods: Some(["*", "*"]), expose_headers: Some("*"), ..Written::EMPTY };
        let policy = Policy::written(&written);
        assert_eq!(policy.methods, Some(Methods::Any));
        assert_eq!(policy.expose_headers, Some(ExposedHeaderNames::Any));
    }
}
