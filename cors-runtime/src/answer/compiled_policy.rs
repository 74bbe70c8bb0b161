//! A policy with the header values its answers are made of.
//!
//! For an annotated handler this is a `static` that the compiler fills in: on a request nothing is put together and
//! nothing is allocated. The code here is not generic over handlers, so a route adds its data to a binary and no code.

use std::mem::ManuallyDrop;

use cors_policy::for_macros::{ConstPolicy, ConstSet, MountedMethods};
use cors_policy::{
    ExposedHeaderNames, FieldValue, Match, MethodBits, Methods, OriginSet, Origins, Policy, RequestHeaderNames,
    STAR_AND_AUTHORIZATION,
};
use http::header::HeaderValue;

use crate::answer::exact_origins::ExactOrigins;
use crate::policy::origin_check::{BoundCheck, CheckFunction};
use crate::policy::origin_source::{OriginsFrom, SourceFunction};
use crate::request::single_value::SingleValue;

/// A policy and its header values.
#[derive(Debug)]
pub struct CompiledPolicy {
    /// The name of the handler; empty where there is none.
    pub(crate) handler: &'static str,
    pub(crate) rules: Policy,
    origins_from: Option<OriginsFrom>,
    pub(crate) origins_if: Option<BoundCheck>,
    /// The values of the exact origins by their number in the set.
    origins: &'static [HeaderValue],
    dev_origins: &'static [HeaderValue],
    few: ExactOrigins,
    pub(crate) values: HeaderValues,
    known_methods: MethodBits,
    pub(crate) credentials: bool,
    pub(crate) everybody: bool,
    pub(crate) enforce: bool,
}

/// The values of the headers that are the same in every answer.
#[derive(Debug)]
pub(crate) struct HeaderValues {
    pub(crate) allow_methods: Option<HeaderValue>,
    pub(crate) allow_headers: Option<HeaderValue>,
    pub(crate) expose_headers: Option<HeaderValue>,
    pub(crate) max_age: Option<HeaderValue>,
    pub(crate) timing_allow_origin: Option<HeaderValue>,
}

pub(crate) const STAR: HeaderValue = HeaderValue::from_static(cors_policy::STAR);
pub(crate) const TRUE: HeaderValue = HeaderValue::from_static("true");

impl CompiledPolicy {
    /// A policy that is a constant, for a `static`.
    ///
    /// A `static` is never dropped. Its type says so, since of one that could be the compiler asks at length whether a
    /// constant may.
    #[must_use]
    pub const fn constant(
        handler: &'static str,
        written: &ConstPolicy,
        from: Option<SourceFunction>,
        check: Option<CheckFunction>,
        origins: &'static [HeaderValue],
        dev_origins: &'static [HeaderValue],
    ) -> ManuallyDrop<Self> {
        let rules = written.to_policy();
        ManuallyDrop::new(Self {
            handler,
            origins_from: OriginsFrom::constant(from),
            origins_if: BoundCheck::constant(check),
            origins,
            dev_origins,
            few: ExactOrigins::constant(&rules, from.is_some(), origins),
            values: HeaderValues::constant(&rules),
            known_methods: known_methods(&rules),
            credentials: rules.takes_credentials(),
            everybody: rules.admits_everybody(),
            enforce: matches!(rules.enforce(), Some(true)),
            rules,
        })
    }

    /// A policy that a running program holds.
    pub(crate) fn built(policy: crate::Policy) -> Self {
        let (rules, origins_from, origins_if) = policy.into_parts();
        Self {
            few: ExactOrigins::built(&rules, origins_from.is_some()),
            handler: "",
            origins_from,
            origins_if,
            origins: &[],
            dev_origins: &[],
            values: HeaderValues::built(&rules),
            known_methods: known_methods(&rules),
            credentials: rules.takes_credentials(),
            everybody: rules.admits_everybody(),
            enforce: rules.enforce() == Some(true),
            rules,
        }
    }

    /// Reads `origins_from` once, so that a bad set stops the start and not the first request.
    pub(crate) fn force(&self) {
        if let Some(source) = &self.origins_from {
            source.force();
        }
    }

    /// The value of `Access-Control-Allow-Origin` for a request with this `Origin`, if the origin is admitted without asking.
    #[inline]
    pub(crate) fn allow_origin(&self, origin: SingleValue<'_>) -> Option<HeaderValue> {
        if self.everybody {
            return Some(STAR);
        }
        self.admitted(origin.one()?)
    }

    /// The value for this origin, if one of the sources admits it that need not be asked.
    #[inline]
    fn admitted(&self, origin: &HeaderValue) -> Option<HeaderValue> {
        match self.few.find(origin) {
            Some(value) => Some(value.clone()),
            None if self.few.are_all() => None,
            None => self.admitted_otherwise(origin),
        }
    }

    fn admitted_otherwise(&self, origin: &HeaderValue) -> Option<HeaderValue> {
        let rules = &self.rules;
        if let Some(Origins::Listed(set)) = rules.origins() {
            if let Some(value) = admitted_by(set, self.origins, origin) {
                return Some(value);
            }
        }
        if let Some(set) = rules.dev_origins() {
            if let Some(value) = admitted_by(set, self.dev_origins, origin) {
                return Some(value);
            }
        }
        let source = self.origins_from.as_ref()?;
        source.admits(origin.as_bytes()).then(|| origin.clone())
    }

    /// Whether a method is one the policy's handler serves.
    #[inline]
    pub(crate) fn serves(&self, method: &[u8]) -> bool {
        self.known_methods.has(method).unwrap_or_else(|| self.rules.serves(method))
    }

    /// Whether the policy names a method: `"*"` and the HEAD that GET brings are not counted.
    pub(crate) fn names(&self, method: &[u8]) -> bool {
        match self.rules.methods() {
            Some(Methods::Listed { named, .. }) => named.contains(method),
            Some(Methods::Any) | None => false,
        }
    }

    /// The handler's name and methods, where it is an annotated one: the policies of these are constants.
    pub(crate) fn served(&self) -> MountedMethods {
        let methods = match self.rules.methods() {
            Some(Methods::Listed { named, allowed }) => named.as_constant().zip(allowed.as_constant()),
            Some(Methods::Any) => Some(("*", "*")),
            None => None,
        };
        MountedMethods { handler: self.handler, methods: methods.map(|(named, allowed)| [named, allowed]) }
    }

    /// Adds the methods that the policy's handler serves to a list that has each once; `every` stands for `"*"`.
    pub(crate) fn add_methods_to<'a>(&'a self, methods: &mut Vec<&'a str>, every: &'a str) {
        let line = match self.rules.methods() {
            Some(Methods::Listed { allowed, .. }) => allowed.as_str(),
            Some(Methods::Any) => every,
            None => return,
        };
        for method in line.split(", ") {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
    }

    /// Whether an origin's bytes are admitted without asking.
    pub(crate) fn admits(&self, origin: &[u8]) -> bool {
        let rules = &self.rules;
        let listed = matches!(rules.origins(), Some(Origins::Listed(set)) if set.find(origin).is_some());
        self.everybody
            || listed
            || rules.dev_origins().is_some_and(|set| set.find(origin).is_some())
            || self.origins_from.as_ref().is_some_and(|source| source.admits(origin))
    }

    /// The origins and patterns that are written down; what `origins_from` admits is not known here.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &str> {
        let rules = &self.rules;
        let origins = match rules.origins() {
            Some(Origins::Listed(set)) => Some(set),
            _ => None,
        };
        origins.into_iter().chain(rules.dev_origins()).flat_map(OriginSet::iter)
    }

    /// Whether there is `origins_from`.
    pub(crate) fn reads_origins(&self) -> bool {
        self.origins_from.is_some()
    }

    /// Whether the names a preflight asks for are sent back instead of a list.
    pub(crate) fn echoes_headers(&self) -> bool {
        self.credentials && matches!(self.rules.headers(), Some(RequestHeaderNames::Any { .. }))
    }
}

impl HeaderValues {
    const fn constant(rules: &Policy) -> Self {
        Self {
            allow_methods: match rules.methods() {
                Some(Methods::Any) if !rules.takes_credentials() => Some(STAR),
                Some(Methods::Listed { allowed, .. }) => value(Some(allowed)),
                // With credentials `*` would be read as a method of that name; the one asked for is sent back.
                Some(Methods::Any) | None => None,
            },
            allow_headers: match rules.headers() {
                Some(RequestHeaderNames::Listed(line)) => value(Some(line)),
                Some(RequestHeaderNames::Any { authorization }) if !rules.takes_credentials() => {
                    // Fetch, "CORS non-wildcard request-header name": `*` does not stand for `authorization`.
                    Some(if *authorization { HeaderValue::from_static(STAR_AND_AUTHORIZATION) } else { STAR })
                }
                // With credentials `*` would be read as a header of that name; the ones asked for are sent back.
                Some(RequestHeaderNames::Any { .. }) | None => None,
            },
            expose_headers: match rules.expose_headers() {
                Some(ExposedHeaderNames::Any) => Some(STAR),
                Some(ExposedHeaderNames::Listed(line)) => value(Some(line)),
                None => None,
            },
            max_age: match rules.max_age() {
                Some(max_age) => value(Some(max_age.digits())),
                None => None,
            },
            timing_allow_origin: value(rules.timing_origins()),
        }
    }

    /// The same, with the lines that are no constants.
    fn built(rules: &Policy) -> Self {
        let mut values = Self::constant(rules);
        if let Some(Methods::Listed { allowed, .. }) = rules.methods() {
            values.allow_methods = built_value(allowed);
        }
        if let Some(RequestHeaderNames::Listed(line)) = rules.headers() {
            values.allow_headers = built_value(line);
        }
        if let Some(ExposedHeaderNames::Listed(line)) = rules.expose_headers() {
            values.expose_headers = built_value(line);
        }
        values.max_age = rules.max_age().and_then(|max_age| built_value(max_age.digits()));
        values.timing_allow_origin = rules.timing_origins().and_then(built_value);
        values
    }
}

/// The lines of a valid policy are made of tokens, origins and digits, which header values can always hold.
fn built_value(line: &FieldValue) -> Option<HeaderValue> {
    if line.is_empty() { None } else { HeaderValue::try_from(line.as_str()).ok() }
}

fn admitted_by(set: &OriginSet, values: &[HeaderValue], origin: &HeaderValue) -> Option<HeaderValue> {
    match set.find(origin.as_bytes())? {
        Match::Exact(number) => Some(values.get(number).unwrap_or(origin).clone()),
        Match::Pattern(_) => Some(origin.clone()),
    }
}

const fn known_methods(rules: &Policy) -> MethodBits {
    match rules.methods() {
        Some(methods) => methods.bits(),
        None => MethodBits::NONE,
    }
}

const fn value(line: Option<&FieldValue>) -> Option<HeaderValue> {
    match line {
        Some(line) if !line.is_empty() => match line.as_constant() {
            Some(line) => Some(HeaderValue::from_static(line)),
            None => None,
        },
        _ => None,
    }
}

/// How many origins a list of a constant policy has.
#[must_use]
pub const fn origin_count(listed: Option<ConstSet>) -> usize {
    texts(listed).len()
}

/// Their header values.
#[must_use]
pub const fn origin_values<const COUNT: usize>(listed: Option<ConstSet>) -> [HeaderValue; COUNT] {
    let texts = texts(listed);
    let mut values = [const { HeaderValue::from_static("") }; COUNT];
    let mut i = 0;
    while i < COUNT {
        // A constant cannot drop the value that is replaced, which owns nothing anyway.
        std::mem::forget(std::mem::replace(&mut values[i], HeaderValue::from_static(texts[i])));
        i += 1;
    }
    values
}

const fn texts(listed: Option<ConstSet>) -> &'static [&'static str] {
    match listed {
        Some(set) => set.texts,
        None => &[],
    }
}
