//! From what was written to what may exist. Every front end comes through here, so every rule exists once.

mod dangers;
mod form;
mod headers;
mod max_age;
mod methods;
mod names;
mod origins;
mod set_builder;
mod timing;

use crate::mistake::{ConstFault, Fault, Mistake, MistakeKind};
use crate::policy::{DeferredFaults, Methods, Origins, Policy, PolicyKeys};
use crate::spec::{Completeness, Flag};
use crate::{Key, OriginSet, PolicySpec, SpanIndex};

use self::dangers::{OriginRules, Reader};
pub use self::form::{flag_in, seconds_in};
pub(crate) use self::headers::STAR_EXPOSED_WITH_CREDENTIALS;
pub(crate) use self::origins::{COVERED, STANDS_TWICE, STAR_NOT_ALONE};
pub use self::set_builder::OriginSetBuilder;

impl PolicySpec {
    /// Checks all keys and makes a policy of them.
    ///
    /// # Errors
    /// All mistakes, in the order of the keys.
    pub fn validate(&self) -> Result<Policy, Vec<Mistake>> {
        // Taken apart without `..`, so that the compiler names this place when a key is added.
        let Self {
            span: _,
            origins: _,
            dev_origins: _,
            origins_from: _,
            origins_if: _,
            methods: _,
            headers,
            expose_headers,
            credentials,
            max_age,
            timing_origins,
            enforce,
            accept_insecure_origins,
            accept_public_suffixes,
            accept_null_origin,
            seed: _,
            completeness: _,
            stage,
        } = self;
        let mut mistakes = Vec::new();
        let (origins, dev_origins, [deferred_faults, dev_deferred_faults]) = self.check_origins(&mut mistakes);
        // The fields are in the order of the keys, and so are the mistakes.
        let keys = PolicyKeys {
            origins,
            dev_origins,
            methods: self.check_methods(&mut mistakes),
            headers: headers.as_ref().and_then(|list| headers::check_request(list, &mut mistakes)),
            expose_headers: expose_headers
                .as_ref()
                .and_then(|list| headers::check_exposed(list, is_on(*credentials), &mut mistakes)),
            credentials: credentials.map(|flag| flag.value),
            max_age: max_age.and_then(|seconds| max_age::check(seconds, &mut mistakes)),
            timing_origins: timing_origins.as_ref().and_then(|list| timing::check(list, *stage, &mut mistakes)),
            enforce: enforce.map(|flag| flag.value),
            accept_insecure_origins: accept_insecure_origins.map(|flag| flag.value),
            accept_public_suffixes: accept_public_suffixes.map(|flag| flag.value),
            accept_null_origin: accept_null_origin.map(|flag| flag.value),
        };
        if mistakes.is_empty() { Ok(Policy { keys, deferred_faults, dev_deferred_faults }) } else { Err(mistakes) }
    }

    /// All mistakes of a policy that could not be read whole: those of its form, and then those of what could be read. A key
    /// that was `given`, whatever its value, is not missing besides. Any source of origins stands in for `origins`.
    #[must_use]
    pub fn mistakes_after(&self, mut of_form: Vec<Mistake>, given: &[Key]) -> Vec<Mistake> {
        let sources = [Key::Origins, Key::DevOrigins, Key::OriginsFrom, Key::OriginsIf];
        let is_given =
            |key| given.contains(&key) || (key == Key::Origins && sources.iter().any(|source| given.contains(source)));
        let found = self.validate().err().into_iter().flatten();
        of_form.extend(found.filter(|mistake| mistake.kind() != MistakeKind::Missing || !is_given(mistake.key())));
        of_form
    }

    /// The values of `origins` and `dev_origins`, with what is deferred of each.
    fn check_origins(&self, mistakes: &mut Vec<Mistake>) -> (Option<Origins>, Option<OriginSet>, [DeferredFaults; 2]) {
        let rules = OriginRules {
            credentials: is_on(self.credentials),
            accept_insecure: is_on(self.accept_insecure_origins),
            accept_public_suffixes: is_on(self.accept_public_suffixes),
            accept_null: is_on(self.accept_null_origin),
            inherits: self.completeness == Completeness::Inherits,
            stage: self.stage,
            reader: Reader::OfPolicy,
        };
        if self.origins.is_none()
            && self.dev_origins.is_none()
            && self.origins_from.is_none()
            && self.origins_if.is_none()
            && self.completeness == Completeness::Full
        {
            mistakes.push(Fault::from(NO_ORIGINS).at(Key::Origins, "", self.span));
        }
        let (star, listed) = match &self.origins {
            Some(list) if list.is_star() => (Some(list.items[0].span), None),
            listed => (None, listed.as_ref()),
        };
        if let Some(span) = star {
            self.check_star(span, mistakes);
        }
        let lists = [(Key::Origins, listed), (Key::DevOrigins, self.dev_origins.as_ref())];
        let ([origins, dev_origins], deferred_faults) = origins::check(lists, rules, self.seed, mistakes);
        let origins = origins.map(Origins::Listed).or(star.map(|_| Origins::Any));
        (origins, dev_origins, deferred_faults)
    }

    /// What may not be given beside `origins = "*"`.
    fn check_star(&self, span: SpanIndex, mistakes: &mut Vec<Mistake>) {
        if is_on(self.credentials) {
            mistakes.push(Fault::from(STAR_WITH_CREDENTIALS).at(Key::Origins, "*", span));
        }
        let dev = self.dev_origins.as_ref().map(|list| (Key::DevOrigins, list.span));
        let from = self.origins_from.map(|span| (Key::OriginsFrom, span));
        let check = self.origins_if.map(|span| (Key::OriginsIf, span));
        for (key, span) in [dev, from, check].into_iter().flatten() {
            mistakes.push(origins::star_not_alone(Key::Origins, &format!("`{key}`")).at(key, key.as_str(), span));
        }
    }

    fn check_methods(&self, mistakes: &mut Vec<Mistake>) -> Option<Methods> {
        let Some(list) = &self.methods else {
            if self.completeness == Completeness::Full {
                mistakes.push(Fault::from(NO_METHODS).at(Key::Methods, "", self.span));
            }
            return None;
        };
        methods::check(list, mistakes)
    }
}

fn is_on(flag: Option<Flag>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

pub(crate) const NO_ORIGINS: ConstFault = ConstFault {
    kind: MistakeKind::Missing,
    what: "nobody is admitted: no origins are given",
    why: "no key has a default that opens anything, and without origins no page of another site could use the handler",
    write: "origins = \"https://app.example.com\"",
};

pub(crate) const NO_METHODS: ConstFault = ConstFault {
    kind: MistakeKind::Missing,
    what: "no methods are given",
    why: "the handler is mounted on these methods and a preflight admits them; no key has a default that opens anything",
    write: "methods = \"GET\"",
};

/// Fetch, "CORS check" step 4: with credentials, `*` is no answer a browser accepts.
pub(crate) const STAR_WITH_CREDENTIALS: ConstFault = ConstFault {
    kind: MistakeKind::StarWithCredentials,
    what: "every origin is admitted together with credentials",
    why: "browsers refuse `*` where cookies are sent along; if they did not, any page could act as the signed-in user",
    write: "the origins that are meant, or no `credentials`",
};
