//! Origins: as browsers serialise them, as policies list them, and as sets that are searched.

mod entry;
mod flaw;
mod host;
mod index;
mod ip;
mod kind;
mod limits;
mod mend;
mod pattern;
mod punycode;
mod scheme;
mod serialized;
mod set;
mod shape;
mod words;

pub use self::serialized::{Origin, OriginError};
pub use self::set::{ConstantSet, Found, OriginSet, OriginSource, Starred};

pub(crate) use self::entry::Entry;
pub(crate) use self::index::IndexBuilder;
pub(crate) use self::kind::EntryKind;
pub(crate) use self::limits::MAX_ORIGIN;
pub(crate) use self::set::SetBuilder;
