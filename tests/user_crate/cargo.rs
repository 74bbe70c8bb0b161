//! Cargo, run on the crate `shop/` with its files in a target directory of its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};

/// What a run of cargo came to.
pub struct Outcome {
    pub succeeded: bool,
    /// One JSON object a line.
    pub messages: String,
    pub errors: String,
}

/// Runs a subcommand of cargo without a network: what it needs is there since these tests were built.
pub fn run(subcommand: &str, arguments: &[&str]) -> Outcome {
    LazyLock::force(&LOCKED);
    let output = Command::new(env!("CARGO"))
        .arg(subcommand)
        .args(["--offline", "--message-format=json", "--target-dir"])
        .arg(target_dir())
        .args(arguments)
        .current_dir(shop())
        // Warnings are what is asked for here, so they must not be made errors.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .unwrap();
    Outcome {
        succeeded: output.status.success(),
        messages: String::from_utf8(output.stdout).unwrap(),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

pub fn target_dir() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("shop")
}

fn shop() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/user_crate/shop")
}

/// The workspace's lock file names the versions that are there; cargo leaves out what the crate does not need.
static LOCKED: LazyLock<()> = LazyLock::new(|| {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    fs::copy(workspace, shop().join("Cargo.lock")).unwrap();
});
