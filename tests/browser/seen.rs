//! What a script saw of its fetch, and why the browser hid it, where it did.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What the script in the page could find out.
#[derive(Debug, Deserialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub(crate) enum Outcome {
    Answer(Answer),
    Error { error: String },
}

/// An answer as a script sees it.
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) ok: bool,
    /// `basic` for the page's own origin, `cors` for another one's, `opaque` where nothing may be known.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) redirected: bool,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// Why the browser kept an answer from a script, by the names that the `DevTools` protocol gives the causes.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Refusal {
    #[serde(rename = "corsError")]
    pub(crate) cause: String,
    /// The method, header or origin that the refusal is about; empty where the cause names none.
    #[serde(rename = "failedParameter")]
    pub(crate) about: String,
}

/// Either an answer or a refusal, as a scenario expects one of the two.
#[derive(Debug)]
pub(crate) enum Seen {
    Answer(Answer),
    Refusal(Refusal),
}

impl Seen {
    #[track_caller]
    pub(crate) fn answer(self) -> Answer {
        match self {
            Self::Answer(answer) => answer,
            Self::Refusal(refusal) => panic!("the browser hid the answer: {refusal:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn refusal(self) -> Refusal {
        match self {
            Self::Refusal(refusal) => refusal,
            Self::Answer(answer) => panic!("the script could read the answer: {answer:?}"),
        }
    }

    /// The cause of the refusal alone, for the many scenarios where it names nothing.
    #[track_caller]
    pub(crate) fn cause(self) -> String {
        self.refusal().cause
    }
}
