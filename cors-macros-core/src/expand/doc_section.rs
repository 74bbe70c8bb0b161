//! The "CORS" section that the attribute adds to a handler's documentation.

use cors_policy::{Methods, Origins, Policy, PolicyKeys, RequestHeaderNames};

use syn::Path;

use crate::attr::Paths;

/// A short list of what the policy admits, in Markdown.
///
/// The patterns have no `..`, so a new key does not compile until it is shown here.
pub(crate) fn section(paths: &Paths, policy: &Policy, has_extractors: bool) -> String {
    let Paths { policy: base, origins_from, origins_if } = paths;
    let PolicyKeys {
        origins,
        dev_origins,
        methods,
        headers,
        expose_headers,
        credentials,
        max_age,
        timing_origins,
        enforce,
        accept_insecure_origins,
        accept_public_suffixes,
        accept_null_origin,
    } = policy.keys();
    let methods = methods.as_ref().map(|methods| match methods {
        Methods::Any => "all".to_owned(),
        Methods::Listed { allowed, .. } => code_list(allowed.iter()),
    });
    let origins = origins.as_ref().map(|origins| match origins {
        Origins::Any => "everybody".to_owned(),
        Origins::Listed(set) => code_list(set.iter()),
    });
    let timing_origins = timing_origins.as_ref().map(|origins| match origins.as_str() {
        "*" => "everybody".to_owned(),
        _ => code_list(origins.iter()),
    });
    let lines = [
        ("starts from", base.as_ref().map(code)),
        ("origins", origins),
        ("in development builds also", dev_origins.as_ref().map(|set| code_list(set.iter()))),
        ("origins from", origins_from.as_ref().map(code)),
        ("origins if", origins_if.as_ref().map(|path| format!("{} says so", code(path)))),
        ("methods", methods),
        ("request headers", request_headers(base.as_ref(), headers.as_ref(), has_extractors)),
        ("exposed response headers", expose_headers.as_ref().map(|exposed| format!("`{}`", exposed.as_str()))),
        ("credentials", credentials.map(yes_or_no)),
        ("preflights are kept for", max_age.as_ref().map(|max_age| format!("{} s", max_age.seconds()))),
        ("timing figures for", timing_origins),
        ("other origins' requests", (*enforce == Some(true)).then(|| "403".to_owned())),
        ("`danger_accept_insecure_origins`", accept_insecure_origins.map(yes_or_no)),
        ("`danger_accept_public_suffixes`", accept_public_suffixes.map(yes_or_no)),
        ("`danger_accept_null_origin`", accept_null_origin.map(yes_or_no)),
    ];
    let lines = lines.into_iter().filter_map(|(name, value)| Some(format!("- {name}: {}", value?)));
    format!("\n# CORS\n\n{}\n", lines.collect::<Vec<_>>().join("\n"))
}

/// The request headers that are listed, and that those its extractors need are admitted too.
fn request_headers(base: Option<&Path>, headers: Option<&RequestHeaderNames>, has_extractors: bool) -> Option<String> {
    const NEEDED: &str = "what its extractors need";
    let listed = match headers {
        Some(RequestHeaderNames::Any { authorization: true }) => return Some("all".to_owned()),
        Some(RequestHeaderNames::Any { authorization: false }) if has_extractors => {
            return Some("all, but `authorization` only if its extractors need it".to_owned());
        }
        Some(RequestHeaderNames::Any { authorization: false }) => return Some("all but `authorization`".to_owned()),
        Some(RequestHeaderNames::Listed(line)) if !line.is_empty() => Some(code_list(line.iter())),
        Some(RequestHeaderNames::Listed(_)) => None,
        None => base.map(|path| format!("those of {}", code(path))),
    };
    match (listed, has_extractors) {
        (Some(listed), true) => Some(format!("{listed}, and {NEEDED}")),
        // The section's first line names the shared policy already.
        (Some(_), false) if headers.is_none() => None,
        (Some(listed), false) => Some(listed),
        (None, true) => Some(NEEDED.to_owned()),
        (None, false) => Some("none".to_owned()),
    }
}

fn yes_or_no(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}

fn code_list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let texts: Vec<String> = texts.map(|text| format!("`{text}`")).collect();
    match texts.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", texts[..SHOWN].join(", ")),
        _ => texts.join(", "),
    }
}

fn code(path: &Path) -> String {
    let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    format!("`{}`", segments.join("::"))
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;
    use crate::attr::Attribute;
    use crate::validate;

    fn lines(attribute: &str) -> Vec<String> {
        let attribute = Attribute::parse(attribute.parse().unwrap(), Span::call_site());
        let policy = validate::handler(&attribute).unwrap();
        section(&attribute.paths, &policy, false).lines().skip(3).map(str::to_owned).collect()
    }

    #[test]
    fn every_key_is_shown() {
        let attribute = r#"
            origins = ["https://a.example", "null", "http://b.example", "https://*.github.io"],
            dev_origins = "http://localhost:*",
            origins_from = db::ORIGINS,
            origins_if = is_partner,
            methods = [GET, PUT],
            headers = "x-a, x-b",
            expose_headers = "etag",
            credentials,
            max_age = 600,
            timing_origins = "https://a.example, https://b.example",
            enforce,
            danger_accept_insecure_origins,
            danger_accept_public_suffixes,
            danger_accept_null_origin,
            policy = PARTNERS
        "#;
        let expected = [
            "- starts from: `PARTNERS`",
            "- origins: `https://a.example`, `null`, `http://b.example`, `https://*.github.io`",
            "- in development builds also: `http://localhost:*`",
            "- origins from: `db::ORIGINS`",
            "- origins if: `is_partner` says so",
            "- methods: `GET`, `HEAD`, `PUT`",
            "- request headers: `x-a`, `x-b`",
            "- exposed response headers: `etag`",
            "- credentials: yes",
            "- preflights are kept for: 600 s",
            "- timing figures for: `https://a.example`, `https://b.example`",
            "- other origins' requests: 403",
            "- `danger_accept_insecure_origins`: yes",
            "- `danger_accept_public_suffixes`: yes",
            "- `danger_accept_null_origin`: yes",
        ];
        assert_eq!(lines(attribute), expected);
    }

    #[test]
    fn what_is_open_to_all_is_said_in_words() {
        let expected = [
            "- origins: everybody",
            "- methods: all",
            "- request headers: all but `authorization`",
            "- timing figures for: everybody",
        ];
        assert_eq!(lines(r#"origins = "*", methods = "*", headers = "*", timing_origins = "*""#), expected);
    }
}
