//! Preflights: is a request one, and what is its answer (Fetch, "CORS-preflight fetch").

use cors_policy::{Refusal, is_token};
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    HeaderMap, HeaderValue, ORIGIN, VARY,
};
use http::{Method, Response, StatusCode, Uri};

use crate::answer::allow_origin::{AllowOrigins, PolicySelection};
use crate::answer::compiled_policy::{CompiledPolicy, TRUE};
use crate::answer::explain;
use crate::answer::vary;
use crate::log::events;
use crate::request::single_value::SingleValue;

/// Names asked for that are sent back may be this long together, commas included; a server's own limit on a request's
/// head is of the same size.
const LONGEST_ECHO: usize = 8 * 1024;
/// What stands for "every method" where the protocol wants a list.
pub(crate) const COMMON_METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";

/// A request that is a preflight: OPTIONS with an origin and a method that is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Preflight<'r> {
    headers: &'r HeaderMap,
    pub(crate) origin: SingleValue<'r>,
    method: SingleValue<'r>,
    /// How many headers others add to the answer.
    others: usize,
}

impl<'r> Preflight<'r> {
    /// This request, if it is a preflight.
    #[inline]
    pub(crate) fn of(method: &Method, headers: &'r HeaderMap) -> Option<Self> {
        if *method != Method::OPTIONS {
            return None;
        }
        let origin = SingleValue::of(headers, &ORIGIN);
        if !origin.is_present() {
            return None;
        }
        let method = SingleValue::of(headers, &ACCESS_CONTROL_REQUEST_METHOD);
        method.is_present().then_some(Self { headers, origin, method, others: 0 })
    }

    /// The same, with room in the answer for so many headers that others add to it.
    pub(crate) fn with_room_for(self, others: usize) -> Self {
        Self { others, ..self }
    }

    /// Whether a policy's handler serves the method that is asked for.
    pub(crate) fn is_served<'a>(self, policies: impl Iterator<Item = &'a CompiledPolicy> + Clone) -> bool {
        self.method.one().is_some_and(|method| serving(policies, method.as_bytes()).is_some())
    }

    /// Which policies of a path the answer looks at.
    pub(crate) fn consulted<'a>(self, policies: impl Iterator<Item = &'a CompiledPolicy> + Clone) -> PolicySelection {
        match self.method.one().map(HeaderValue::as_bytes) {
            Some(method) => match serving(policies, method) {
                Some((number, _)) => PolicySelection::Only(number),
                None if is_token(method) => PolicySelection::All,
                None => PolicySelection::NoPolicy,
            },
            None => PolicySelection::NoPolicy,
        }
    }

    /// The answer on a path with these policies, in their order; `uri` is for the log, and `body` the empty one.
    pub(crate) fn answer<'a, B>(
        self,
        policies: &(impl Iterator<Item = &'a CompiledPolicy> + Clone),
        uri: &Uri,
        admissions: &AllowOrigins<'_>,
        body: B,
    ) -> Response<B> {
        let Some(requested) = self.method.one() else {
            return self.malformed(policies.clone(), uri, body);
        };
        let Some((number, policy)) = serving(policies.clone(), requested.as_bytes()) else {
            return self.answer_unserved(requested.as_bytes(), policies, uri, admissions, body);
        };
        let Some(origin) = admissions.of(number, policy) else {
            self.refused(uri, || Some(explain::of_origin(&std::iter::once(policy), self.headers)));
            return refusal(!policy.everybody, policy.echoes_headers(), body);
        };
        self.refused(uri, || explain::of_headers(policy, self.headers));
        let methods = policy.values.allow_methods.as_ref().unwrap_or(requested).clone();
        self.approval(policy, origin, methods, !policy.everybody, body)
    }

    /// The method is nobody's: an admitted origin is told all methods there are, so that its console names the cause.
    #[cold]
    fn answer_unserved<'a, B>(
        self,
        requested: &[u8],
        policies: &(impl Iterator<Item = &'a CompiledPolicy> + Clone),
        uri: &Uri,
        admissions: &AllowOrigins<'_>,
        body: B,
    ) -> Response<B> {
        if !is_token(requested) {
            return self.malformed(policies.clone(), uri, body);
        }
        let depends_on_origin = depend_on_origin(policies.clone());
        if is_safelisted_method(requested) {
            let mut served: Vec<&str> = Vec::new();
            policies.clone().for_each(|policy| policy.add_methods_to(&mut served, COMMON_METHODS));
            self.refused(uri, || Some(Refusal::of_method(requested, &served.join(", "))));
            return refusal(depends_on_origin, false, body);
        }
        let mut first: Option<(&CompiledPolicy, HeaderValue)> = None;
        let mut methods: Vec<&str> = Vec::new();
        for (number, policy) in policies.clone().enumerate() {
            let Some(origin) = admissions.of(number, policy) else { continue };
            let (first, _) = first.get_or_insert((policy, origin));
            policy.add_methods_to(&mut methods, if first.credentials { COMMON_METHODS } else { "*" });
        }
        let Some((policy, origin)) = first else {
            self.refused(uri, || Some(explain::of_origin(policies, self.headers)));
            return refusal(depends_on_origin, false, body);
        };
        let methods = methods.join(", ");
        self.refused(uri, || Some(Refusal::of_method(requested, &methods)));
        // The names are tokens, which header values can always hold.
        let value = HeaderValue::try_from(methods).unwrap_or(HeaderValue::from_static(""));
        self.approval(policy, origin, value, depends_on_origin, body)
    }

    /// What is asked for is not one method.
    #[cold]
    fn malformed<'a, B>(self, policies: impl Iterator<Item = &'a CompiledPolicy>, uri: &Uri, body: B) -> Response<B> {
        self.refused(uri, || Some(Refusal::MethodMalformed));
        refusal(depend_on_origin(policies), false, body)
    }

    /// Tells the log.
    #[inline]
    fn refused(self, uri: &Uri, why: impl FnOnce() -> Option<Refusal>) {
        events::log_refusal(&Method::OPTIONS, uri, || why().map(|refusal| explain::preflight(refusal, self.headers)));
    }

    fn approval<B>(
        self,
        policy: &CompiledPolicy,
        origin: HeaderValue,
        methods: HeaderValue,
        depends_on_origin: bool,
        body: B,
    ) -> Response<B> {
        let echoes = policy.echoes_headers();
        let names = if echoes { self.requested_headers() } else { policy.values.allow_headers.clone() };
        let age = policy.values.max_age.clone();
        // Origin, methods and `Vary`, and what the policy and others add.
        let count = 3
            + self.others
            + usize::from(policy.credentials)
            + usize::from(names.is_some())
            + usize::from(age.is_some());
        let mut response = respond(StatusCode::NO_CONTENT, body);
        let headers = response.headers_mut();
        headers.reserve(count);
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if policy.credentials {
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
        }
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
        if let Some(names) = names {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names);
        }
        if let Some(age) = age {
            headers.insert(ACCESS_CONTROL_MAX_AGE, age);
        }
        headers.insert(VARY, vary::of_preflight(depends_on_origin, echoes));
        response
    }

    /// The header names that are asked for, to be sent back: all of them, if each is a token and together they are short.
    /// Empty elements of the list are passed over (RFC 9110 section 5.6.1.2).
    fn requested_headers(self) -> Option<HeaderValue> {
        let lines = self.headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS);
        let (len, count) = lines.iter().fold((0, 0), |(len, count), line| (len + line.len() + 1, count + 1));
        // Each line was counted with a comma after it, the last one too.
        if count == 0 || len > LONGEST_ECHO {
            return None;
        }
        let mut has_names = false;
        let mut has_empty = false;
        for name in lines.iter().flat_map(elements) {
            if name.is_empty() {
                has_empty = true;
            } else if is_token(name) {
                has_names = true;
            } else {
                return None;
            }
        }
        if !has_names {
            return None;
        }
        if count == 1 && !has_empty {
            return lines.iter().next().cloned();
        }
        let names: Vec<&[u8]> = lines.iter().flat_map(elements).filter(|name| !name.is_empty()).collect();
        HeaderValue::from_bytes(&names.join(&b","[..])).ok()
    }
}

/// The policy whose handler answers a method: the one that names it, before the one whose GET brings HEAD.
pub(crate) fn serving<'a>(
    policies: impl Iterator<Item = &'a CompiledPolicy> + Clone,
    method: &[u8],
) -> Option<(usize, &'a CompiledPolicy)> {
    let mut numbered = policies.enumerate();
    if method == b"HEAD" {
        let named = numbered.clone().find(|(_, policy)| policy.names(method));
        if named.is_some() {
            return named;
        }
    }
    numbered.find(|(_, policy)| policy.serves(method))
}

/// Whether browsers send a method without looking for it in `Access-Control-Allow-Methods` (Fetch, "CORS-safelisted method",
/// and "CORS-preflight fetch", where these three are passed over). A list without it keeps nobody from sending it, so only a
/// refusal does.
fn is_safelisted_method(method: &[u8]) -> bool {
    matches!(method, b"GET" | b"HEAD" | b"POST")
}

fn depend_on_origin<'a>(mut policies: impl Iterator<Item = &'a CompiledPolicy>) -> bool {
    policies.any(|policy| !policy.everybody)
}

/// 403 without any CORS header: the browser stops there.
fn refusal<B>(depends_on_origin: bool, depends_on_headers: bool, body: B) -> Response<B> {
    let mut response = respond(StatusCode::FORBIDDEN, body);
    response.headers_mut().insert(VARY, vary::of_preflight(depends_on_origin, depends_on_headers));
    response
}

fn respond<B>(status: StatusCode, body: B) -> Response<B> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

/// The elements of a list in one field line, without the white space around them.
fn elements(line: &HeaderValue) -> impl Iterator<Item = &[u8]> {
    line.as_bytes().split(|&byte| byte == b',').map(<[u8]>::trim_ascii)
}
