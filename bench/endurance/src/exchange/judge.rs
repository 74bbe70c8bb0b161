//! Whether an answer is what it must be, byte for byte.

use http::HeaderMap;

use super::{Admitted, Answer, Answered, DOWNLOAD, Exchange, PIECES};

impl Exchange {
    /// Says what is wrong with an answer.
    pub(crate) fn judge(&self, answer: &Answer) -> Result<(), String> {
        let wrong = |what: String| Err(format!("{}: {what}", self.kind));
        if answer.status.as_u16() != self.status {
            return wrong(format!("status {} and not {}", answer.status, self.status));
        }
        if let Err(what) = self.admitted.judge(&answer.headers) {
            return wrong(what);
        }
        let vary = lines(&answer.headers, "vary").join(" | ");
        if !vary.eq_ignore_ascii_case(self.vary) {
            return wrong(format!("Vary is {vary:?} and not {:?}", self.vary));
        }
        for &(name, value) in self.further {
            let sent = lines(&answer.headers, name);
            if sent != [value] {
                return wrong(format!("{name} is {sent:?} and not {value:?}"));
            }
        }
        let is_whole = match self.answered {
            Answered::Text(text) => answer.body == text,
            Answered::Download => {
                answer.body.len() == PIECES * DOWNLOAD.len()
                    && answer.body.chunks(DOWNLOAD.len()).all(|piece| piece == DOWNLOAD)
            }
            Answered::Anything => true,
        };
        if is_whole { Ok(()) } else { wrong(format!("its body is not what was to come, {} bytes", answer.body.len())) }
    }
}

impl Admitted {
    fn judge(self, headers: &HeaderMap) -> Result<(), String> {
        let sent = lines(headers, "access-control-allow-origin");
        match self {
            Self::Origin(origin) if sent == [origin] => Ok(()),
            Self::Perhaps(origin) if sent == [origin] => Ok(()),
            Self::Origin(origin) => Err(format!("{origin} is not admitted, but {sent:?}")),
            Self::Perhaps(_) | Self::Nobody => nobody(headers),
        }
    }
}

/// Nothing in these headers admits anybody.
pub(crate) fn nobody(headers: &HeaderMap) -> Result<(), String> {
    match headers.iter().find(|(name, _)| name.as_str().starts_with("access-control-")) {
        Some((name, value)) => Err(format!("nobody is to be admitted, but the answer says {name}: {value:?}")),
        None => Ok(()),
    }
}

/// The values of all lines of this name; what is no text matches nothing.
fn lines<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("(no text)")).collect()
}
