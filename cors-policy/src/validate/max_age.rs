//! `max_age`: how long browsers may keep a preflight's answer.

use crate::mistake::{Fault, Mistake, MistakeKind};
use crate::policy::MaxAge;
use crate::spec::Seconds;
use crate::{FieldValue, Key};

/// A day: no browser keeps a preflight's answer longer (Firefox's limit; Chromium stops at two hours).
const LONGEST: i128 = 86_400;

pub(super) fn check(seconds: Seconds, mistakes: &mut Vec<Mistake>) -> Option<MaxAge> {
    match u32::try_from(seconds.value) {
        Ok(value) if seconds.value <= LONGEST => {
            Some(MaxAge { seconds: value, digits: FieldValue::join(&[value.to_string()]) })
        }
        _ => {
            let (what, write) = if seconds.value < 0 {
                ("is negative", "max_age = 0, with which browsers do not keep the answer")
            } else {
                ("is over a day", "max_age = 86400")
            };
            let fault = Fault::new(
                MistakeKind::MaxAge,
                format!("`max_age` {what}"),
                "`max_age` is in seconds from 0 to 86400; browsers keep no preflight's answer longer than a day",
                write,
            );
            mistakes.push(fault.at(Key::MaxAge, &seconds.value.to_string(), seconds.span));
            None
        }
    }
}
