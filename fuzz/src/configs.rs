//! Configurations: any text is read as JSON and as TOML.

use std::fmt::{Display, Write as _};

use cors_runtime::{CorsLayer, PolicyConfig};

use crate::mistakes;

/// Reads a configuration, builds it, writes it and reads it again.
///
/// # Panics
/// Where what builds cannot be written, or is another policy when it is read again.
#[must_use]
pub fn run(data: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(data).ok()?;
    let mut said = String::new();
    read(serde_json::from_str(text), &mut said);
    read(toml::from_str(text), &mut said);
    Some(said)
}

fn read(config: Result<PolicyConfig, impl Display>, said: &mut String) {
    let config = match config {
        Ok(config) => config,
        Err(error) => {
            writeln!(said, "{error}").expect("a text");
            return;
        }
    };
    match config.build() {
        Ok(policy) => {
            let built = format!("{policy:?}");
            for again in written_and_read(&config) {
                assert_eq!(again, config, "written and read again");
                let again =
                    again.build().unwrap_or_else(|errors| panic!("{built} was written, and is refused: {errors}"));
                assert_eq!(format!("{again:?}"), built);
            }
            // A policy that builds is whole: a layer takes it.
            let _ = CorsLayer::new(policy);
            // What only debug builds have is no part of the answers that both give.
            let is_of_both = !json(&config).contains("\"dev_origins\":");
            writeln!(said, "{}", if is_of_both { &built } else { "built" }).expect("a text");
        }
        Err(errors) => {
            mistakes::check(&errors);
            // A tool that rewrites a file must not mend mistakes by chance.
            for again in written_and_read(&config) {
                let again = again.build().err().map(|errors| errors.iter().map(cors_runtime::Mistake::kind).collect());
                assert_eq!(again, Some(errors.iter().map(cors_runtime::Mistake::kind).collect::<Vec<_>>()));
            }
            writeln!(said, "{errors}").expect("a text");
        }
    }
}

fn json(config: &PolicyConfig) -> String {
    serde_json::to_string(config).unwrap_or_else(|error| panic!("{config:?} cannot be written as JSON: {error}"))
}

/// The configuration as it is read again from both formats.
fn written_and_read(config: &PolicyConfig) -> [PolicyConfig; 2] {
    let toml = toml::to_string(config).unwrap_or_else(|error| panic!("{config:?} cannot be written as TOML: {error}"));
    let from_json = serde_json::from_str(&json(config)).unwrap_or_else(|error| panic!("{config:?} from JSON: {error}"));
    let from_toml = toml::from_str(&toml).unwrap_or_else(|error| panic!("{config:?} from TOML: {error}"));
    [from_json, from_toml]
}
