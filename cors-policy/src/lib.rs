//! The rules of CORS policies: what may be written, what it means, and whom it admits.
//!
//! This crate knows no web framework, and the macros and the run-time library both stand on it, so every rule exists
//! once. Use it through `cors-runtime`.
//!
//! A policy goes through in one direction: [`PolicySpec`] (what was written) → [`PolicySpec::validate`] (what is wrong
//! with it) → [`Policy`] (what may exist) → [`OriginSet::find`] and [`Policy::serves`] (whom it admits).
#![forbid(unsafe_code)]

mod const_text;
mod covers;
mod field_line;
mod key;
mod known_methods;
mod merge;
mod method_names;
mod mistake;
mod nearest;
mod needed;
mod origin;
mod policy;
mod public_suffix;
mod refusal;
mod served;
mod spec;
mod synonyms;
mod token;
mod validate;
mod written;

pub use self::const_text::ConstText;
pub use self::field_line::FieldLine;
pub use self::key::{Key, ValueForm};
pub use self::known_methods::KnownMethods;
pub use self::merge::{Sources, clash, merge, objection};
pub use self::mistake::{Mistake, MistakeKind, Place, PolicyErrors};
pub use self::needed::{Admitted, Needed, name_headers};
pub use self::origin::{ConstantSet, Found, Origin, OriginError, OriginSet, OriginSource, Starred};
pub use self::policy::{ExposedHeaderNames, Hazards, MaxAge, Methods, Origins, Policy, RequestHeaderNames};
pub use self::refusal::{NearMiss, Refusal, Shown};
pub use self::served::{Conflict, Served, conflict, no_conflict};
pub use self::spec::{Flag, ListEntry, Listing, PolicySpec, Seconds, Stage, Standing};
pub use self::token::is_token;
pub use self::validate::{OriginSetBuilder, flag_in, seconds_in};
pub use self::written::Written;
