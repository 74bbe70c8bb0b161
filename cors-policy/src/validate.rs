//! From what was written to what may exist. Every front end comes through here, so every rule exists once.

mod dangers;
mod form;
mod headers;
mod methods;
mod names;
mod origins;
mod set;
mod timing;

use crate::mistake::{ConstFault, Fault, Mistake, MistakeKind};
use crate::policy::{ExposedHeaderNames, MaxAge, Methods, Origins, Policy, RequestHeaderNames};
use crate::spec::{Flag, Seconds, Standing};
use crate::{FieldLine, Key, Place, PolicySpec};

use self::dangers::OriginRules;
pub use self::form::{flag_in, seconds_in};
pub(crate) use self::headers::STAR_EXPOSED_WITH_CREDENTIALS;
pub(crate) use self::origins::{COVERED, STANDS_TWICE, STAR_NOT_ALONE};
pub use self::set::OriginSetBuilder;

/// A day: no browser keeps a preflight's answer longer (Firefox's limit; Chromium stops at two hours).
const LONGEST_MAX_AGE: i128 = 86_400;

impl PolicySpec {
    /// Judges the whole and makes a policy of it.
    ///
    /// # Errors
    /// All mistakes, in the order of the keys.
    pub fn validate(&self) -> Result<Policy, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let policy = Policy {
            credentials: self.credentials.map(|flag| flag.value),
            enforce: self.enforce.map(|flag| flag.value),
            accept_insecure_origins: self.accept_insecure_origins.map(|flag| flag.value),
            accept_public_suffixes: self.accept_public_suffixes.map(|flag| flag.value),
            accept_null_origin: self.accept_null_origin.map(|flag| flag.value),
            ..self.check_origins(&mut mistakes)
        };
        let policy = Policy {
            methods: self.check_methods(&mut mistakes),
            headers: self.check_headers(&mut mistakes),
            expose_headers: self.check_expose_headers(&mut mistakes),
            max_age: self.max_age.and_then(|seconds| check_max_age(seconds, &mut mistakes)),
            timing_origins: self.check_timing_origins(&mut mistakes),
            ..policy
        };
        if mistakes.is_empty() { Ok(policy) } else { Err(mistakes) }
    }

    fn check_origins(&self, mistakes: &mut Vec<Mistake>) -> Policy {
        let credentials = is_on(self.credentials);
        let rules = OriginRules {
            credentials,
            accept_insecure: is_on(self.accept_insecure_origins),
            accept_public_suffixes: is_on(self.accept_public_suffixes),
            accept_null: is_on(self.accept_null_origin),
            based: self.standing == Standing::Based,
            stage: self.stage,
        };
        if self.origins.is_none()
            && self.dev_origins.is_none()
            && self.origins_from.is_none()
            && self.origins_if.is_none()
            && self.standing == Standing::Whole
        {
            mistakes.push(Fault::from(NO_ORIGINS).at(Key::Origins, "", self.place));
        }
        let mut policy = Policy::EMPTY;
        let mut listed = self.origins.as_ref();
        if let Some(listing) = listed.filter(|listing| listing.is_star()) {
            policy.origins = Some(Origins::Any);
            self.check_star(listing.entries[0].place, mistakes);
            listed = None;
        }
        let lists = [(Key::Origins, listed), (Key::DevOrigins, self.dev_origins.as_ref())];
        let [origins, dev_origins] = origins::check(lists, rules, self.seed, mistakes);
        if let Some((set, hazards)) = origins {
            policy.origins = Some(Origins::Listed(set));
            policy.hazards = hazards;
        }
        if let Some((set, hazards)) = dev_origins {
            policy.dev_origins = Some(set);
            policy.dev_hazards = hazards;
        }
        policy
    }

    /// What may not stand beside `origins = "*"`.
    fn check_star(&self, place: Place, mistakes: &mut Vec<Mistake>) {
        if is_on(self.credentials) {
            mistakes.push(Fault::from(STAR_WITH_CREDENTIALS).at(Key::Origins, "*", place));
        }
        let dev = self.dev_origins.as_ref().map(|listing| (Key::DevOrigins, listing.place));
        let from = self.origins_from.map(|place| (Key::OriginsFrom, place));
        let asked = self.origins_if.map(|place| (Key::OriginsIf, place));
        for (key, place) in [dev, from, asked].into_iter().flatten() {
            mistakes.push(origins::star_not_alone(Key::Origins, &format!("`{key}`")).at(key, key.as_str(), place));
        }
    }

    fn check_methods(&self, mistakes: &mut Vec<Mistake>) -> Option<Methods> {
        let Some(listing) = &self.methods else {
            if self.standing == Standing::Whole {
                mistakes.push(Fault::from(NO_METHODS).at(Key::Methods, "", self.place));
            }
            return None;
        };
        methods::check(listing, mistakes)
    }

    fn check_headers(&self, mistakes: &mut Vec<Mistake>) -> Option<RequestHeaderNames> {
        headers::check_request(self.headers.as_ref()?, mistakes)
    }

    fn check_expose_headers(&self, mistakes: &mut Vec<Mistake>) -> Option<ExposedHeaderNames> {
        headers::check_exposed(self.expose_headers.as_ref()?, is_on(self.credentials), mistakes)
    }

    fn check_timing_origins(&self, mistakes: &mut Vec<Mistake>) -> Option<FieldLine> {
        timing::check(self.timing_origins.as_ref()?, self.stage, mistakes)
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

fn check_max_age(seconds: Seconds, mistakes: &mut Vec<Mistake>) -> Option<MaxAge> {
    match u32::try_from(seconds.value) {
        Ok(value) if seconds.value <= LONGEST_MAX_AGE => {
            Some(MaxAge { seconds: value, digits: FieldLine::join(&[value.to_string()]) })
        }
        _ => {
            let (what, write) = if seconds.value < 0 {
                ("is negative", "max_age = 0, with which browsers do not keep the answer")
            } else {
                ("is over a day", "max_age = 86400")
            };
            let fault = Fault::new(
                MistakeKind::MaxAge,
                format!("`max_age` {what}"),
                "`max_age` is in seconds from 0 to 86400; browsers keep no preflight's answer longer than a day",
                write,
            );
            mistakes.push(fault.at(Key::MaxAge, &seconds.value.to_string(), seconds.place));
            None
        }
    }
}
