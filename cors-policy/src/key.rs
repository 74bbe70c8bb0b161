//! The keys of a policy: one list for the attribute, `policy!`, the builder and configuration files.

use std::fmt;

/// A key of a policy, as it is written in `#[cors(…)]` and in configuration files.
///
/// ```
/// # use cors_policy as cors_runtime;
/// use cors_runtime::Key;
/// assert_eq!(Key::parse("max_age"), Some(Key::MaxAge));
/// assert_eq!(Key::MaxAge.as_str(), "max_age");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Key {
    /// Who may read.
    Origins,
    /// Who else may read where `debug_assertions` are on.
    DevOrigins,
    /// A set of origins that is known at run time.
    OriginsFrom,
    /// A function of the application that decides about an origin.
    OriginsIf,
    /// The methods a handler serves.
    Methods,
    /// The request headers a preflight admits.
    Headers,
    /// The response headers scripts may read.
    ExposeHeaders,
    /// Whether browsers send cookies and client certificates along.
    Credentials,
    /// How long a preflight's answer may be kept, in seconds.
    MaxAge,
    /// Who may read timing figures.
    TimingOrigins,
    /// Whether other origins' actual requests are stopped before the handler.
    Enforce,
    /// A shared policy to start from.
    Policy,
    /// Admits insecure origins (`http:`) together with credentials.
    AcceptInsecureOrigins,
    /// Admits wildcards right under a public suffix, where anyone may register a name: `https://*.github.io`.
    AcceptPublicSuffixes,
    /// Makes `"null"`, the origin of sandboxed pages, a legal entry of `origins`.
    AcceptNullOrigin,
}

// A key that is missing in `ALL` could not be found by its name. The last key of the enum must be named here.
const _: () = assert!(Key::ALL.len() == Key::AcceptNullOrigin as usize + 1, "`Key::ALL` does not have every key");

impl Key {
    /// Every key, in the order of the documentation.
    pub const ALL: [Self; 15] = [
        Self::Origins,
        Self::DevOrigins,
        Self::OriginsFrom,
        Self::OriginsIf,
        Self::Methods,
        Self::Headers,
        Self::ExposeHeaders,
        Self::Credentials,
        Self::MaxAge,
        Self::TimingOrigins,
        Self::Enforce,
        Self::Policy,
        Self::AcceptInsecureOrigins,
        Self::AcceptPublicSuffixes,
        Self::AcceptNullOrigin,
    ];

    /// The key as a user writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Origins => "origins",
            Self::DevOrigins => "dev_origins",
            Self::OriginsFrom => "origins_from",
            Self::OriginsIf => "origins_if",
            Self::Methods => "methods",
            Self::Headers => "headers",
            Self::ExposeHeaders => "expose_headers",
            Self::Credentials => "credentials",
            Self::MaxAge => "max_age",
            Self::TimingOrigins => "timing_origins",
            Self::Enforce => "enforce",
            Self::Policy => "policy",
            Self::AcceptInsecureOrigins => "danger_accept_insecure_origins",
            Self::AcceptPublicSuffixes => "danger_accept_public_suffixes",
            Self::AcceptNullOrigin => "danger_accept_null_origin",
        }
    }

    /// The key of this name, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.as_str() == name)
    }

    /// What its value is, for readers that must handle every kind of value.
    #[doc(hidden)]
    #[must_use]
    pub const fn value_form(self) -> ValueForm {
        match self {
            Self::OriginsFrom => ValueForm::OriginSource,
            Self::OriginsIf => ValueForm::OriginCheck,
            Self::Policy => ValueForm::SharedPolicy,
            Self::MaxAge => ValueForm::Seconds,
            Self::Credentials
            | Self::Enforce
            | Self::AcceptInsecureOrigins
            | Self::AcceptPublicSuffixes
            | Self::AcceptNullOrigin => ValueForm::Flag,
            Self::Origins
            | Self::DevOrigins
            | Self::Methods
            | Self::Headers
            | Self::ExposeHeaders
            | Self::TimingOrigins => ValueForm::List,
        }
    }

    /// Whether its value names code, which a configuration file cannot do.
    #[must_use]
    pub const fn names_code(self) -> bool {
        match self.value_form() {
            ValueForm::OriginSource | ValueForm::OriginCheck | ValueForm::SharedPolicy => true,
            ValueForm::List | ValueForm::Flag | ValueForm::Seconds => false,
        }
    }
}

/// What a key's value is.
///
/// [`Key`] may grow in any version, so that other crates cannot match all of it. This one is matched whole: a key whose
/// value is of a new kind does not compile until every reader handles it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueForm {
    /// Texts.
    List,
    /// On or off.
    Flag,
    /// A number of seconds.
    Seconds,
    /// The path of a set of origins.
    OriginSource,
    /// The path of a function that is asked about an origin.
    OriginCheck,
    /// The path of a shared policy.
    SharedPolicy,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AsRef<str> for Key {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

/// A key is compared with its name, as a form or a test would.
impl PartialEq<str> for Key {
    fn eq(&self, name: &str) -> bool {
        self.as_str() == name
    }
}

impl PartialEq<&str> for Key {
    fn eq(&self, name: &&str) -> bool {
        self.as_str() == *name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_name() {
        for key in Key::ALL {
            assert_eq!(Key::parse(key.as_str()), Some(key));
        }
    }

    #[test]
    fn a_slip_of_the_pen_finds_its_key() {
        assert_eq!(Key::nearest("orgins"), Some(Key::Origins));
        assert_eq!(Key::nearest("max-age"), Some(Key::MaxAge));
        assert_eq!(Key::nearest("allowed_headers"), Some(Key::Headers));
        assert_eq!(Key::nearest("credential"), Some(Key::Credentials));
        assert_eq!(Key::nearest("allow_origin"), Some(Key::Origins));
        assert_eq!(Key::nearest("colour"), None);
    }
}
