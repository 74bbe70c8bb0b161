//! What the command line says.

use crate::server::Contestant;

/// How the command is called.
pub(crate) const USAGE: &str = "\
usage: endurance [--seconds N]

  --seconds N   how long the mixed traffic lasts: 4 to 86400, 600 if not given.
                The measurement before it takes three tenths of that, from 12 to 180 seconds.";

const SECONDS: std::ops::RangeInclusive<u64> = 4..=86_400;

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Options {
    /// The whole run, with so many seconds of mixed traffic.
    Run { seconds: u64 },
    /// One server, as a child of the run.
    Serve(Contestant),
    /// Only the usage.
    Help,
}

impl Options {
    /// Reads the arguments after the command's name.
    pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let arguments: Vec<String> = arguments.collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match arguments[..] {
            [] => Ok(Self::Run { seconds: 600 }),
            ["--help" | "-h"] => Ok(Self::Help),
            ["--seconds"] => Err("--seconds needs a number after it".to_owned()),
            ["--seconds", text] => match text.parse() {
                Ok(seconds) if SECONDS.contains(&seconds) => Ok(Self::Run { seconds }),
                _ => Err(format!("--seconds takes a number from 4 to 86400, not {text:?}")),
            },
            // Not in the usage: the run calls itself so.
            ["serve", name] => match Contestant::named(name) {
                Some(contestant) => Ok(Self::Serve(contestant)),
                None => Err(format!("no server has the name {name:?}")),
            },
            [first, ..] => Err(format!("unknown or too many arguments, from {first:?} on")),
        }
    }
}
