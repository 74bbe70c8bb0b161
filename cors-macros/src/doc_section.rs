//! The "CORS" section that the attribute adds to a handler's documentation.

use cors_policy::{Methods, Origins, Policy, RequestHeaderNames};

use crate::attr::Attribute;

/// A short list of what the policy admits, in Markdown.
pub(crate) fn section(attribute: &Attribute, policy: &Policy, has_extractors: bool) -> String {
    let mut lines = Vec::new();
    let mut add = |name: &str, value: String| lines.push(format!("- {name}: {value}"));

    if let Some(path) = &attribute.policy {
        add("starts from", format!("`{}`", text(path)));
    }
    match policy.origins() {
        Some(Origins::Any) => add("origins", "everybody".to_owned()),
        Some(Origins::Listed(set)) => add("origins", code_list(set.iter())),
        None => {}
    }
    if let Some(set) = policy.dev_origins() {
        add("in development builds also", code_list(set.iter()));
    }
    if let Some(path) = &attribute.origins_from {
        add("origins from", format!("`{}`", text(path)));
    }
    if let Some(path) = &attribute.origins_if {
        add("origins if", format!("`{}` says so", text(path)));
    }
    match policy.methods() {
        Some(Methods::Any) => add("methods", "all".to_owned()),
        Some(Methods::Listed { allowed, .. }) => add("methods", code_list(allowed.iter())),
        None => {}
    }
    if let Some(headers) = request_headers(attribute, policy, has_extractors) {
        add("request headers", headers);
    }
    if let Some(exposed) = policy.expose_headers() {
        add("exposed response headers", format!("`{}`", exposed.as_str()));
    }
    if let Some(credentials) = policy.credentials() {
        add("credentials", if credentials { "yes" } else { "no" }.to_owned());
    }
    if let Some(max_age) = policy.max_age() {
        add("preflights are kept for", format!("{} s", max_age.seconds()));
    }
    if policy.enforce() == Some(true) {
        add("other origins' requests", "403".to_owned());
    }
    format!("\n# CORS\n\n{}\n", lines.join("\n"))
}

/// The request headers that are listed, and that what its extractors need comes to them.
fn request_headers(attribute: &Attribute, policy: &Policy, has_extractors: bool) -> Option<String> {
    const NEEDED: &str = "what its extractors need";
    let listed = match policy.headers() {
        Some(RequestHeaderNames::Any { authorization: true }) => return Some("all".to_owned()),
        Some(RequestHeaderNames::Any { authorization: false }) if has_extractors => {
            return Some("all, but `authorization` only if its extractors need it".to_owned());
        }
        Some(RequestHeaderNames::Any { authorization: false }) => return Some("all but `authorization`".to_owned()),
        Some(RequestHeaderNames::Listed(line)) if !line.is_empty() => Some(code_list(line.iter())),
        Some(RequestHeaderNames::Listed(_)) => None,
        None => attribute.policy.as_ref().map(|path| format!("those of `{}`", text(path))),
    };
    match (listed, has_extractors) {
        (Some(listed), true) => Some(format!("{listed}, and {NEEDED}")),
        // The shared policy stands in the section's first line.
        (Some(_), false) if policy.headers().is_none() => None,
        (Some(listed), false) => Some(listed),
        (None, true) => Some(NEEDED.to_owned()),
        (None, false) => Some("none".to_owned()),
    }
}

fn code_list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let texts: Vec<String> = texts.map(|text| format!("`{text}`")).collect();
    match texts.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", texts[..SHOWN].join(", ")),
        _ => texts.join(", "),
    }
}

fn text(path: &syn::Path) -> String {
    let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    segments.join("::")
}
