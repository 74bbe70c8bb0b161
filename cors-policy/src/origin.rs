//! Origins: as browsers serialise them, as policies list them, and as sets that are searched.

mod entry;
mod host;
mod index;
mod ip;
mod serialized;
mod set;

pub use self::serialized::{Origin, OriginError};
pub use self::set::{ConstantSet, Found, OriginSet, OriginSource, Starred};

pub(crate) use self::entry::{Entry, EntryKind};
pub(crate) use self::index::IndexBuilder;
pub(crate) use self::set::SetBuilder;
