//! The name under which the user's crate knows `cors-runtime`.
//!
//! An attribute has no `$crate`, so the manifest is asked: `cors = { package = "cors-runtime", … }` renames it. Where another
//! crate hands the library on, only the user knows the path, and says so by `crate = path`, as with serde and tokio.
//!
//! The manifest is read for each attribute anew: a language server expands many crates in one process, and lives while their
//! manifests change.

use std::path::Path;
use std::{env, fs};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};

use super::manifest::{self, Entry};

const PACKAGE: &str = "cors-runtime";
const UNDER_ITS_OWN_NAME: &str = "cors_runtime";

/// The path of the crate in the user's source, where no attribute has said it.
pub(crate) fn path(said: Option<&syn::Path>) -> TokenStream {
    if let Some(path) = said {
        return path.to_token_stream();
    }
    let name = env::var_os("CARGO_MANIFEST_DIR").and_then(|dir| {
        let dir = Path::new(&dir);
        let manifest = fs::read_to_string(dir.join("Cargo.toml")).ok()?;
        name_in(&manifest, |inherited| {
            dir.ancestors().skip(1).find_map(|dir| {
                let workspace = fs::read_to_string(dir.join("Cargo.toml")).ok()?;
                first_renamed(&workspace, &["workspace"], |name| inherited.contains(&name))
            })
        })
    });
    // A name that is no identifier would be cargo's to report.
    let name = name.and_then(|name| syn::parse_str::<Ident>(&name.replace('-', "_")).ok());
    let name = name.unwrap_or_else(|| Ident::new(UNDER_ITS_OWN_NAME, Span::call_site()));
    quote!(::#name)
}

/// What a manifest calls the crate. `in_the_workspace` is asked which of the names is its there, where names are taken over
/// from the workspace.
fn name_in(manifest: &str, in_the_workspace: impl FnOnce(&[String]) -> Option<String>) -> Option<String> {
    let entries = manifest::values(manifest);
    let names = dependencies(&entries, &[]);
    let mut under_its_own = names.iter().filter(|(name, ..)| *name == PACKAGE).peekable();
    let is_there = under_its_own.peek().is_some();
    if is_there && under_its_own.all(|(_, key, value)| *key != Some("package") || *value == PACKAGE) {
        return None;
    }
    first_renamed(manifest, &[], |_| true).or_else(|| {
        let inherited = names.iter().filter(|(_, key, value)| (*key, *value) == (Some("workspace"), "true"));
        let inherited: Vec<String> = inherited.map(|(name, ..)| (*name).to_owned()).collect();
        if inherited.is_empty() { None } else { in_the_workspace(&inherited) }
    })
}

/// The first dependency below `table` that is the crate under another name.
fn first_renamed(manifest: &str, table: &[&str], is_asked_for: impl Fn(String) -> bool) -> Option<String> {
    let entries = manifest::values(manifest);
    let mut dependencies = dependencies(&entries, table).into_iter();
    let renamed = dependencies
        .find(|(name, key, value)| (*key, *value) == (Some("package"), PACKAGE) && is_asked_for((*name).to_owned()));
    renamed.map(|(name, ..)| name.to_owned())
}

/// The dependencies below a table, also those of single targets: each name with a key of its value, if it is a table, and the
/// value there.
fn dependencies<'a>(entries: &'a [Entry], table: &[&str]) -> Vec<(&'a str, Option<&'a str>, &'a str)> {
    let dependency = |entry: &'a Entry| {
        let mut path = entry.path.iter().map(String::as_str).collect::<Vec<_>>();
        if !path.starts_with(table) {
            return None;
        }
        path.drain(..table.len());
        if path.first() == Some(&"target") && path.len() > 2 {
            path.drain(..2);
        }
        match path.as_slice() {
            ["dependencies" | "dev-dependencies" | "build-dependencies", name, key @ ..] => {
                Some((*name, key.first().copied(), entry.value.as_str()))
            }
            _ => None,
        }
    };
    entries.iter().filter_map(dependency).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(manifest: &str) -> Option<String> {
        name_in(manifest, |_| None)
    }

    #[test]
    fn renames_are_found() {
        for manifest in [
            "[dependencies]\ncors = { package = \"cors-runtime\", version = \"0.1\" }",
            "[dependencies]\ncors = { path = \"..\", package='cors-runtime' }",
            "[dependencies]\ncors = {\n    version = \"0.1\", # a comment\n    \"package\" = \"cors-runtime\",\n}",
            "[dependencies.cors]\nversion = \"0.1\"\npackage = \"cors-runtime\"",
            "[dependencies]\ncors.package = \"cors-runtime\"\ncors.version = \"0.1\"",
            "dependencies.cors = { version = \"0.1\", package = \"cors-runtime\" }\n[package]\nname = \"shop\"",
            "[target.'cfg(unix)'.dependencies]\ncors = { package = \"cors-runtime\" }",
            "[target.\"cfg(not(target_family = \\\"wasm\\\"))\".dependencies.cors]\npackage = \"cors-runtime\"",
            "[dev-dependencies]\n\"cors\" = { package = \"cors-runtime\" }",
            "[ dependencies ] # ours\r\n  cors = { package = \"cors-runtime\" }\r\n",
        ] {
            assert_eq!(name(manifest).as_deref(), Some("cors"), "{manifest}");
        }
    }

    #[test]
    fn other_entries_are_passed_over() {
        for manifest in [
            "[package]\nname = \"cors-runtime\"",
            "[dependencies]\ncors-runtime = \"0.1\"",
            "[dependencies]\ncors = { package = \"cors-runtime-extra\" }",
            "[features]\ncors = [\"package = cors-runtime\"]",
            "[dependencies]\n# cors = { package = \"cors-runtime\" }\ncors-runtime = \"0.1\"",
            "[dependencies]\naxum = \"0.8\" # cors = { package = \"cors-runtime\" }",
            "[dependencies]\naxum = { version = \"0.8\", features = [\"package = \\\"cors-runtime\\\"\"] }",
            "[package]\ndescription = \"\"\"\n[dependencies]\ncors = { package = \"cors-runtime\" }\n\"\"\"",
            "[package.metadata.dependencies]\ncors = { package = \"cors-runtime\" }",
            "[dependencies]\ncors-runtime = { version = \"0.1\", package = \"another\" }",
            // Of two names for one crate its own is good enough.
            "[dependencies]\ncors-runtime = \"0.1\"\ncors = { package = \"cors-runtime\" }",
        ] {
            assert_eq!(name(manifest), None, "{manifest}");
        }
    }

    #[test]
    fn names_taken_over_from_the_workspace() {
        let workspace =
            "[workspace.dependencies]\nother = { package = \"cors-runtime\" }\ncors = { package = \"cors-runtime\" }";
        let look_up = |inherited: &[String]| first_renamed(workspace, &["workspace"], |name| inherited.contains(&name));
        for manifest in
            ["[dependencies]\ncors.workspace = true", "[dependencies]\naxum = \"0.8\"\ncors = { workspace = true }"]
        {
            assert_eq!(name_in(manifest, look_up).as_deref(), Some("cors"), "{manifest}");
        }
        assert_eq!(name_in("[dependencies]\ncors = { workspace = false }", look_up), None);
    }
}
