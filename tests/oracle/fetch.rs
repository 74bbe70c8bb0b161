//! The browser's side of the CORS protocol, written from the Fetch Standard alone.
//!
//! It is the oracle of this crate's tests: it knows nothing of how a server decides, only what a browser sends, what it
//! demands of the answers, and what it then lets the script see. The server under test is a closure from request to
//! response, so nothing here waits or opens a socket.
//!
//! Sections and steps are those of the Fetch Standard's Review Draft of June 2026. One function stands for one
//! algorithm of the standard and keeps the order of its steps.
//!
//! Left out, since no header of the CORS protocol changes them: the caches, service workers, mixed-content and CSP
//! blocking, what follows a redirect, bodies that are streams, credentials themselves, and the headers `User-Agent`,
//! `Referer`, `Accept-Language` and `Accept-Encoding`. URLs are expected as the URL Standard serialises them (punycode,
//! percent-encoded), because `http::Uri` parses no others.

use std::collections::BTreeSet;

use http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION, CONTENT_LENGTH, HOST, HeaderName, LOCATION, ORIGIN,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};

/// A request's credentials mode (§2.2.5 Requests).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// Never send credentials.
    Omit,
    /// Send them to the page's own origin only; what `fetch()` does unless told otherwise.
    SameOrigin,
    /// Always send them, and demand that the server says it expects them.
    Include,
}

/// What a script hands to `fetch()`, before the browser has looked at any of it.
#[derive(Clone, Debug)]
pub struct ScriptRequest {
    url: String,
    /// The method in the script's spelling.
    method: String,
    /// Names and values in the order given.
    headers: Vec<(String, Vec<u8>)>,
    body: Option<Vec<u8>>,
    credentials: Credentials,
}

impl ScriptRequest {
    /// A request with the method and the absolute URL exactly as the script spells them.
    pub fn new(method: &str, url: &str) -> Self {
        Self {
            url: url.to_owned(),
            method: method.to_owned(),
            headers: Vec::new(),
            body: None,
            credentials: Credentials::SameOrigin,
        }
    }

    /// Adds a header; a name may be given more than once.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// Sets a body of bytes. It brings no `Content-Type` (§5.2 `BodyInit` unions).
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }
}

/// All that happened in one call of `fetch()`.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The CORS-preflight request, if one was needed.
    pub preflight: Option<Request<Vec<u8>>>,
    /// The request the script asked for, if it was sent: a blocked answer does not undo that.
    pub actual: Option<Request<Vec<u8>>>,
    /// What the script got.
    pub outcome: Outcome,
}

/// What the script got from `fetch()`.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The call itself was wrong; nothing was sent.
    Rejected(ScriptError),
    /// The preflight's answer was not good enough; the actual request was not sent.
    PreflightRefused(PreflightRefusal),
    /// The actual request was answered, but the answer may not be shared with the script.
    ResponseBlocked(CorsFailure),
    /// The answer passed, and names another URL: the browser goes there and shows the script nothing of it (§4.4 HTTP
    /// fetch, step 6).
    Redirected(HeaderValue),
    /// The script sees this much of the answer: the body, and the headers left by the filter.
    Allowed(Response<Vec<u8>>),
}

/// Why `fetch()` throws a `TypeError` before anything is sent (§5.4 Request class, constructor).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptError {
    /// Steps 5.2 and 5.3: no URL, or one with a user name or a password. Another scheme than http(s) counts as well: a
    /// script cannot tell the network error it ends in from this.
    Url,
    /// Step 25.2: not a method, or a forbidden one.
    Method,
    /// Step 33.5: a name that is no token, or a value with a byte no header can carry.
    Header,
    /// Step 35: GET and HEAD have no body.
    Body,
}

/// Why a CORS check fails (§4.10 CORS check).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorsFailure {
    /// Step 2: no `Access-Control-Allow-Origin`.
    NoAllowOrigin,
    /// Step 4: `Access-Control-Allow-Origin` is not the page's origin, byte for byte; field lines are joined by `", "`.
    /// With credentials `*` is such a stranger too.
    AllowOriginDiffers(String),
    /// Step 7: with credentials, `Access-Control-Allow-Credentials` is not exactly `true`.
    CredentialsNotAllowed,
}

/// Why a preflight's answer does not admit the request (§4.8 CORS-preflight fetch).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreflightRefusal {
    /// Step 7: the CORS check failed.
    CorsCheck(CorsFailure),
    /// Step 7: the status is not in the range 200 to 299.
    NotOk(StatusCode),
    /// Step 7.3: an item of `Access-Control-Allow-Methods` is no token.
    AllowMethodsMalformed,
    /// Step 7.3: an item of `Access-Control-Allow-Headers` is no token.
    AllowHeadersMalformed,
    /// Step 7.5: the method is not listed.
    MethodNotAllowed(Method),
    /// Step 7.6 for `authorization`, which `*` never covers; step 7.7 for every other name.
    HeaderNotAllowed(String),
}

/// A browser showing one page, whose scripts call `fetch()`.
#[derive(Clone, Debug)]
pub struct Browser {
    /// The page's origin as `Origin` carries it.
    origin: HeaderValue,
}

impl Browser {
    /// A browser at a page of this origin: serialised, or `null` for an opaque one.
    pub fn at(origin: &str) -> Self {
        Self { origin: ascii_value(origin) }
    }

    /// Runs `fetch()` with this server at the other end of every connection.
    pub fn fetch(&self, script: &ScriptRequest, server: impl FnMut(Request<Vec<u8>>) -> Response<Vec<u8>>) -> Fetched {
        match self.construct_request(script) {
            Ok(request) => self.main_fetch(&request, server),
            Err(error) => Fetched { preflight: None, actual: None, outcome: Outcome::Rejected(error) },
        }
    }

    /// §4.1 Main fetch, step 12, and §4.4 HTTP fetch, step 4: the preflight if one is needed, then the actual request
    /// if it may be sent.
    fn main_fetch(
        &self,
        request: &FetchRequest,
        mut server: impl FnMut(Request<Vec<u8>>) -> Response<Vec<u8>>,
    ) -> Fetched {
        let unsafe_names = cors_unsafe_request_header_names(&request.headers);
        let is_simple = is_cors_safelisted_method(&request.method) && unsafe_names.is_empty();
        let mut preflight = None;
        if request.tainting == Tainting::Cors && !is_simple {
            let sent = self.on_the_wire(&preflight_of(request, &unsafe_names));
            preflight = Some(sent.clone());
            if let Err(refusal) = self.judge_preflight(request, &unsafe_names, &server(sent)) {
                let outcome = Outcome::PreflightRefused(refusal);
                return Fetched { preflight, actual: None, outcome };
            }
        }

        let sent = self.on_the_wire(request);
        let actual = Some(sent.clone());
        let outcome = self.judge_response(request, server(sent));
        Fetched { preflight, actual, outcome }
    }

    /// §5.4 Request class, the constructor; then the defaults of §4 Fetching and the choice of the response tainting by
    /// §4.1 Main fetch.
    fn construct_request(&self, script: &ScriptRequest) -> Result<FetchRequest, ScriptError> {
        let url: Uri = script.url.parse().map_err(|_| ScriptError::Url)?;
        let host = host_and_port(&url).ok_or(ScriptError::Url)?;
        if is_forbidden_method(script.method.as_bytes()) {
            return Err(ScriptError::Method);
        }
        let method = normalized_method(&script.method).ok_or(ScriptError::Method)?;

        let mut headers = HeaderMap::new();
        for (name, value) in &script.headers {
            // §5.1 Headers class, "append", steps 1 and 2: normalise, then validate. `http` also turns away control
            // bytes that the standard would pass on; no HTTP server takes them.
            let value = trim(value, b"\t\n\r ");
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| ScriptError::Header)?;
            let field = HeaderValue::from_bytes(value).map_err(|_| ScriptError::Header)?;
            // A forbidden header is dropped without a word ("validate", step 3).
            if !is_forbidden_request_header(name.as_str(), value) {
                headers.append(name, field);
            }
        }

        if script.body.is_some() && matches!(method, Method::GET | Method::HEAD) {
            return Err(ScriptError::Body);
        }

        // §4 Fetching, "fetch", step 12. This comes before the safelist is consulted, so these three bytes count
        // towards its limit of 1024.
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));

        // §4.1 Main fetch, step 12. The opaque origin `null` equals no URL's origin.
        let url_origin = format!("{}://{host}", url.scheme_str().unwrap_or_default());
        let is_same_origin = self.origin.as_bytes() == url_origin.as_bytes();
        Ok(FetchRequest {
            url,
            host,
            method,
            headers,
            body: script.body.clone(),
            credentials: script.credentials,
            tainting: if is_same_origin { Tainting::Basic } else { Tainting::Cors },
        })
    }

    /// §4.6 HTTP-network-or-cache fetch, step 8: the request as the server receives it.
    fn on_the_wire(&self, request: &FetchRequest) -> Request<Vec<u8>> {
        let mut headers = request.headers.clone();

        // Steps 8.5 to 8.9.
        if let Some(body) = &request.body {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        } else if matches!(request.method, Method::POST | Method::PUT) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }

        // Step 8.12; §3.2 `Origin` header, "append a request `Origin` header", steps 3 and 4.
        let is_safe_method = matches!(request.method, Method::GET | Method::HEAD);
        if request.tainting == Tainting::Cors || !is_safe_method {
            headers.insert(ORIGIN, self.origin.clone());
        }

        // Step 8.13; Fetch Metadata, "set the Fetch metadata headers for a request". To tell same-site from cross-site
        // takes the Public Suffix List; the browser here knows only the latter.
        if is_potentially_trustworthy(&request.url) {
            let site = match request.tainting {
                Tainting::Basic => "same-origin",
                Tainting::Cors => "cross-site",
            };
            headers.insert("sec-fetch-dest", HeaderValue::from_static("empty"));
            headers.insert("sec-fetch-mode", HeaderValue::from_static("cors"));
            headers.insert("sec-fetch-site", HeaderValue::from_static(site));
        }

        // Step 8.20: HTTP/1.1 carries the host in a header of its own, the target only the rest.
        headers.insert(HOST, ascii_value(&request.host));

        let mut wire = Request::new(request.body.clone().unwrap_or_default());
        *wire.method_mut() = request.method.clone();
        *wire.uri_mut() = request.url.path_and_query().cloned().map(Uri::from).unwrap_or_default();
        *wire.headers_mut() = headers;
        wire
    }

    /// §4.8 CORS-preflight fetch, step 7.
    fn judge_preflight(
        &self,
        request: &FetchRequest,
        unsafe_names: &BTreeSet<String>,
        answer: &Response<Vec<u8>>,
    ) -> Result<(), PreflightRefusal> {
        // The check is done for the request, not for the preflight: its credentials mode counts, although the preflight
        // itself carried none.
        self.cors_check(request.credentials, answer.headers()).map_err(PreflightRefusal::CorsCheck)?;
        if !answer.status().is_success() {
            return Err(PreflightRefusal::NotOk(answer.status()));
        }

        // Steps 7.1 to 7.3.
        let methods = extract_header_list_values(answer.headers(), &ACCESS_CONTROL_ALLOW_METHODS)
            .map_err(|Malformed| PreflightRefusal::AllowMethodsMalformed)?;
        let names = extract_header_list_values(answer.headers(), &ACCESS_CONTROL_ALLOW_HEADERS)
            .map_err(|Malformed| PreflightRefusal::AllowHeadersMalformed)?;
        let has_wildcard =
            |list: &[String]| request.credentials != Credentials::Include && list.iter().any(|item| item == "*");
        let is_named = |name: &str| names.iter().any(|item| item.eq_ignore_ascii_case(name));

        // Step 7.5: methods compare case-sensitively, and a safelisted one needs no listing.
        let is_listed = methods.iter().any(|method| method == request.method.as_str());
        let is_safelisted = is_cors_safelisted_method(&request.method);
        if !is_listed && !is_safelisted && !has_wildcard(&methods) {
            return Err(PreflightRefusal::MethodNotAllowed(request.method.clone()));
        }

        // Step 7.6: the one CORS non-wildcard request-header name.
        if request.headers.contains_key(AUTHORIZATION) && !is_named(AUTHORIZATION.as_str()) {
            return Err(PreflightRefusal::HeaderNotAllowed(AUTHORIZATION.to_string()));
        }

        // Step 7.7.
        for name in unsafe_names {
            if !is_named(name) && !has_wildcard(&names) {
                return Err(PreflightRefusal::HeaderNotAllowed(name.clone()));
            }
        }
        Ok(())
    }

    /// §4.4 HTTP fetch, steps 4.4 and 6; then the filtering of §4.1 Main fetch, steps 14 and 21.
    fn judge_response(&self, request: &FetchRequest, mut answer: Response<Vec<u8>>) -> Outcome {
        if request.tainting == Tainting::Cors {
            if let Err(failure) = self.cors_check(request.credentials, answer.headers()) {
                return Outcome::ResponseBlocked(failure);
            }
        }

        // A redirect without `Location` is an answer like any other (§4.5, step 4).
        let is_redirect = matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308);
        match answer.headers().get(LOCATION) {
            Some(location) if is_redirect => return Outcome::Redirected(location.clone()),
            _ => {}
        }

        *answer.headers_mut() = visible_headers(request, answer.headers());
        let has_null_body = matches!(answer.status().as_u16(), 101 | 103 | 204 | 205 | 304);
        if request.method == Method::HEAD || has_null_body {
            answer.body_mut().clear();
        }
        Outcome::Allowed(answer)
    }

    /// §4.10 CORS check.
    fn cors_check(&self, credentials: Credentials, headers: &HeaderMap) -> Result<(), CorsFailure> {
        let allowed = combined_value(headers, &ACCESS_CONTROL_ALLOW_ORIGIN).ok_or(CorsFailure::NoAllowOrigin)?;
        if credentials != Credentials::Include && allowed == b"*" {
            return Ok(());
        }
        if allowed != self.origin.as_bytes() {
            let allowed = String::from_utf8_lossy(&allowed).into_owned();
            return Err(CorsFailure::AllowOriginDiffers(allowed));
        }
        if credentials != Credentials::Include {
            return Ok(());
        }
        match combined_value(headers, &ACCESS_CONTROL_ALLOW_CREDENTIALS) {
            Some(value) if value == b"true" => Ok(()),
            _ => Err(CorsFailure::CredentialsNotAllowed),
        }
    }
}

/// A request's response tainting (§2.2.5 Requests), as far as a `fetch()` in mode `cors` needs it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tainting {
    /// The URL is same-origin with the page.
    Basic,
    /// It is not, so the CORS protocol applies.
    Cors,
}

/// A request (§2.2.5 Requests) once the script's wishes have been checked.
struct FetchRequest {
    /// Where it goes, scheme and host included.
    url: Uri,
    /// The URL's host, with its port unless that is the scheme's default.
    host: String,
    /// Normalised.
    method: Method,
    /// The header list: the script's headers that were let through, and the default `Accept`.
    headers: HeaderMap,
    /// The body; none and an empty one are told apart by `Content-Length`.
    body: Option<Vec<u8>>,
    credentials: Credentials,
    tainting: Tainting,
}

/// §4.8 CORS-preflight fetch, steps 1 to 5.
fn preflight_of(request: &FetchRequest, unsafe_names: &BTreeSet<String>) -> FetchRequest {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
    headers.insert(ACCESS_CONTROL_REQUEST_METHOD, ascii_value(request.method.as_str()));
    if !unsafe_names.is_empty() {
        // Step 5.1: sorted, and joined by a comma without a space.
        let names: Vec<&str> = unsafe_names.iter().map(String::as_str).collect();
        headers.insert(ACCESS_CONTROL_REQUEST_HEADERS, ascii_value(&names.join(",")));
    }
    FetchRequest {
        url: request.url.clone(),
        host: request.host.clone(),
        method: Method::OPTIONS,
        headers,
        body: None,
        credentials: Credentials::SameOrigin,
        tainting: Tainting::Cors,
    }
}

/// §2.2.1 Methods, "forbidden method".
fn is_forbidden_method(method: &[u8]) -> bool {
    matches!(method.to_ascii_uppercase().as_slice(), b"CONNECT" | b"TRACE" | b"TRACK")
}

/// §2.2.1 Methods, "normalize" a method; `None` for what is none.
fn normalized_method(method: &str) -> Option<Method> {
    let uppercase = method.to_ascii_uppercase();
    // Only these six lose their case: `patch` stays `patch`, another method than `PATCH`.
    let normalized = match uppercase.as_str() {
        "DELETE" | "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" => &uppercase,
        _ => method,
    };
    Method::from_bytes(normalized.as_bytes()).ok()
}

/// §2.2.1 Methods, "CORS-safelisted method".
fn is_cors_safelisted_method(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::POST)
}

/// §2.2.2 Headers, "forbidden request-header". The name is in lower case.
fn is_forbidden_request_header(name: &str, value: &[u8]) -> bool {
    const ALWAYS: &str = "accept-charset accept-encoding access-control-request-headers access-control-request-method connection \
        content-length cookie cookie2 date dnt expect host keep-alive origin referer set-cookie te trailer \
        transfer-encoding upgrade via";
    match name {
        "x-http-method" | "x-http-method-override" | "x-method-override" => {
            split_value(value).into_iter().any(is_forbidden_method)
        }
        _ => ALWAYS.split(' ').any(|always| always == name) || name.starts_with("proxy-") || name.starts_with("sec-"),
    }
}

/// §2.2.2 Headers, "get, decode, and split" a header value: at the commas outside quoted strings.
fn split_value(value: &[u8]) -> Vec<&[u8]> {
    let mut items = Vec::new();
    let (mut start, mut is_quoted, mut is_escaped) = (0, false, false);
    for (position, &byte) in value.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b',' if !is_quoted => {
                items.push(trim(&value[start..position], b"\t "));
                start = position + 1;
            }
            _ => {}
        }
    }
    items.push(trim(&value[start..], b"\t "));
    items
}

/// §2.2.2 Headers, "CORS-unsafe request-header names", sorted and in lower case.
fn cors_unsafe_request_header_names(headers: &HeaderMap) -> BTreeSet<String> {
    let mut unsafe_names = BTreeSet::new();
    let mut potentially_unsafe_names = BTreeSet::new();
    let mut safelist_value_size = 0;
    for (name, value) in headers {
        if is_cors_safelisted_request_header(name.as_str(), value.as_bytes()) {
            potentially_unsafe_names.insert(name.to_string());
            safelist_value_size += value.len();
        } else {
            unsafe_names.insert(name.to_string());
        }
    }
    if safelist_value_size > 1024 {
        unsafe_names.append(&mut potentially_unsafe_names);
    }
    unsafe_names
}

/// §2.2.2 Headers, "CORS-safelisted request-header". The name is in lower case.
fn is_cors_safelisted_request_header(name: &str, value: &[u8]) -> bool {
    let has_unsafe_byte = value.iter().copied().any(is_cors_unsafe_request_header_byte);
    let has_language_bytes = value.iter().all(|byte| byte.is_ascii_alphanumeric() || b" *,-.;=".contains(byte));
    value.len() <= 128
        && match name {
            "accept" => !has_unsafe_byte,
            "accept-language" | "content-language" => has_language_bytes,
            "content-type" => !has_unsafe_byte && has_form_essence(value),
            "range" => is_simple_range(value),
            _ => false,
        }
}

/// §2.2.2 Headers, "CORS-unsafe request-header byte".
fn is_cors_unsafe_request_header_byte(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || b"\"():<>?@[\\]{}\x7f".contains(&byte)
}

/// Whether the essence is one that an HTML form can send too (MIME Sniffing §4.4, "parse a MIME type"). No parameter
/// can make that parser fail, so only what precedes them is looked at.
fn has_form_essence(content_type: &[u8]) -> bool {
    let essence = content_type.split(|byte| *byte == b';').next().unwrap_or_default();
    let essence = trim(essence, b"\t\n\r ").to_ascii_lowercase();
    matches!(essence.as_slice(), b"application/x-www-form-urlencoded" | b"multipart/form-data" | b"text/plain")
}

/// §2.2.2 Headers, "parse a single range header value" without white space, and with the start that the safelist
/// demands: `bytes=0-` and `bytes=0-499`, but not `bytes=-500`.
fn is_simple_range(value: &[u8]) -> bool {
    let parts = std::str::from_utf8(value)
        .ok()
        .and_then(|value| value.strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'));
    let Some((start, end)) = parts else {
        return false;
    };
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if start.is_empty() || !is_number(start) || !is_number(end) {
        return false;
    }
    // 128 digits fit no integer type; without leading zeros the longer number is the greater.
    let magnitude = |digits: &str| {
        let digits = digits.trim_start_matches('0');
        (digits.len(), digits.to_owned())
    };
    end.is_empty() || magnitude(start) <= magnitude(end)
}

/// §4.1 Main fetch, step 14, with the filtered responses of §2.2.6 Responses.
fn visible_headers(request: &FetchRequest, headers: &HeaderMap) -> HeaderMap {
    // Where the list is malformed nothing is exposed: step 14.1.3 says "non-null or failure", but a failure holds no
    // names.
    let exposed = extract_header_list_values(headers, &ACCESS_CONTROL_EXPOSE_HEADERS).unwrap_or_default();
    // Step 14.1.2. With credentials `*` is but the name of a header called `*`.
    let exposes_all = request.credentials != Credentials::Include && exposed.iter().any(|name| name == "*");
    let is_visible = |name: &HeaderName| match name.as_str() {
        // The forbidden response-header names.
        "set-cookie" | "set-cookie2" => false,
        _ if request.tainting == Tainting::Basic || exposes_all => true,
        // The CORS-safelisted response-header names.
        "cache-control" | "content-language" | "content-length" | "content-type" | "expires" | "last-modified"
        | "pragma" => true,
        name => exposed.iter().any(|listed| listed.eq_ignore_ascii_case(name)),
    };
    headers.iter().filter(|(name, _)| is_visible(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// A list header that does not fit its grammar.
#[derive(Debug)]
struct Malformed;

/// §2.2.2 Headers, "extract header list values", for the headers whose grammar is a list of tokens (§3.3.4 HTTP
/// new-header syntax). An absent header gives the empty list, as an empty one does.
fn extract_header_list_values(headers: &HeaderMap, name: &HeaderName) -> Result<Vec<String>, Malformed> {
    let mut values = Vec::new();
    for field in headers.get_all(name) {
        for item in field.as_bytes().split(|byte| *byte == b',') {
            let item = trim(item, b"\t ");
            let is_token = item.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte));
            if !is_token {
                return Err(Malformed);
            }
            // RFC 9110, section 5.6.1.2: a recipient passes over empty items.
            if !item.is_empty() {
                values.push(String::from_utf8_lossy(item).into_owned());
            }
        }
    }
    Ok(values)
}

/// §2.2.2 Headers, "get" a header name from a header list.
fn combined_value(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    let values: Vec<&[u8]> = headers
        .get_all(name)
        .iter()
        // A header value never starts or ends with white space: HTTP parsers strip it.
        .map(|value| trim(value.as_bytes(), b"\t "))
        .collect();
    if values.is_empty() { None } else { Some(values.join(&b", "[..])) }
}

/// The host of an http(s) URL, with its port unless that is the scheme's default; `None` for a URL that `fetch()`
/// rejects.
fn host_and_port(url: &Uri) -> Option<String> {
    let default_port = match url.scheme_str()? {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    if url.authority()?.as_str().contains('@') {
        return None;
    }
    let host = url.host()?.to_ascii_lowercase();
    match url.port_u16() {
        Some(port) if port != default_port => Some(format!("{host}:{port}")),
        _ => Some(host),
    }
}

/// Secure Contexts §3.1, "is origin potentially trustworthy": encrypted, or this very machine.
fn is_potentially_trustworthy(url: &Uri) -> bool {
    let host = url.host().unwrap_or_default().to_ascii_lowercase();
    let is_loopback = match host.parse::<std::net::Ipv4Addr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host == "[::1]",
    };
    url.scheme_str() == Some("https") || is_loopback || host == "localhost" || host.ends_with(".localhost")
}

/// Removes the given white space from both ends; which bytes those are differs from step to step.
fn trim<'a>(bytes: &'a [u8], white_space: &[u8]) -> &'a [u8] {
    let is_content = |byte: &u8| !white_space.contains(byte);
    let start = bytes.iter().position(is_content).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(is_content).map_or(start, |last| last + 1);
    &bytes[start..end]
}

/// A header value of text that is visible ASCII, by construction or by the caller's promise.
fn ascii_value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("an origin, a host or a list of tokens is ASCII")
}
