//! Origins: as browsers serialise them, as policies list them, and as sets that are searched.

mod flaw;
mod host;
mod index;
mod ip;
mod kind;
mod limits;
mod mend;
mod parts;
mod pattern;
pub(crate) mod punycode;
mod scheme;
mod serialized;
mod set;
mod shape;
mod wildcard;
mod words;

pub use self::limits::default_port;
pub use self::serialized::{Origin, OriginError};
pub use self::set::{Match, OriginSet, OriginSource};

pub(crate) use self::host::is_localhost;
pub(crate) use self::index::Index;
pub(crate) use self::kind::{PatternKind, PatternPort};
pub(crate) use self::limits::MAX_ORIGIN;
pub(crate) use self::parts::OriginParts;
pub(crate) use self::pattern::OriginPattern;
pub(crate) use self::set::SetBuilder;
