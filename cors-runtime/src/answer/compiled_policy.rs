//! A policy with the header values its answers are made of.
//!
//! An annotated handler's is made when its route is mounted. On a request nothing is put together and nothing is allocated. The
//! code here is not generic over handlers, so a route adds its data to a binary and no code.

use cors_policy::{MethodBits, Methods, OriginSet, Origins, Policy, RequestHeaderNames};
use http::header::HeaderValue;

use crate::answer::exact_origins::ExactOrigins;
use crate::answer::header_values::{HeaderValues, MakeValue, STAR, value_while_used};
use crate::policy::origin_check::BoundCheck;
use crate::policy::origin_source::OriginsFrom;
use crate::request::single_value::SingleValue;

/// A policy and its header values.
#[derive(Debug)]
pub struct CompiledPolicy {
    /// The name of the handler; empty where there is none.
    pub(crate) handler: &'static str,
    pub(crate) rules: Policy,
    pub(crate) origins_from: Option<OriginsFrom>,
    pub(crate) origins_if: Option<BoundCheck>,
    exact: ExactOrigins,
    pub(crate) values: HeaderValues,
    known_methods: MethodBits,
    pub(crate) credentials: bool,
    pub(crate) everybody: bool,
    pub(crate) enforce: bool,
}

impl CompiledPolicy {
    /// A policy that a running program holds.
    pub(crate) fn built(policy: crate::Policy) -> Self {
        let (rules, origins_from, origins_if) = policy.into_parts();
        Self::new("", rules, origins_from, origins_if, value_while_used)
    }

    /// A policy whose values are made by this function.
    pub(crate) fn new(
        handler: &'static str,
        rules: Policy,
        origins_from: Option<OriginsFrom>,
        origins_if: Option<BoundCheck>,
        value: MakeValue,
    ) -> Self {
        Self {
            handler,
            exact: ExactOrigins::of(&rules, origins_from.is_some(), value),
            values: HeaderValues::of(&rules, value),
            known_methods: rules.keys().methods.as_ref().map_or(MethodBits::NONE, Methods::bits),
            credentials: rules.takes_credentials(),
            everybody: rules.admits_everybody(),
            enforce: rules.keys().enforce == Some(true),
            origins_from,
            origins_if,
            rules,
        }
    }

    /// Reads `origins_from` once, so that a bad set stops the start and not the first request.
    pub(crate) fn force(&self) {
        self.origins_from.iter().for_each(OriginsFrom::force);
    }

    /// The value of `Access-Control-Allow-Origin` for a request with this `Origin`, if the origin is admitted without asking.
    #[inline]
    pub(crate) fn allow_origin(&self, origin: SingleValue<'_>) -> Option<HeaderValue> {
        if self.everybody {
            return Some(STAR);
        }
        let origin = origin.one()?;
        match self.exact.find(origin) {
            Some(value) => Some(value.clone()),
            None if self.exact.are_all() => None,
            None => self.admits(origin.as_bytes()).then(|| origin.clone()),
        }
    }

    /// Whether a method is one the policy's handler serves.
    #[inline]
    pub(crate) fn serves(&self, method: &[u8]) -> bool {
        self.known_methods.has(method).unwrap_or_else(|| self.rules.serves(method))
    }

    /// Whether the policy names a method: `"*"` and the HEAD that GET brings are not counted.
    pub(crate) fn names(&self, method: &[u8]) -> bool {
        matches!(&self.rules.keys().methods, Some(Methods::Listed { named, .. }) if named.contains(method))
    }

    /// Adds the methods that the policy's handler serves to a list that has each once; `every` stands for `"*"`.
    pub(crate) fn add_methods_to<'a>(&'a self, methods: &mut Vec<&'a str>, every: &'a str) {
        let line = match &self.rules.keys().methods {
            Some(Methods::Listed { allowed, .. }) => allowed.as_str(),
            Some(Methods::Any) => every,
            None => "",
        };
        for method in cors_policy::names(line) {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
    }

    /// Whether an origin's bytes are admitted without asking.
    pub(crate) fn admits(&self, origin: &[u8]) -> bool {
        let keys = self.rules.keys();
        let listed = matches!(&keys.origins, Some(Origins::Listed(set)) if set.find(origin).is_some());
        self.everybody
            || listed
            || keys.dev_origins.as_ref().is_some_and(|set| set.find(origin).is_some())
            || self.origins_from.as_ref().is_some_and(|source| source.admits(origin))
    }

    /// The origins and patterns that are written down; what `origins_from` admits is not known here.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &str> {
        let keys = self.rules.keys();
        let origins = match &keys.origins {
            Some(Origins::Listed(set)) => Some(set),
            _ => None,
        };
        origins.into_iter().chain(&keys.dev_origins).flat_map(OriginSet::iter)
    }

    /// Whether the names a preflight asks for are sent back instead of a list.
    pub(crate) fn echoes_headers(&self) -> bool {
        self.credentials && matches!(self.rules.keys().headers, Some(RequestHeaderNames::Any { .. }))
    }
}
