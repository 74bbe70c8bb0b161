//! Where the library is in the user's program: `crate = path` says it, or the manifest does.

mod crate_key;
mod crate_name;
mod manifest;

pub(crate) use self::crate_key::read;
pub(crate) use self::crate_name::path;
