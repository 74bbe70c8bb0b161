//! Where the library is in the user's program: `crate = path` says it, or the manifest does.

mod crate_key;
mod crate_name;
mod manifest;

pub(crate) use self::crate_key::read;
pub(crate) use self::crate_name::path;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// The module of the library that the macros write names of. Its name carries the version, which the two crates share.
pub(crate) fn private(library: &TokenStream) -> TokenStream {
    let version = env!("CARGO_PKG_VERSION").replace('.', "_");
    let module = Ident::new(&format!("__private_{version}"), Span::call_site());
    quote!(#library::#module)
}
