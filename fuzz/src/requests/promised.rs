//! What the policies promise for a request: the table of the contract, written down a second time and without regard to
//! time.

use std::collections::BTreeSet;

use axum::http::{HeaderMap, Request, Uri};
use cors_runtime::Origin;

use super::described::Described;
use super::handlers::{DENIED, LIES};

/// How the policies are mounted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Server {
    /// Annotated handlers on an `axum::Router`.
    Annotated,
    /// Each as a `CorsLayer` around a handler without a policy.
    Layers,
    /// Annotated handlers on a `CorsRouter`, inside a layer that denies some requests.
    Router,
}

/// What is promised of an answer.
#[derive(Debug, Default)]
pub(super) struct Promise {
    pub(super) status: u16,
    /// All lines of `Access-Control-*` headers.
    pub(super) cors: Vec<(&'static str, Vec<u8>)>,
    pub(super) timing: Option<String>,
    /// What `Vary` names, in lower case.
    pub(super) vary: BTreeSet<String>,
    /// What it may name besides.
    pub(super) may_vary: BTreeSet<String>,
}

/// The methods that stand for all where a list must stand.
const COMMON: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
/// Names sent back are shorter than this, all field lines joined by commas.
const LONGEST_NAMES: usize = 8 * 1024;

/// What a server answers to a request.
pub(super) fn promise(server: Server, paths: &[(&str, &[Described])], request: &Request<Vec<u8>>) -> Promise {
    let on_path = paths.iter().find(|(path, _)| *path == request.uri().path()).map(|(_, policies)| *policies);
    let denied = server == Server::Router && request.headers().contains_key(DENIED);
    match on_path {
        Some(policies) if server != Server::Layers || policies.len() == 1 => {
            let sent = Sent::new(request);
            if sent.is_preflight() { sent.preflight(policies) } else { sent.actual(server, policies, denied) }
        }
        _ if server == Server::Router && request.method() == "OPTIONS" && request.uri().path() == "*" => {
            Promise { status: 204, ..Promise::default() }
        }
        // What a layer says where there is no policy is its own, lies and all.
        _ if denied => Promise {
            status: 401,
            cors: LIES.map(|(name, value)| (name, value.into())).to_vec(),
            vary: names(&["accept-encoding"]),
            ..Promise::default()
        },
        _ => Promise { status: 404, ..Promise::default() },
    }
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// What a request says.
struct Sent<'r> {
    method: &'r str,
    uri: &'r Uri,
    headers: &'r HeaderMap,
}

impl<'r> Sent<'r> {
    fn new(request: &'r Request<Vec<u8>>) -> Self {
        Self { method: request.method().as_str(), uri: request.uri(), headers: request.headers() }
    }

    /// The only value of a header.
    fn one(&self, name: &str) -> Option<&'r [u8]> {
        let mut values = self.headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => Some(value.as_bytes()),
            _ => None,
        }
    }

    fn is_preflight(&self) -> bool {
        self.method == "OPTIONS"
            && self.headers.contains_key("origin")
            && self.headers.contains_key("access-control-request-method")
    }

    /// `Access-Control-Allow-Origin` under a policy that admits the request's origin.
    fn allow_origin(&self, policy: &Described) -> Option<Vec<u8>> {
        if policy.is_for_everybody() {
            return Some(b"*".to_vec());
        }
        let origin = std::str::from_utf8(self.one("origin")?).ok()?;
        policy.origins.iter().any(|entry| naive::admits(entry, origin)).then(|| origin.as_bytes().to_vec())
    }

    fn preflight(&self, path: &[Described]) -> Promise {
        let depends = path.iter().any(|policy| !policy.is_for_everybody());
        let refusal = |policy: Option<&Described>| Promise {
            status: 403,
            vary: vary_of_preflight(policy.map_or(depends, |policy| !policy.is_for_everybody())),
            may_vary: names(&["access-control-request-headers"]),
            ..Promise::default()
        };
        let asked = self.one("access-control-request-method").and_then(|asked| std::str::from_utf8(asked).ok());
        let Some(asked) = asked.filter(|asked| is_token(asked.as_bytes())) else { return refusal(None) };
        if let Some(policy) = serving(path, asked) {
            let Some(allow_origin) = self.allow_origin(policy) else { return refusal(Some(policy)) };
            let methods = match policy.methods {
                ["*"] if policy.credentials => vec![asked],
                _ => policy.sent_methods(&["*"]),
            };
            return self.approval(policy, allow_origin, &methods, !policy.is_for_everybody());
        }
        if matches!(asked, "GET" | "HEAD" | "POST") {
            return refusal(None);
        }
        let mut admitting = path.iter().filter_map(|policy| Some((policy, self.allow_origin(policy)?)));
        let Some((first, allow_origin)) = admitting.next() else { return refusal(None) };
        let every: &[&str] = if first.credentials { &COMMON } else { &["*"] };
        let mut methods = first.sent_methods(every);
        for (policy, _) in admitting {
            for method in policy.sent_methods(every) {
                if !methods.contains(&method) {
                    methods.push(method);
                }
            }
        }
        self.approval(first, allow_origin, &methods, depends)
    }

    fn approval(&self, policy: &Described, allow_origin: Vec<u8>, methods: &[&str], depends: bool) -> Promise {
        let mut promise = Promise { status: 204, vary: vary_of_preflight(depends), ..Promise::default() };
        promise.cors.push(("access-control-allow-origin", allow_origin));
        if policy.credentials {
            promise.cors.push(("access-control-allow-credentials", b"true".to_vec()));
        }
        promise.cors.push(("access-control-allow-methods", methods.join(", ").into_bytes()));
        let echoes = policy.credentials && policy.headers.contains(&"*");
        let headers = if echoes {
            promise.vary.insert("access-control-request-headers".to_owned());
            self.names_asked_for()
        } else {
            Some(policy.headers.join(", ").into_bytes()).filter(|headers| !headers.is_empty())
        };
        if let Some(headers) = headers {
            promise.cors.push(("access-control-allow-headers", headers));
        }
        if let Some(seconds) = policy.max_age {
            promise.cors.push(("access-control-max-age", seconds.to_string().into_bytes()));
        }
        promise
    }

    /// The names that are asked for, if they may be sent back.
    fn names_asked_for(&self) -> Option<Vec<u8>> {
        let lines: Vec<&[u8]> = self
            .headers
            .get_all("access-control-request-headers")
            .iter()
            .map(axum::http::HeaderValue::as_bytes)
            .collect();
        let joined = lines.join(&b","[..]);
        if joined.len() >= LONGEST_NAMES {
            return None;
        }
        let elements = joined.split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
        let asked: Vec<&[u8]> = elements.clone().filter(|name| !name.is_empty()).collect();
        if asked.is_empty() || !asked.iter().all(|name| is_token(name)) {
            return None;
        }
        // One line without empty elements is sent back as it is.
        let as_it_is = lines.len() == 1 && elements.count() == asked.len();
        Some(if as_it_is { joined } else { asked.join(&b","[..]) })
    }

    fn actual(&self, server: Server, path: &[Described], denied: bool) -> Promise {
        if let Some(policy) = serving(path, self.method) {
            let allow_origin = self.allow_origin(policy);
            if allow_origin.is_none() && policy.enforce && self.is_cross_origin() {
                return decorated(403, policy, None, !policy.is_for_everybody(), false);
            }
            let status = if denied { 401 } else { 200 };
            return decorated(status, policy, allow_origin, !policy.is_for_everybody(), true);
        }
        let mut seen = path.iter().map(|policy| (policy, self.allow_origin(policy)));
        let number = seen.position(|(_, allow_origin)| allow_origin.is_some());
        let policy = &path[number.unwrap_or(0)];
        let looked_at = &path[..=number.unwrap_or(path.len() - 1)];
        let depends = looked_at.iter().any(|policy| !policy.is_for_everybody());
        // What a layer is around is asked for OPTIONS too, and `enforce` speaks of whatever it answers.
        if server == Server::Layers && number.is_none() && policy.enforce && self.is_cross_origin() {
            return decorated(403, policy, None, depends, false);
        }
        let status = match self.method {
            _ if denied => 401,
            "OPTIONS" if server != Server::Layers => 204,
            _ => 405,
        };
        decorated(status, policy, self.allow_origin(policy), depends, denied)
    }

    fn is_cross_origin(&self) -> bool {
        if !self.headers.contains_key("origin") {
            return false;
        }
        if self.headers.contains_key("sec-fetch-site") {
            return !matches!(self.one("sec-fetch-site"), Some(b"same-origin" | b"none"));
        }
        !self.is_own_origin().unwrap_or(false)
    }

    /// Whether host and port of the origin are the server's own.
    fn is_own_origin(&self) -> Option<bool> {
        let origin = std::str::from_utf8(self.one("origin")?).ok()?.to_ascii_lowercase();
        let origin: Origin = origin.parse().ok()?;
        let default_port = match origin.scheme() {
            "http" => 80,
            "https" => 443,
            _ => return None,
        };
        let authority = match self.uri.authority() {
            Some(authority) => authority.as_str(),
            None => std::str::from_utf8(self.one("host")?).ok()?,
        };
        let after_address = authority.rfind(']').map_or(0, |bracket| bracket + 1);
        let (host, port) = match authority[after_address..].find(':') {
            Some(colon) => authority.split_at(after_address + colon),
            None => (authority, ""),
        };
        let port: u16 = match port.strip_prefix(':') {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
            Some(_) => return None,
            None => default_port,
        };
        Some(host.eq_ignore_ascii_case(origin.host()) && port == origin.port().unwrap_or(default_port))
    }
}

fn vary_of_preflight(origin: bool) -> BTreeSet<String> {
    let mut vary = names(&["access-control-request-method"]);
    vary.extend(origin.then(|| "origin".to_owned()));
    vary
}

/// An answer that is no preflight's; `inner` came from inside, with a `Vary` of its own.
fn decorated(status: u16, policy: &Described, allow_origin: Option<Vec<u8>>, depends: bool, inner: bool) -> Promise {
    let mut promise = Promise { status, ..Promise::default() };
    if let Some(allow_origin) = allow_origin {
        promise.cors.push(("access-control-allow-origin", allow_origin));
        if policy.credentials {
            promise.cors.push(("access-control-allow-credentials", b"true".to_vec()));
        }
        if !policy.exposed.is_empty() {
            promise.cors.push(("access-control-expose-headers", policy.exposed.join(", ").into_bytes()));
        }
    }
    if !policy.timing.is_empty() {
        promise.timing = Some(policy.timing.join(", "));
    }
    promise.vary.extend(inner.then(|| "accept-encoding".to_owned()));
    promise.vary.extend(depends.then(|| "origin".to_owned()));
    promise
}

/// The policy of the handler that runs for a method: who names it comes before whose GET brings HEAD.
fn serving<'p>(path: &'p [Described], method: &str) -> Option<&'p Described> {
    let names = |policy: &&Described, method: &str| policy.methods.contains(&method);
    let brings_head = |policy: &&Described| method == "HEAD" && names(policy, "GET");
    let serves_all = |policy: &&Described| method != "OPTIONS" && names(policy, "*");
    let mut policies = path.iter();
    let first = policies.clone().find(|policy| names(policy, method) && method != "*");
    first.or_else(|| policies.find(|policy| brings_head(policy) || serves_all(policy)))
}

fn is_token(text: &[u8]) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.iter().all(|&byte| is_sign(byte))
}

impl Described {
    fn is_for_everybody(&self) -> bool {
        self.origins == ["*"]
    }

    /// The methods as a preflight's answer has them.
    fn sent_methods(&self, every: &[&'static str]) -> Vec<&'static str> {
        let mut sent = Vec::new();
        for &method in self.methods {
            match method {
                "*" => sent.extend(every),
                "GET" => sent.extend(["GET", "HEAD"]),
                _ => sent.push(method),
            }
        }
        sent
    }
}
