//! The name under which the user's crate knows `cors-runtime`.
//!
//! An attribute has no `$crate`, so the manifest is asked: `cors = { package = "cors-runtime", … }` renames it. Only that
//! one entry is looked for; a whole TOML parser would cost more to build than the rest of this crate.

use std::path::Path;
use std::sync::OnceLock;
use std::{env, fs};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

const PACKAGE: &str = "cors-runtime";

/// The path of the crate in the user's source.
pub(crate) fn path() -> TokenStream {
    static NAME: OnceLock<String> = OnceLock::new();
    let name = NAME.get_or_init(|| {
        let manifest = env::var("CARGO_MANIFEST_DIR").ok().and_then(|dir| {
            let dir = Path::new(&dir);
            let manifest = fs::read_to_string(dir.join("Cargo.toml")).ok()?;
            renamed_in(&manifest).or_else(|| inherited_name(dir, &manifest))
        });
        manifest.unwrap_or_else(|| PACKAGE.to_owned()).replace('-', "_")
    });
    let name = Ident::new(name, Span::call_site());
    quote!(::#name)
}

/// A dependency taken over from the workspace may be renamed there.
fn inherited_name(dir: &Path, manifest: &str) -> Option<String> {
    dir.ancestors().skip(1).find_map(|dir| {
        let workspace = fs::read_to_string(dir.join("Cargo.toml")).ok()?;
        let name = renamed_in(&workspace)?;
        dependencies(manifest).any(|(dependency, _)| dependency == name).then_some(name)
    })
}

fn renamed_in(manifest: &str) -> Option<String> {
    dependencies(manifest).find_map(|(name, value)| renames(value).then(|| name.to_owned()))
}

/// Whether a dependency's value has `package = "cors-runtime"`.
fn renames(value: &str) -> bool {
    value.split("package").skip(1).any(|after| {
        let after = after.trim_start();
        after.strip_prefix('=').is_some_and(|value| {
            let value = value.trim_start();
            [format!("\"{PACKAGE}\""), format!("'{PACKAGE}'")].iter().any(|name| value.starts_with(name))
        })
    })
}

/// The dependencies of a manifest: each name with the text of its value, be it inline or a table of its own.
fn dependencies(manifest: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut table = Table::Other;
    manifest.lines().map(str::trim).filter_map(move |line| {
        if line.starts_with('[') {
            table = Table::of(line.trim_matches(['[', ']', ' ']));
            return None;
        }
        match table {
            Table::Dependencies => {
                let (name, value) = line.split_once('=')?;
                Some((name.trim().trim_matches(['"', '\'']), value))
            }
            Table::Dependency(name) => Some((name, line)),
            Table::Other => None,
        }
    })
}

#[derive(Clone, Copy)]
enum Table<'a> {
    /// `[dependencies]`, also of a target or of the workspace.
    Dependencies,
    /// `[dependencies.name]`.
    Dependency(&'a str),
    Other,
}

impl<'a> Table<'a> {
    fn of(header: &'a str) -> Self {
        let (before, last) = header.rsplit_once('.').unwrap_or(("", header));
        if last.ends_with("dependencies") {
            Self::Dependencies
        } else if before.ends_with("dependencies") {
            Self::Dependency(last.trim_matches(['"', '\'']))
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_are_found() {
        for manifest in [
            "[dependencies]\ncors = { package = \"cors-runtime\", version = \"0.1\" }",
            "[dependencies]\ncors = { path = \"..\", package='cors-runtime' }",
            "[dependencies.cors]\nversion = \"0.1\"\npackage = \"cors-runtime\"",
            "[target.'cfg(unix)'.dependencies]\ncors = { package = \"cors-runtime\" }",
            "[workspace.dependencies]\ncors = { package = \"cors-runtime\" }",
            "[dev-dependencies]\n\"cors\" = { package = \"cors-runtime\" }",
        ] {
            assert_eq!(renamed_in(manifest).as_deref(), Some("cors"), "{manifest}");
        }
    }

    #[test]
    fn other_entries_are_passed_over() {
        for manifest in [
            "[package]\nname = \"cors-runtime\"",
            "[dependencies]\ncors-runtime = \"0.1\"",
            "[dependencies]\ncors = { package = \"cors-runtime-extra\" }",
            "[features]\ncors = [\"package = cors-runtime\"]",
        ] {
            assert_eq!(renamed_in(manifest), None, "{manifest}");
        }
    }
}
