//! The policy that users hold: the domain's rules, and the sources of origins that only a running program has.

pub(crate) mod builder;
#[cfg(feature = "serde")]
pub(crate) mod config;
pub(crate) mod constant;
pub(crate) mod named;
pub(crate) mod origin_check;
pub(crate) mod origin_source;
pub(crate) mod shared_origins;

use std::fmt;

use cors_policy::for_macros::{ConstPolicy, ConstText, DynamicSources};
use cors_policy::{Key, OriginSet, Origins, Policy as Built, PolicyKeys, STAR};

use self::builder::PolicyBuilder;
use self::origin_check::BoundCheck;
use self::origin_source::OriginsFrom;

/// A valid CORS policy.
///
/// Made as a constant by [`policy!`](crate::policy!), at run time by [`Policy::builder`], or from a configuration file by
/// `PolicyConfig`. A policy that browsers would refuse, or that should not exist, cannot be made.
///
/// ```
/// use cors_runtime::{Policy, cors, policy};
///
/// /// What our partners may do.
/// const PARTNERS: Policy = policy!(origins = "https://partner.example.com", methods = "GET", max_age = 600);
///
/// // Starts from the shared policy and overrides one key.
/// #[cors(policy = PARTNERS, max_age = 60)]
/// async fn prices() -> &'static str {
///     "[]"
/// }
/// ```
#[derive(Clone)]
pub struct Policy {
    rules: Rules,
    origins_from: Option<OriginsFrom>,
    origins_if: Option<BoundCheck>,
}

/// The keys without the sources of a running program.
// A constant has no heap to keep the larger one on, and policies are moved only while a program starts.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
enum Rules {
    /// A constant, from which other policies can start. It may be partial.
    Constant(ConstPolicy),
    Built(Built),
}

impl Policy {
    /// Builds a policy at run time, from the keys of the attribute.
    pub fn builder() -> PolicyBuilder {
        PolicyBuilder::default()
    }

    /// A policy that was built at run time and has passed validation.
    pub(crate) fn built(rules: Built, origins_from: Option<OriginsFrom>, origins_if: Option<BoundCheck>) -> Self {
        Self { rules: Rules::Built(rules), origins_from, origins_if }
    }

    /// What is wrong with the policy where it must be complete. A policy that was built is complete; a constant may lack keys.
    pub(crate) fn fault_if_whole(&self) -> Option<ConstText> {
        match &self.rules {
            Rules::Constant(rules) => cors_policy::for_macros::fault_if_whole(rules, self.sources()),
            Rules::Built(_) => None,
        }
    }

    /// The rules by which requests are judged, and the sources of a running program.
    pub(crate) fn into_parts(self) -> (Built, Option<OriginsFrom>, Option<BoundCheck>) {
        let rules = match self.rules {
            Rules::Constant(rules) => rules.to_policy(),
            Rules::Built(rules) => rules,
        };
        (rules, self.origins_from, self.origins_if)
    }

    /// Which sources of origins it has beside its lists.
    const fn sources(&self) -> DynamicSources {
        DynamicSources { from: self.origins_from.is_some(), check: self.origins_if.is_some() }
    }
}

impl From<&Policy> for Policy {
    fn from(policy: &Policy) -> Self {
        policy.clone()
    }
}

/// The policy as an attribute would be written: `Policy(origins = "*", methods = "GET", max_age = 600)`.
impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules = match &self.rules {
            Rules::Constant(constant) => &constant.to_policy(),
            Rules::Built(rules) => rules,
        };
        // Taken apart without `..`, so that the compiler names this place when a key is added.
        let PolicyKeys {
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
        } = rules.keys();
        let mut keys: Vec<String> = Vec::new();
        let mut key = |key: Key, value: Option<String>| {
            keys.extend(value.map(|value| format!("{key} = {value}")));
        };
        key(
            Key::Origins,
            origins.as_ref().map(|origins| match origins {
                Origins::Any => quoted_line(STAR),
                Origins::Listed(set) => quoted(set),
            }),
        );
        key(Key::DevOrigins, dev_origins.as_ref().map(quoted));
        key(Key::OriginsFrom, self.origins_from.as_ref().map(|source| format!("{source:?}")));
        key(Key::OriginsIf, self.origins_if.as_ref().map(|_| "…".to_owned()));
        key(Key::Methods, methods.as_ref().map(|methods| quoted_line(methods.named())));
        key(Key::Headers, headers.as_ref().map(|names| quoted_line(names.as_str())));
        key(Key::ExposeHeaders, expose_headers.as_ref().map(|names| quoted_line(names.as_str())));
        key(Key::Credentials, credentials.map(|flag| flag.to_string()));
        key(Key::MaxAge, max_age.as_ref().map(|age| age.seconds().to_string()));
        key(Key::TimingOrigins, timing_origins.as_ref().map(|line| quoted_line(line.as_str())));
        key(Key::Enforce, enforce.map(|flag| flag.to_string()));
        key(Key::AcceptInsecureOrigins, accept_insecure_origins.map(|flag| flag.to_string()));
        key(Key::AcceptPublicSuffixes, accept_public_suffixes.map(|flag| flag.to_string()));
        key(Key::AcceptNullOrigin, accept_null_origin.map(|flag| flag.to_string()));
        write!(f, "Policy({})", keys.join(", "))
    }
}

/// A list of names as a string in source code, where an empty string would be a mistake.
fn quoted_line(line: &str) -> String {
    if line.is_empty() { "[]".to_owned() } else { format!("{line:?}") }
}

/// The origins of a set as a list in source code; of a large one only the first.
fn quoted(set: &OriginSet) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = set.iter().take(SHOWN).map(|origin| format!("{origin:?}")).collect();
    match set.len().checked_sub(SHOWN) {
        None | Some(0) => format!("[{}]", shown.join(", ")),
        Some(more) => format!("[{}, … {more} more]", shown.join(", ")),
    }
}
