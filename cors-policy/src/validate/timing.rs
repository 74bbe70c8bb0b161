//! `timing_origins`: who may read timing figures.

use std::collections::HashSet;

use super::dangers::{Reader, nobody};
use super::origins::{empty, stands_twice, star_not_alone};
use crate::mistake::{Fault, Mistake, MistakeKind};
use crate::origin::{OriginPattern, PatternKind, SetBuilder};
use crate::spec::{ListValue, Stage};
use crate::{FieldValue, Key};

/// `Timing-Allow-Origin` takes exact origins or `*` (Resource Timing section 4.5); it knows no patterns.
pub(super) fn check(list: &ListValue, stage: Stage, mistakes: &mut Vec<Mistake>) -> Option<FieldValue> {
    let key = Key::TimingOrigins;
    if list.is_star() {
        return Some(FieldValue::constant("*"));
    }
    let before = mistakes.len();
    if list.items.is_empty() {
        mistakes.push(empty(key).at(key, "", list.span));
    }
    let mut origins: Vec<&str> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for item in &list.items {
        let text = item.text.as_str();
        let fault = match OriginPattern::parse(text, origins.last().copied()) {
            _ if text == "*" => Some(star_not_alone(key, "other origins")),
            Err(fault) => Some(fault),
            Ok(origin) if origin.kind == PatternKind::Nobody => Some(nobody(&origin, Reader::OfPolicy)),
            Ok(origin) if !SetBuilder::is_exact(&origin) => Some(Fault::new(
                MistakeKind::Wildcard,
                format!("`{text}` is a pattern"),
                "`Timing-Allow-Origin` is a fixed list that browsers compare with an origin, and it knows no patterns",
                "each origin by itself, or timing_origins = \"*\"",
            )),
            Ok(_) if seen.insert(text) => None,
            Ok(_) if stage == Stage::Running => continue,
            Ok(_) => Some(stands_twice(text)),
        };
        if let Some(fault) = fault {
            mistakes.push(fault.at(key, text, item.span));
        }
        origins.push(text);
    }
    (mistakes.len() == before).then(|| FieldValue::join(&origins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_takes_linear_time() {
        // Each compared with each would take minutes.
        let list = ListValue::of((0..200_000).map(|i| format!("https://t{i}.example.com")));
        assert!(check(&list, Stage::Running, &mut Vec::new()).is_some());
    }

    #[test]
    fn what_stands_twice_is_refused_where_one_hand_wrote_it() {
        let list = ListValue::of(["https://a.example", "https://b.example", "https://a.example"]);
        let mut mistakes = Vec::new();
        assert!(check(&list, Stage::Compiling, &mut mistakes).is_none());
        assert_eq!(mistakes.len(), 1);
        let line = check(&list, Stage::Running, &mut Vec::new()).unwrap();
        assert_eq!(line.as_str(), "https://a.example, https://b.example");
    }
}
