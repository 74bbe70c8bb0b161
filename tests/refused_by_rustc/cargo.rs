//! A package with a binary for each case, and what `cargo check` says of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// An error of the compiler.
pub struct Error {
    /// The underlined source text.
    pub at: String,
    /// All that it says, as it is printed.
    pub rendered: String,
}

/// The errors in each case, by its name.
pub fn errors(cases: &BTreeMap<String, PathBuf>) -> BTreeMap<String, Vec<Error>> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("refused_by_rustc");
    fs::create_dir_all(&package).unwrap();
    fs::write(package.join("Cargo.toml"), manifest(workspace, cases)).unwrap();
    // It names the versions that are there, so that no network is needed; cargo leaves out what the package does not need.
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--keep-going", "--bins", "--message-format=json", "--target-dir"])
        .arg(package.join("target"))
        .current_dir(&package)
        // A setting that makes warnings errors is not for these.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .unwrap();
    let mut errors: BTreeMap<String, Vec<Error>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let message: Value = serde_json::from_str(line).unwrap();
        let said = &message["message"];
        let spans = said["spans"].as_array().into_iter().flatten();
        // The last error of all only counts the others, and has no place.
        let primary = spans.clone().find(|span| span["is_primary"] == true);
        if let (true, Some(span)) = (said["level"] == "error", primary) {
            let case = message["target"]["name"].as_str().unwrap();
            let rendered = said["rendered"].as_str().unwrap().to_owned();
            errors.entry(case.to_owned()).or_default().push(Error { at: underlined(span, case), rendered });
        }
    }
    assert!(!errors.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    errors
}

fn manifest(workspace: &Path, cases: &BTreeMap<String, PathBuf>) -> String {
    // Quoted as TOML quotes a text.
    let library = workspace.join("cors-runtime").display().to_string();
    let mut manifest = format!(
        "[workspace]\n\n[package]\nname = \"refused\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         axum = {{ version = \"0.8\", default-features = false }}\n\
         cors-runtime = {{ path = {library:?}, default-features = false }}\n"
    );
    for (name, path) in cases {
        let path = path.display().to_string();
        write!(manifest, "\n[[bin]]\nname = {name:?}\npath = {path:?}\n").unwrap();
    }
    manifest
}

/// The first line of what a span in the case underlines; of one in a macro, what it was expanded from.
fn underlined(span: &Value, case: &str) -> String {
    let file = Path::new(span["file_name"].as_str().unwrap());
    let outer = &span["expansion"]["span"];
    if file.file_stem().is_none_or(|stem| stem != case) && outer.is_object() {
        return underlined(outer, case);
    }
    let line = &span["text"][0];
    let column = |key: &str| usize::try_from(line[key].as_u64().unwrap()).unwrap() - 1;
    let range = column("highlight_start")..column("highlight_end");
    // Columns count characters.
    line["text"].as_str().unwrap().chars().skip(range.start).take(range.len()).collect()
}
