//! The rules of CORS policies: what may be written, what it means, and whom it admits.
//!
//! This crate knows no web framework. The macros and the run-time library both build on it, so every rule exists once. Use it
//! through `cors-runtime`.
//!
//! A policy goes through in one direction: [`PolicySpec`] (what was written) → [`PolicySpec::validate`] (what is wrong
//! with it) → [`Policy`] (what may exist) → [`OriginSet::find`] and [`Policy::serves`] (whom it admits).
#![forbid(unsafe_code)]

mod const_eval;
mod http;
mod key;
mod mistake;
mod nearest;
mod origin;
mod policy;
mod public_suffix;
mod refusal;
mod spec;
mod synonyms;
mod validate;

pub use self::http::field_value::FieldValue;
pub use self::http::list::{has_name, names};
pub use self::http::method_bits::MethodBits;
pub use self::http::method_names::COMMON_METHODS;
pub use self::http::star::{STAR, STAR_AND_AUTHORIZATION};
pub use self::http::token::is_token;
pub use self::key::{Key, ValueForm};
pub use self::mistake::{Mistake, MistakeKind, PolicyErrors, SpanIndex};
pub use self::origin::{Match, Origin, OriginError, OriginSet, OriginSource, default_port};
pub use self::policy::{ExposedHeaderNames, MaxAge, Methods, Origins, Policy, PolicyKeys, RequestHeaderNames};
pub use self::refusal::{Escaped, NearMiss, Refusal};
pub use self::spec::{Completeness, Flag, ListItem, ListValue, PolicySpec, Seconds, Slot, Stage};
pub use self::validate::{OriginSetBuilder, flag_in, seconds_in};

/// What the macros write into programs: the only way to a policy beside its validation, which the macros have run before.
#[doc(hidden)]
pub mod for_macros {
    pub use crate::const_eval::const_policy::ConstPolicy;
    pub use crate::const_eval::merge::{DynamicSources, fault_if_partial, fault_if_whole, merge};
    pub use crate::const_eval::method_conflict::{MountedMethods, method_conflict, no_method_conflict};
    pub use crate::const_eval::required_headers::{RequiredHeaders, check_header_names};
    pub use crate::const_eval::text::ConstText;
    pub use crate::policy::DeferredFaults;
}
