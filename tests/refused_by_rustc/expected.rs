//! What a case expects, as its first lines say it.

use crate::cargo::Error;

/// The errors of a case.
pub struct Expected(Vec<ExpectedError>);

struct ExpectedError {
    at: String,
    says: Vec<String>,
    may_be_absent: bool,
}

impl Expected {
    pub fn read(source: &str) -> Self {
        let mut errors: Vec<ExpectedError> = Vec::new();
        for line in source.lines().map_while(|line| line.strip_prefix("//~ ")) {
            let (word, text) = line.split_once(": ").unwrap_or_default();
            match word {
                "at" | "perhaps" => {
                    let may_be_absent = word == "perhaps";
                    errors.push(ExpectedError { at: text.to_owned(), says: Vec::new(), may_be_absent });
                }
                "says" => errors.last_mut().expect("`says:` before any `at:`").says.push(text.to_owned()),
                _ => panic!("neither `at:` nor `perhaps:` nor `says:` in `{line}`"),
            }
        }
        assert!(errors.iter().any(|error| !error.may_be_absent), "nothing is expected");
        Self(errors)
    }

    /// How what was found differs from it.
    pub fn differences(&self, found: &[Error]) -> Vec<String> {
        let missing =
            self.0.iter().filter(|expected| !expected.may_be_absent && !found.iter().any(|error| expected.is(error)));
        let missing = missing.map(|error| format!("no error at `{}` says {:?}", error.at, error.says));
        let beside = found.iter().filter(|error| !self.0.iter().any(|expected| expected.is(error)));
        missing.chain(beside.map(|error| format!("an error beside, at `{}`", error.at))).collect()
    }
}

impl ExpectedError {
    fn is(&self, error: &Error) -> bool {
        self.at == error.at && self.says.iter().all(|words| error.rendered.contains(words))
    }
}
