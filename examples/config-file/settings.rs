//! Where the policy comes from: a TOML file, and above it the environment.

use std::{
    error::Error,
    fmt,
    path::{Path, PathBuf},
};

use config::{Config, ConfigError, Environment, File, FileFormat};
use cors_runtime::{Policy, PolicyConfig, PolicyErrors};

/// The sources of the policy, which can be read again and again.
pub struct Settings {
    file: PathBuf,
    environment: Environment,
}

impl Settings {
    /// The keys in this file, and above them the variables of the environment.
    pub fn new(file: &Path, environment: Environment) -> Self {
        Self { file: file.to_owned(), environment }
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Reads the sources as they are now.
    pub fn read(&self) -> Result<Policy, Unusable> {
        let config: PolicyConfig = Config::builder()
            .add_source(File::from(self.file.as_path()).format(FileFormat::Toml))
            .add_source(self.environment.clone())
            .build()
            .and_then(Config::try_deserialize)
            .map_err(Unusable::Unreadable)?;
        config.build().map_err(Unusable::Mistaken)
    }
}

/// Why there is no policy in what was read.
#[derive(Debug)]
pub enum Unusable {
    /// The file is not there or no TOML, or it has a key that no policy has.
    Unreadable(ConfigError),
    /// The keys make no policy.
    Mistaken(PolicyErrors),
}

impl Unusable {
    /// Tells the log, each mistake by itself.
    pub fn log(&self) {
        match self {
            Self::Unreadable(error) => tracing::error!(%error, "the policy cannot be read"),
            Self::Mistaken(errors) => {
                for mistake in errors {
                    tracing::error!(key = %mistake.key(), text = mistake.text(), "{mistake}");
                }
            }
        }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Mistaken(errors) => errors.fmt(f),
        }
    }
}

impl Error for Unusable {}
