//! Runs inputs that were found before, and prints a digest of all answers: `replay FOLDER…` for folders that are named after
//! targets. A debug and a release binary must print the same.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

use cors_fuzz::{TARGETS, Target};

fn main() {
    let mut arguments = env::args_os().skip(1).peekable();
    assert!(arguments.peek().is_some(), "replay FOLDER…, each named after a target");
    for folder in arguments.map(PathBuf::from) {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let found = TARGETS.iter().find(|(target, _)| *target == name);
        let (name, target) = found.unwrap_or_else(|| panic!("there is no target `{name}`"));
        let files = files(&folder);
        let (answered, digest) = replay(*target, &files);
        assert!(answered > 0, "no input in {}", folder.display());
        println!("{name}: {} files, {answered} inputs, answers {digest:016x}", files.len());
    }
}

/// The files of a folder in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

/// How many of the files are inputs, and a digest of the answers to all of them. The hasher has no secret, and both
/// binaries are of one toolchain.
fn replay(target: Target, files: &[PathBuf]) -> (usize, u64) {
    let mut hasher = DefaultHasher::new();
    let mut answered = 0;
    for file in files {
        let data = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let answers = target(&data);
        answered += usize::from(answers.is_some());
        answers.hash(&mut hasher);
    }
    (answered, hasher.finish())
}
