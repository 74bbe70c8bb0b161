//! Answers to requests that are no preflights: what is added to the headers that a handler set.

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, HeaderMap,
    HeaderName, HeaderValue, VARY,
};

use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::header_values::TRUE;
use crate::answer::vary;

const TIMING_ALLOW_ORIGIN: HeaderName = HeaderName::from_static("timing-allow-origin");

/// Sets what the policy says on an answer. `allow_origin`, which is taken, is there where the request's origin is admitted.
#[inline]
pub(crate) fn set_cors_headers(
    policy: &CompiledPolicy,
    allow_origin: &mut Option<HeaderValue>,
    headers: &mut HeaderMap,
) {
    let existing = Existing::by(headers);
    if existing.cors {
        remove_handlers_own(headers);
    }
    if let Some(origin) = allow_origin.take() {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if policy.credentials {
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
        }
        if let Some(names) = &policy.values.expose_headers {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, names.clone());
        }
    }
    if let Some(origins) = &policy.values.timing_allow_origin {
        headers.insert(TIMING_ALLOW_ORIGIN, origins.clone());
    }
    if !policy.everybody {
        if existing.vary {
            vary::add_origin(headers);
        } else {
            headers.insert(VARY, vary::ORIGIN);
        }
    }
}

/// Which headers a handler set that a policy sets too, found in one walk along the names: most answers have few headers,
/// and to look up a name costs more than to compare some.
struct Existing {
    cors: bool,
    vary: bool,
}

impl Existing {
    #[inline]
    fn by(headers: &HeaderMap) -> Self {
        let mut existing = Self { cors: false, vary: false };
        for name in headers.keys() {
            existing.cors |= is_cors(name);
            existing.vary |= *name == VARY;
        }
        existing
    }
}

#[inline]
fn is_cors(name: &HeaderName) -> bool {
    name.as_str().starts_with("access-control-")
}

/// `Access-Control-Allow-Origin` must stand once (Fetch, "CORS check" step 1 joins its values), and the policy's word is
/// the last: what a handler set itself is taken out.
#[cold]
fn remove_handlers_own(headers: &mut HeaderMap) {
    let names: Vec<HeaderName> = headers.keys().filter(|name| is_cors(name)).cloned().collect();
    for name in names {
        headers.remove(name);
    }
}
