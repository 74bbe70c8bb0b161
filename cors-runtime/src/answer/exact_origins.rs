//! The origins of most policies: so few that they are compared one by one with what is sent.

use std::borrow::Cow;

use cors_policy::{OriginSet, Origins, Policy};
use http::header::HeaderValue;

/// How many origins are compared one by one, at most.
const MOST: usize = 8;

/// The exact origins of a policy, where they are few.
#[derive(Debug)]
pub(crate) struct ExactOrigins {
    values: Cow<'static, [HeaderValue]>,
    /// Whether the policy admits nobody else.
    only: bool,
}

impl ExactOrigins {
    /// Those of a policy that is a constant, of whose listed origins these are the values.
    pub(crate) const fn constant(rules: &Policy, has_source: bool, values: &'static [HeaderValue]) -> Self {
        match listed(rules) {
            Some(set) => Self {
                values: Cow::Borrowed(values.split_at(set.exact_len()).0),
                only: set.exact_len() == values.len() && rules.dev_origins().is_none() && !has_source,
            },
            None => Self { values: Cow::Borrowed(&[]), only: false },
        }
    }

    /// Those of a policy that was built at run time.
    pub(crate) fn built(rules: &Policy, has_source: bool) -> Self {
        let none = Self { values: Cow::Borrowed(&[]), only: false };
        let Some(set) = listed(rules) else { return none };
        // Origins are made of letters that header values can always hold.
        let values: Result<_, _> = set.iter().take(set.exact_len()).map(HeaderValue::from_str).collect();
        let Ok(values) = values else { return none };
        let only = set.exact_len() == set.len() && rules.dev_origins().is_none() && !has_source;
        Self { values: Cow::Owned(values), only }
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

/// The set of a policy that lists few exact origins.
const fn listed(rules: &Policy) -> Option<&OriginSet> {
    match rules.origins() {
        Some(Origins::Listed(set)) if set.exact_len() <= MOST => Some(set),
        _ => None,
    }
}
