//! Why a request was refused, as a value: what it wanted, and what would have been admitted.

mod escaped;
mod near_miss;

use std::fmt;

use crate::http::list;
use crate::http::star::{is_star, star_is_header};
use crate::origin::OriginSet;

pub use self::escaped::Escaped;
pub use self::near_miss::NearMiss;

/// Why a page cannot have what it asked for.
///
/// What came with the request is kept as [`Escaped`]: escaped, and cut after [`Escaped::LONGEST`] bytes.
///
/// [`OriginSet::explain`] gives one for an origin; of requests the log tells them.
///
/// ```
/// # use cors_policy as cors_runtime;
/// use cors_runtime::{NearMiss, OriginSet, Refusal};
///
/// let set = OriginSet::parse(["https://app.example.com"]).unwrap();
/// let refusal = set.explain("http://app.example.com").unwrap();
/// assert!(matches!(refusal, Refusal::OriginNotAdmitted { near_miss: Some(NearMiss::Scheme { .. }), .. }));
/// assert_eq!(refusal.reason(), "origin_not_admitted");
/// assert_eq!(refusal.hint().unwrap(), "the scheme differs: https://app.example.com is admitted");
/// assert_eq!(set.explain("https://app.example.com"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The request has not exactly one `Origin`.
    OriginRepeated,
    /// The origin is not one that the policy admits.
    OriginNotAdmitted {
        /// The origin that was sent.
        origin: Escaped,
        /// What is admitted instead, where that is near.
        near_miss: Option<NearMiss>,
    },
    /// A preflight has not exactly one method, or what it has is no token.
    MethodMalformed,
    /// A preflight asks for a method that no handler of the path serves. GET, HEAD and POST are answered with 403, since
    /// browsers do not look for them in a list of methods; for others the browser is told the methods there are, and refuses.
    MethodNotServed {
        /// The method that was asked for.
        method: Escaped,
        /// The methods there are, as `Access-Control-Allow-Methods` says them.
        served: String,
        /// Whether the method is served in upper case.
        near_miss: Option<NearMiss>,
    },
    /// A preflight asks for a header that is not admitted. It is answered all the same; the browser refuses.
    HeaderNotAdmitted {
        /// The first header that was asked for in vain.
        header: Escaped,
        /// The headers that are admitted, as `Access-Control-Allow-Headers` says them; empty where none is.
        admitted: String,
    },
}

impl Refusal {
    /// Why an origin is refused. `sent` is the request's only `Origin`; none where it has more. `admits` is asked for
    /// variations of it; `listed` yields the origins and patterns there are, of which the first thousand are looked through
    /// for ports.
    #[doc(hidden)]
    #[must_use]
    pub fn of_origin<'a>(
        sent: Option<&[u8]>,
        admits: &dyn Fn(&[u8]) -> bool,
        listed: &mut dyn Iterator<Item = &'a str>,
    ) -> Self {
        match sent {
            None => Self::OriginRepeated,
            Some(sent) => Self::OriginNotAdmitted {
                origin: Escaped::of(sent),
                near_miss: NearMiss::of_origin(sent, admits, listed),
            },
        }
    }

    /// Why a preflight's method is refused, where `served` are the methods of the path.
    #[doc(hidden)]
    #[must_use]
    pub fn of_method(asked: &[u8], served: &str) -> Self {
        // What is longer than is ever shown is near to no method, and is not copied to find that out.
        let upper = asked.get(..asked.len().min(Escaped::LONGEST)).unwrap_or_default().to_ascii_uppercase();
        let is_served = list::names(served).any(|method| method.as_bytes() == upper && asked.len() == upper.len());
        let near_miss = is_served.then(|| NearMiss::UpperCaseMethod { method: Escaped::of(&upper) });
        Self::MethodNotServed { method: Escaped::of(asked), served: served.to_owned(), near_miss }
    }

    /// Why the first of a preflight's headers is refused that `admitted` does not name; none where all are admitted.
    #[doc(hidden)]
    #[must_use]
    pub fn of_headers(asked: &[u8], admitted: &str) -> Option<Self> {
        let names = || list::names(admitted).map(str::as_bytes);
        let star = list::names(admitted).any(is_star);
        let refused = asked.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).find(|asked| {
            let under_star = star && star_is_header(asked);
            !asked.is_empty() && !under_star && !names().any(|name| name.eq_ignore_ascii_case(asked))
        })?;
        Some(Self::HeaderNotAdmitted { header: Escaped::of(refused), admitted: admitted.to_owned() })
    }

    /// The origin that was sent, where it is what was refused.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        match self {
            Self::OriginNotAdmitted { origin, .. } => Some(origin.as_str()),
            _ => None,
        }
    }

    /// The sort of refusal in one word that stays the same between versions: what a metric counts by.
    ///
    /// `origin_repeated`, `origin_not_admitted`, `method_malformed`, `method_not_served` or `header_not_admitted`.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::OriginRepeated => "origin_repeated",
            Self::OriginNotAdmitted { .. } => "origin_not_admitted",
            Self::MethodMalformed => "method_malformed",
            Self::MethodNotServed { .. } => "method_not_served",
            Self::HeaderNotAdmitted { .. } => "header_not_admitted",
        }
    }

    /// What was most likely meant, and what would have been admitted.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::OriginNotAdmitted { near_miss, .. } | Self::MethodNotServed { near_miss, .. } => {
                near_miss.as_ref().map(ToString::to_string)
            }
            Self::HeaderNotAdmitted { header, .. } if !star_is_header(header.as_str().as_bytes()) => {
                Some(AUTHORIZATION.to_owned())
            }
            Self::OriginRepeated | Self::MethodMalformed | Self::HeaderNotAdmitted { .. } => None,
        }
    }
}

/// Whoever reads a token in a middleware, or by an extractor that says nothing of it, must list its header.
const AUTHORIZATION: &str = "add \"authorization\" to `headers`; an extractor such as `TypedHeader<Authorization<_>>` admits \
                             it by itself where cors-runtime has the feature `axum-extra`";

impl OriginSet {
    /// Why the set does not admit an origin, and what it admits instead where that is near; none where it admits it. For the
    /// page on which somebody enters origins, say.
    #[must_use]
    pub fn explain(&self, origin: &str) -> Option<Refusal> {
        let sent = origin.as_bytes();
        let admits = |origin: &[u8]| self.find(origin).is_some();
        (!admits(sent)).then(|| Refusal::of_origin(Some(sent), &admits, &mut self.iter()))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OriginRepeated => f.write_str("the request has more than one origin"),
            Self::OriginNotAdmitted { origin, .. } => write!(f, "the origin {origin} is not admitted"),
            Self::MethodMalformed => f.write_str("the preflight does not ask for exactly one method"),
            Self::MethodNotServed { method, served, .. } => {
                write!(f, "the method {method} is not served on this path, which serves {served}")
            }
            Self::HeaderNotAdmitted { header, admitted } if admitted.is_empty() => {
                write!(f, "the request header {header} is not admitted; the policy admits no request header")
            }
            Self::HeaderNotAdmitted { header, admitted } => {
                write!(f, "the request header {header} is not admitted; the policy admits {admitted}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods() {
        let refusal = Refusal::of_method(b"patch", "GET, HEAD, PATCH");
        assert_eq!(refusal.to_string(), "the method patch is not served on this path, which serves GET, HEAD, PATCH");
        assert_eq!(refusal.hint().as_deref(), Some("upper case was meant: PATCH is served"));
        assert_eq!(Refusal::of_method(b"DELETE", "GET").hint(), None);
    }

    #[test]
    fn headers() {
        assert_eq!(Refusal::of_headers(b"content-type, X-A", "content-type, x-a"), None);
        assert_eq!(Refusal::of_headers(b"x-anything", "*"), None);
        assert!(Refusal::of_headers(b"x-a,authorization", "*").is_some());
        assert_eq!(Refusal::of_headers(b"authorization", "*, authorization"), None);
        assert_eq!(Refusal::of_headers(b",,,", ""), None);
        let refusal = Refusal::of_headers(b"content-type,x-b", "content-type").unwrap();
        assert_eq!(refusal.to_string(), "the request header x-b is not admitted; the policy admits content-type");
    }
}
