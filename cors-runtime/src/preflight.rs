//! Preflights: is a request one, and what is its answer (Fetch, "CORS-preflight fetch").

use cors_policy::{Methods, Refusal, is_token};
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    HeaderMap, HeaderValue, ORIGIN, VARY,
};
use http::{Method, Response, StatusCode};

use crate::admissions::Consulted;
use crate::answers::{Answers, only_value};
use crate::{events, refusals, vary};

/// The most headers an answer has: origin, credentials, methods, headers, age and `Vary`, and axum's `content-length`.
const MOST_HEADERS: usize = 7;
/// Names asked for that are sent back may be this long together, commas included; a server's own limit on a request's
/// head is of the same size.
const LONGEST_ECHO: usize = 8 * 1024;
/// What stands for "every method" where the protocol wants a list.
pub(crate) const COMMON_METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";

/// Whether a request is a preflight: OPTIONS with an origin and a method that is asked for.
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS && headers.contains_key(ORIGIN) && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Which policies of a path the answer to a preflight looks at.
pub(crate) fn consulted<'a>(policies: impl Iterator<Item = &'a Answers> + Clone, request: &HeaderMap) -> Consulted {
    match asked_method(request).map(|method| serving(policies, method.as_bytes())) {
        None => Consulted::Nobody,
        Some(Some((number, _))) => Consulted::Only(number),
        Some(None) => Consulted::All,
    }
}

/// Answers a preflight to a path with these policies, in their order. `admit` gives the value of
/// `Access-Control-Allow-Origin` under a policy, which has this number; `path` is for the log.
pub(crate) fn answer<'a, B: Default>(
    policies: &(impl Iterator<Item = &'a Answers> + Clone),
    path: &str,
    request: &HeaderMap,
    admit: impl Fn(usize, &Answers) -> Option<HeaderValue>,
) -> Response<B> {
    let refused = |why: &dyn Fn() -> Option<Refusal>| events::refused(&Method::OPTIONS, path, why);
    let Some(asked) = asked_method(request) else {
        refused(&|| Some(Refusal::MethodMalformed));
        return refusal(policies.clone().any(|answers| !answers.everybody), false);
    };
    let Some((number, answers)) = serving(policies.clone(), asked.as_bytes()) else {
        let (response, methods) = answer_unserved(policies.clone(), request, admit);
        refused(&|| {
            Some(match &methods {
                Some(methods) => Refusal::of_method(asked.as_bytes(), methods),
                None => refusals::of_origin(policies, request),
            })
        });
        return response;
    };
    let Some(origin) = admit(number, answers) else {
        refused(&|| Some(refusals::of_origin(&std::iter::once(answers), request)));
        return refusal(!answers.everybody, answers.echoes_headers());
    };
    refused(&|| refusals::of_headers(answers, request));
    let methods = answers.values.allow_methods.clone().unwrap_or_else(|| asked.clone());
    approval(answers, origin, methods, request, !answers.everybody)
}

/// The method that is asked for, where it is one token.
fn asked_method(request: &HeaderMap) -> Option<&HeaderValue> {
    only_value(request, &ACCESS_CONTROL_REQUEST_METHOD).filter(|method| is_token(method.as_bytes()))
}

/// The policy whose handler answers a method: the one that names it, before the one whose GET brings HEAD.
pub(crate) fn serving<'a>(
    policies: impl Iterator<Item = &'a Answers> + Clone,
    method: &[u8],
) -> Option<(usize, &'a Answers)> {
    let mut numbered = policies.enumerate();
    if method == b"HEAD" {
        let names_it = |answers: &Answers| match &answers.rules().methods {
            Some(Methods::Listed { named, .. }) => named.contains(method),
            Some(Methods::Any) | None => false,
        };
        let named = numbered.clone().find(|(_, answers)| names_it(answers));
        if named.is_some() {
            return named;
        }
    }
    numbered.find(|(_, answers)| answers.rules().serves(method))
}

/// The method is nobody's: an admitted origin is told all methods there are, so that its console names the cause. They
/// come back beside the answer; none where the origin is not admitted either.
fn answer_unserved<'a, B: Default>(
    policies: impl Iterator<Item = &'a Answers> + Clone,
    request: &HeaderMap,
    admit: impl Fn(usize, &Answers) -> Option<HeaderValue>,
) -> (Response<B>, Option<String>) {
    let depends_on_origin = policies.clone().any(|answers| !answers.everybody);
    let mut first: Option<(&Answers, HeaderValue)> = None;
    let mut methods: Vec<&str> = Vec::new();
    for (number, answers) in policies.enumerate() {
        let Some(origin) = admit(number, answers) else { continue };
        let (first, _) = first.get_or_insert((answers, origin));
        let line = match &answers.rules().methods {
            Some(Methods::Listed { allowed, .. }) => allowed.as_str(),
            Some(Methods::Any) if first.credentials => COMMON_METHODS,
            Some(Methods::Any) => "*",
            None => continue,
        };
        for method in line.split(", ") {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
    }
    match first {
        Some((answers, origin)) => {
            let methods = methods.join(", ");
            // The names are tokens, which header values can always hold.
            let value = HeaderValue::try_from(&methods).unwrap_or(HeaderValue::from_static(""));
            (approval(answers, origin, value, request, depends_on_origin), Some(methods))
        }
        None => (refusal(depends_on_origin, false), None),
    }
}

fn approval<B: Default>(
    answers: &Answers,
    origin: HeaderValue,
    methods: HeaderValue,
    request: &HeaderMap,
    depends_on_origin: bool,
) -> Response<B> {
    let mut headers = HeaderMap::with_capacity(MOST_HEADERS);
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if answers.credentials {
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    }
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
    let echoes = answers.echoes_headers();
    let names = if echoes { asked_headers(request) } else { answers.values.allow_headers.clone() };
    if let Some(names) = names {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names);
    }
    if let Some(age) = &answers.values.max_age {
        headers.insert(ACCESS_CONTROL_MAX_AGE, age.clone());
    }
    headers.insert(VARY, vary::of_preflight(depends_on_origin, echoes));
    respond(StatusCode::NO_CONTENT, headers)
}

/// 403 without any CORS header: the browser stops there.
fn refusal<B: Default>(depends_on_origin: bool, depends_on_headers: bool) -> Response<B> {
    let mut headers = HeaderMap::new();
    headers.insert(VARY, vary::of_preflight(depends_on_origin, depends_on_headers));
    respond(StatusCode::FORBIDDEN, headers)
}

fn respond<B: Default>(status: StatusCode, headers: HeaderMap) -> Response<B> {
    let mut response = Response::new(B::default());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// The header names a preflight asks for, to be sent back: all of them, if each is a token and together they are short.
fn asked_headers(request: &HeaderMap) -> Option<HeaderValue> {
    let lines = request.get_all(ACCESS_CONTROL_REQUEST_HEADERS);
    let (len, count) = lines.iter().fold((0, 0), |(len, count), line| (len + line.len() + 1, count + 1));
    // Each line was counted with a comma after it, the last one too.
    if count == 0 || len > LONGEST_ECHO || !lines.iter().all(are_names) {
        return None;
    }
    if count == 1 {
        return lines.iter().next().cloned();
    }
    let lines: Vec<&[u8]> = lines.iter().map(HeaderValue::as_bytes).collect();
    HeaderValue::from_bytes(&lines.join(&b","[..])).ok()
}

fn are_names(line: &HeaderValue) -> bool {
    line.as_bytes().split(|&byte| byte == b',').all(|name| is_token(name.trim_ascii()))
}
