//! Methods: which ones a script can send.

use super::names::{Names, list_meant, pieces};
use crate::http::method_names::{is_forbidden, is_known, meant_by};
use crate::mistake::{Fault, Mistake, MistakeKind};
use crate::policy::Methods;
use crate::spec::ListValue;
use crate::{FieldValue, Key, SpanIndex, is_token};

pub(super) fn check(list: &ListValue, mistakes: &mut Vec<Mistake>) -> Option<Methods> {
    let before = mistakes.len();
    if list.is_star() {
        return Some(Methods::Any);
    }
    if list.items.is_empty() {
        let fault = Fault::new(
            MistakeKind::Empty,
            "the list of methods is empty",
            "the handler would be mounted on no method at all",
            "methods = \"GET\"",
        );
        mistakes.push(fault.at(Key::Methods, "", list.span));
    }
    let mut names = Names::default();
    for item in &list.items {
        let method = item.text.as_str();
        let fault = fault(method, list).or_else(|| (!names.add(method)).then(|| listed_twice(method)));
        if let Some(fault) = fault {
            mistakes.push(fault.at(Key::Methods, method, item.span));
        }
    }
    if mistakes.len() > before {
        return None;
    }
    // RFC 9110 section 9.3.2: HEAD is GET without the body, and axum answers it by the GET handler.
    let mut allowed = names.listed.clone();
    if let (Some(get), false) = (allowed.iter().position(|&method| method == "GET"), allowed.contains(&"HEAD")) {
        allowed.insert(get + 1, "HEAD");
    }
    Some(Methods::Listed { named: FieldValue::join(&names.listed), allowed: FieldValue::join(&allowed) })
}

fn listed_twice(method: &str) -> Fault {
    Fault::new(
        MistakeKind::Redundant,
        format!("`{method}` is listed twice"),
        "once is enough, so one of the two was most likely meant to be another method",
        "each method once",
    )
}

fn fault(method: &str, list: &ListValue) -> Option<Fault> {
    if method == "*" {
        return Some(Fault::new(
            MistakeKind::StarNotAlone,
            "`*` is listed beside other methods",
            "`*` already means every method but OPTIONS, so names beside it add nothing and mislead a reader",
            "methods = \"*\", or the names without it",
        ));
    }
    if method.is_empty() {
        return Some(Fault::new(
            MistakeKind::Empty,
            "one of the methods is an empty text",
            "an empty text names no method, so a comma too many or a missing name is the likely cause",
            list_of_methods(list).unwrap_or_else(|| "methods = \"GET, POST\"".to_owned()),
        ));
    }
    let upper = method.to_ascii_uppercase();
    let several = || {
        let names: Vec<String> = methods_in(method);
        names.len() > 1 && names.iter().all(|name| is_known(&name.to_ascii_uppercase()))
    };
    // `GET|POST` is a token, but nobody names a method so.
    if !is_token(method.as_bytes()) || several() {
        return Some(Fault::new(
            MistakeKind::Method,
            format!("`{}` is not a method", method.escape_debug()),
            "a method is one word without spaces (a token, RFC 9110 section 5.6.2), and a list is separated by commas",
            list_of_methods(list).unwrap_or_else(|| "methods = [GET, POST], one method for each element".to_owned()),
        ));
    }
    if is_forbidden(&upper) {
        return Some(Fault::new(
            MistakeKind::Method,
            format!("`{method}` is forbidden to scripts"),
            "the Fetch Standard keeps scripts from sending this method, so no policy can admit it",
            "the methods that pages send, such as \"GET, POST\"",
        ));
    }
    let meant = meant_by(&upper);
    if upper != method {
        return Some(Fault::new(
            MistakeKind::Method,
            format!("`{method}` has lower-case letters"),
            "methods are compared byte for byte, and browsers put only some of them in upper case",
            format!("\"{}\"", if says_all(&upper) { "*" } else { meant.unwrap_or(&upper) }),
        ));
    }
    meant.map(|meant| {
        Fault::new(
            MistakeKind::Method,
            format!("`{method}` is not a registered method, but nearly `{meant}`"),
            format!("browsers compare methods byte for byte, so a request with `{meant}` would not be admitted"),
            format!("\"{meant}\""),
        )
    })
}

/// Whether a word (given in upper case) is how other libraries say `"*"`.
fn says_all(upper: &str) -> bool {
    matches!(upper, "ALL" | "ANY")
}

/// The methods in one text, however they are separated; in upper case where that is what was meant.
fn methods_in(text: &str) -> Vec<String> {
    let is_between = |sign: char| sign.is_whitespace() || matches!(sign, '/' | '+' | '&');
    let words = pieces(text).flat_map(|piece| piece.split(is_between)).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let upper = word.to_ascii_uppercase();
            if is_known(&upper) { upper } else { word.to_owned() }
        })
        .collect()
}

fn list_of_methods(list: &ListValue) -> Option<String> {
    list_meant(Key::Methods, list, methods_in, |name| is_token(name.as_bytes()) && name != "*")
}

impl Mistake {
    /// A bare word in `methods` that names no method everybody knows; none where it does, or nearly.
    #[must_use]
    pub fn bare_word_in_methods(word: &str, span: SpanIndex) -> Option<Self> {
        let upper = word.to_ascii_uppercase();
        if is_known(&upper) || meant_by(&upper).is_some() {
            return None;
        }
        let write = if says_all(&upper) {
            "\"*\"".to_owned()
        } else {
            format!(
                "\"{upper}\" if that is the method's name; the methods of a constant belong in a shared policy: \
                 const SHARED: Policy = policy!(methods = \"GET, POST\"), then policy = SHARED"
            )
        };
        let fault = Fault::new(
            MistakeKind::Method,
            format!("`{word}` is not a registered method"),
            "the attribute sees text, not values: a bare word is the name of a method, never that of a constant",
            write,
        );
        Some(fault.at(Key::Methods, word, span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(methods: &[&str]) -> Result<Methods, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        check(&ListValue::of(methods.iter().copied()), &mut mistakes).ok_or(mistakes)
    }

    fn advice(methods: &[&str]) -> Vec<String> {
        checked(methods).unwrap_err().into_iter().map(|mistake| mistake.fault.write).collect()
    }

    #[test]
    fn a_slip_is_told_what_was_meant() {
        assert_eq!(advice(&["DELTE"]), ["\"DELETE\""]);
        assert_eq!(advice(&["GET", "POTS"]), ["\"POST\""]);
        assert_eq!(advice(&["delte"]), ["\"DELETE\""]);
        assert_eq!(advice(&["any"]), ["\"*\""]);
        assert!(checked(&["FROBNICATE", "NOTIFY", "PURGE"]).is_ok());
    }

    #[test]
    fn several_methods_in_one_text() {
        for text in ["GET POST", "GET; POST", "GET|POST", "GET/POST", "[\"GET\", \"POST\"]", "get post"] {
            let list = ListValue::from_commas(text, SpanIndex::default());
            let mut mistakes = Vec::new();
            assert_eq!(check(&list, &mut mistakes), None, "{text}");
            for mistake in mistakes {
                assert_eq!(mistake.fault.write, "methods = [\"GET\", \"POST\"]", "{text}");
            }
        }
    }

    #[test]
    fn bare_words() {
        let write = |word| Mistake::bare_word_in_methods(word, SpanIndex::default()).map(|mistake| mistake.fault.write);
        for known in ["GET", "PURGE", "QUERY", "MKCOL", "get", "TRACE", "DELTE"] {
            assert_eq!(write(known), None, "{known}");
        }
        assert_eq!(write("ALL").as_deref(), Some("\"*\""));
        assert_eq!(write("any").as_deref(), Some("\"*\""));
        assert!(write("ALLOWED").unwrap().starts_with("\"ALLOWED\" if"));
    }

    #[test]
    fn a_hundred_thousand_methods() {
        let names: Vec<String> = (0..100_000).map(|number| format!("OWN-{number}")).collect();
        let once = ListValue::of(names.iter().map(String::as_str));
        let twice = ListValue::of(names.iter().chain(&names).map(String::as_str));
        let mut mistakes = Vec::new();
        let Some(Methods::Listed { named, .. }) = check(&once, &mut mistakes) else { panic!("{:?}", mistakes.first()) };
        assert_eq!(named.iter().count(), names.len());
        assert_eq!(check(&twice, &mut mistakes), None);
        assert_eq!(mistakes.len(), names.len());
    }
}
