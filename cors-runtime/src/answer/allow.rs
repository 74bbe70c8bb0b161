//! `Allow`: the methods of a path, told to plain OPTIONS requests and with a 405.

use cors_policy::COMMON_METHODS;
use http::header::{ALLOW, HeaderValue};
use http::{Method, Response, StatusCode};

use crate::answer::compiled_policy::CompiledPolicy;

/// The answer where no handler is meant: 204 to OPTIONS and 405 to everything else, with the methods there are.
pub(crate) fn allowing<B>(method: &Method, methods: HeaderValue, body: B) -> Response<B> {
    let mut response = Response::new(body);
    *response.status_mut() =
        if *method == Method::OPTIONS { StatusCode::NO_CONTENT } else { StatusCode::METHOD_NOT_ALLOWED };
    response.headers_mut().insert(ALLOW, methods);
    response
}

/// The value of `Allow` (RFC 9110 section 10.2.1).
pub(crate) fn allowed_methods<'a>(policies: impl Iterator<Item = &'a CompiledPolicy>) -> HeaderValue {
    let mut methods: Vec<&str> = Vec::new();
    for policy in policies {
        // A list must stand there, and these are the methods that clients use.
        policy.add_methods_to(&mut methods, COMMON_METHODS);
    }
    if !methods.contains(&"OPTIONS") {
        methods.push("OPTIONS");
    }
    // The names are tokens, which header values can always hold.
    HeaderValue::try_from(methods.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
}
