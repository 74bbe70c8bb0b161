//! The request headers that a preflight admits: those that a policy lists and those that a handler's extractors require.

use super::text::ConstText;
use crate::http::field_value::FieldValue;
use crate::http::list;
use crate::http::star::{is_star, star_is_header};
use crate::http::token::is_token;
use crate::policy::RequestHeaderNames;

/// An extractor of a handler and the request headers it needs.
#[derive(Clone, Copy, Debug)]
pub struct RequiredHeaders {
    /// The extractor's type, as it is written in the handler's signature.
    pub extractor: &'static str,
    /// The names of the headers.
    pub names: &'static [&'static str],
}

/// The listed names and then those that extractors require, each once and in lower case.
pub(super) fn with_required(
    listed: Option<RequestHeaderNames>,
    extractors: &[RequiredHeaders],
) -> Option<RequestHeaderNames> {
    let mut required = extractors.iter().flat_map(|extractor| extractor.names).copied();
    let line = match &listed {
        Some(RequestHeaderNames::Any { authorization }) => {
            let authorization = *authorization || required.any(|name| !star_is_header(name.as_bytes()));
            return Some(RequestHeaderNames::Any { authorization });
        }
        Some(RequestHeaderNames::Listed(line)) => line.as_str(),
        None => "",
    };
    let mut names: Vec<String> = list::names(line).map(str::to_owned).collect();
    let count = names.len();
    for name in required {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name.to_ascii_lowercase());
        }
    }
    if names.len() == count {
        return listed;
    }
    Some(RequestHeaderNames::Listed(FieldValue::join(&names)))
}

/// What is wrong with the first name of an extractor that is no header name, why it matters and what to write.
const fn fault(RequiredHeaders { extractor, names }: &RequiredHeaders) -> Option<ConstText> {
    let mut rest = *names;
    while let [name, others @ ..] = rest {
        // As the only name `*` would admit all headers.
        if is_star(name) {
            return Some(ConstText::of(&[
                "`",
                extractor,
                "` says it needs the request header `*`\n  why: `*` would admit every header, and an extractor reads those \
                 it knows\nwrite: their names in its `RequestHeaders::NAMES`",
            ]));
        }
        if !is_token(name.as_bytes()) {
            return Some(ConstText::of(&[
                "`",
                extractor,
                "` says it needs the request header `",
                name,
                "`, which is not a header name\n  why: a header name is a token (RFC 9110 section 5.6.2), so no request \
                 can have it\nwrite: a name such as \"x-request-id\" in its `RequestHeaders::NAMES`",
            ]));
        }
        rest = others;
    }
    None
}

/// Refuses a program with an extractor that says it needs a header whose name is no header name. Nothing else can be wrong with it:
/// what it needs is admitted.
///
/// # Panics
/// Then, in a constant: the compiler shows the message at the caller.
#[track_caller]
pub const fn check_header_names(required: &RequiredHeaders) {
    if let Some(fault) = fault(required) {
        panic!("{}", fault.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list of what is listed and of what each extractor requires.
    fn line(listed: &'static str, extractors: &[&'static [&'static str]]) -> String {
        let needs = |names: &&'static [&'static str]| RequiredHeaders { extractor: "T", names };
        let extractors: Vec<RequiredHeaders> = extractors.iter().map(needs).collect();
        let names = with_required(Some(RequestHeaderNames::of_constant(listed)), &extractors);
        names.map_or(String::new(), |names| names.as_str().to_owned())
    }

    #[test]
    fn each_name_once_and_in_lower_case() {
        let needed: &[&[&str]] = &[&[], &["Content-Type"], &["authorization", "content-type", "x-a"], &["x-a", "X-A"]];
        assert_eq!(line("", needed), "content-type, authorization, x-a");
        assert_eq!(line("x-b, x-a", needed), "x-b, x-a, content-type, authorization");
        assert_eq!(line("x-a, x-b", &[&["X-B", "x-a"]]), "x-a, x-b");
        assert_eq!(line("", &[&[]]), "");
    }

    #[test]
    fn what_is_not_listed_at_all() {
        assert_eq!(with_required(None, &[]), None);
        let json = RequiredHeaders { extractor: "Json<T>", names: &["content-type"] };
        assert_eq!(
            with_required(None, &[json]).map(|names| names.as_str().to_owned()).as_deref(),
            Some("content-type")
        );
    }

    #[test]
    fn a_star_stands_for_all_but_authorization() {
        assert_eq!(line("*", &[&["content-type", "x-a"]]), "*");
        assert_eq!(line("*", &[&["x-a", "Authorization"], &["x-b"]]), "*, authorization");
        assert_eq!(line("*, authorization", &[&["authorization", "x-a"]]), "*, authorization");
    }

    #[test]
    fn what_is_no_name() {
        let fault = |names| fault(&RequiredHeaders { extractor: "T", names }).map(|fault| fault.as_str().to_owned());
        assert!(fault(&["x-b", "x b"]).unwrap().starts_with("`T` says it needs the request header `x b`, which"));
        assert!(fault(&["x-b", "*"]).unwrap().starts_with("`T` says it needs the request header `*`\n"));
        assert_eq!(fault(&["x-b", "Content-Type"]), None);
    }
}
