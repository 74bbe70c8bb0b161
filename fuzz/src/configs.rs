//! Configurations: any text is read as JSON and as TOML.

use std::fmt::{Debug, Display, Write as _};

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
            writeln!(said, "{built}").expect("a text");
        }
        Err(errors) => {
            mistakes::check(&errors);
            // A tool that rewrites a file must not mend mistakes by chance.
            for again in written_and_read(&config) {
                let again = again.build().err().map(|errors| errors.iter().map(|mistake| mistake.kind()).collect());
                assert_eq!(again, Some(errors.iter().map(|mistake| mistake.kind()).collect::<Vec<_>>()));
            }
            writeln!(said, "{errors}").expect("a text");
        }
    }
}

fn written_and_read(config: &PolicyConfig) -> [PolicyConfig; 2] {
    fn expect<T, E: Debug>(config: &PolicyConfig, what: &str, result: Result<T, E>) -> T {
        result.unwrap_or_else(|error| panic!("{config:?} cannot be {what}: {error:?}"))
    }
    let json = expect(config, "written as JSON", serde_json::to_string(config));
    let toml = expect(config, "written as TOML", toml::to_string(config));
    [
        expect(config, "read from its JSON", serde_json::from_str(&json)),
        expect(config, "read from its TOML", toml::from_str(&toml)),
    ]
}
