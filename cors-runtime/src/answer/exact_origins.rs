//! The origins of most policies: so few that they are compared one by one with what is sent.

use cors_policy::{Origins, Policy};
use http::header::HeaderValue;

use crate::answer::header_values::MakeValue;

/// How many origins are compared one by one, at most.
const MOST: usize = 8;

/// The exact origins of a policy, where they are few. Of more there are no values here: an answer then has the request's own.
#[derive(Debug)]
pub(crate) struct ExactOrigins {
    values: Box<[HeaderValue]>,
    /// Whether the policy admits nobody else.
    only: bool,
}

impl ExactOrigins {
    pub(crate) fn of(rules: &Policy, has_source: bool, value: MakeValue) -> Self {
        let keys = rules.keys();
        match &keys.origins {
            Some(Origins::Listed(set)) if set.exact_len() <= MOST => Self {
                values: set.iter().take(set.exact_len()).filter_map(value).collect(),
                only: set.exact_len() == set.len() && keys.dev_origins.is_none() && !has_source,
            },
            _ => Self { values: Box::default(), only: false },
        }
    }

    /// The value of an origin that is one of them.
    #[inline]
    pub(crate) fn find(&self, origin: &HeaderValue) -> Option<&HeaderValue> {
        self.values.iter().find(|value| value.as_bytes() == origin.as_bytes())
    }

    /// Whether the policy admits nobody else.
    #[inline]
    pub(crate) fn are_all(&self) -> bool {
        self.only
    }
}
