//! Origins: as browsers serialise them, as policies list them, and as sets that are searched.

mod entry;
mod flaw;
mod host;
mod index;
mod ip;
mod mend;
mod pattern;
mod scheme;
mod serialized;
mod set;

pub use self::serialized::{Origin, OriginError};
pub use self::set::{ConstantSet, Found, OriginSet, OriginSource, Starred};

pub(crate) use self::entry::{Entry, EntryKind};
pub(crate) use self::host::MAX_LABEL;
pub(crate) use self::index::IndexBuilder;
pub(crate) use self::serialized::MAX_ORIGIN;
pub(crate) use self::set::SetBuilder;
